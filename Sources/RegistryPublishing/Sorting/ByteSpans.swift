internal import Formats

extension Span where Element == UInt8 {
  /// Tells whether these are the same bytes as others.
  func isSame(as other: [UInt8]) -> Bool { isSame(as: other.span) }

  /// The start of the name at the end of a key.
  var nameStart: Int {
    var start = count
    while start > 0, self[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start
  }
}

extension [UInt8] {
  /// Tells whether these bytes come before others.
  func precedes(_ other: [UInt8]) -> Bool { span.byteOrder(to: other.span) < 0 }
}
