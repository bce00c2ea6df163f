internal import Formats

/// A time in a field of a row.
enum TimeField {
  case time(SCRTime)
  /// The word for files without time.
  case `static`
  case unreadable

  /// Reads a field; a misspelled time is fixed if its meaning is certain.
  init(_ text: Span<UInt8>) {
    if let time = try? SCRTime(parsing: text) {
      self = .time(time)
      return
    }
    guard text.count <= 64 else {
      self = .unreadable
      return
    }
    let string = text.text
    if string == "static" {
      self = .static
    } else if let corrected = TimeRepair(of: string).corrected,
      let time = try? SCRTime(parsing: corrected)
    {
      self = .time(time)
    } else {
      self = .unreadable
    }
  }

  /// The time; nil if there is no time.
  var time: SCRTime? {
    if case .time(let time) = self { time } else { nil }
  }
}
