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

  /// Less than, equal to or greater than 0 if these bytes are before others, the same, or after
  /// them.
  func order(to other: Span<UInt8>) -> Int {
    let common = Swift.min(count, other.count)
    for index in 0..<common where self[index] != other[index] {
      return Int(self[index]) - Int(other[index])
    }
    return count - other.count
  }
}

extension [UInt8] {
  /// Tells whether these bytes come before others.
  func precedes(_ other: [UInt8]) -> Bool { span.order(to: other.span) < 0 }
}
