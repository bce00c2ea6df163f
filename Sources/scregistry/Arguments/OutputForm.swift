/// How an answer that is not a report is written.
enum OutputForm: String, CaseIterable, ArgumentValue {
  /// Lines for people.
  case text
  /// One JSON document.
  case json
}

extension Streams {
  /// Writes an answer to standard output.
  ///
  /// - Parameters:
  ///   - form: The form that the user wants.
  ///   - text: Makes the lines.
  ///   - json: Makes the document.
  /// - Throws: ``WriteFailure`` if standard output can't be written.
  func write(
    as form: OutputForm, text: @autoclosure () -> String, json: @autoclosure () -> [UInt8]
  ) throws(WriteFailure) {
    try OutputPlace.descriptor(1).write(form == .json ? json() : Array(text().utf8))
  }
}
