/// How an answer that is not a report is written.
enum OutputForm: String, CaseIterable, ArgumentValue {
  /// Lines for people.
  case text
  /// One JSON document.
  case json
}

extension Streams {
  /// Writes an answer.
  ///
  /// - Parameters:
  ///   - form: The form that the user wants.
  ///   - text: Makes the lines.
  ///   - json: Makes the document.
  ///   - place: Where to; a file is replaced at once.
  /// - Throws: ``WriteFailure`` if it can't be written.
  func write(
    as form: OutputForm, text: @autoclosure () -> String, json: @autoclosure () -> [UInt8],
    to place: OutputPlace = .descriptor(1)
  ) throws(WriteFailure) {
    try place.write(form == .json ? json() : Array(text().utf8))
  }
}
