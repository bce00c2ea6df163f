internal import Formats

/// A time in a field of a row.
enum TimeField {
  case time(SCRTime)
  /// The word for files without time.
  case `static`
  case unreadable

  /// Reads a field; a misspelled time is fixed if its meaning is certain.
  init(_ text: Span<UInt8>) {
    var parser = TimeParser()
    self.init(text, parser: &parser)
  }

  /// Reads a field.
  ///
  /// - Parameters:
  ///   - text: The field.
  ///   - parser: The parser of all times of the file.
  init(_ text: Span<UInt8>, parser: inout TimeParser) {
    if let time = try? parser.time(text) {
      self = .time(time)
      return
    }
    switch LooseTime(text) {
    case .time(let time): self = .time(time)
    case .nothing: self = text.isStatic ? .static : .unreadable
    case .unclear: self = Self.repaired(text)
    }
  }

  private static func repaired(_ text: Span<UInt8>) -> TimeField {
    guard text.count <= 64, let corrected = TimeRepair(of: text.text).corrected,
      let time = try? SCRTime(parsing: corrected)
    else { return .unreadable }
    return .time(time)
  }

  /// The time; nil if there is no time.
  var time: SCRTime? {
    if case .time(let time) = self { time } else { nil }
  }
}

extension Span<UInt8> {
  /// Whether the bytes are the word `static`.
  package var isStatic: Bool {
    count == 6 && self[0] == UInt8(ascii: "s") && self[1] == UInt8(ascii: "t")
      && self[2] == UInt8(ascii: "a") && self[3] == UInt8(ascii: "t")
      && self[4] == UInt8(ascii: "i") && self[5] == UInt8(ascii: "c")
  }
}
