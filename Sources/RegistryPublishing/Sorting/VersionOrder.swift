/// Compares versions as people do: numbers by value, everything else by bytes.
enum VersionOrder {
  /// Compares two versions.
  ///
  /// - Returns: Less than, equal to or greater than 0 if the first is less, equal or greater.
  static func compare(_ left: ArraySlice<UInt8>, with right: ArraySlice<UInt8>) -> Int {
    var (left, right) = (left, right)
    while let one = left.first, let other = right.first {
      if isDigit(one), isDigit(other) {
        let order = compareNumbers(&left, with: &right)
        if order != 0 { return order }
      } else {
        if one != other { return one < other ? -1 : 1 }
        left.removeFirst()
        right.removeFirst()
      }
    }
    // A version of less parts is the same one with zeros: 1 is 1.0.
    if Self.isZero(left), Self.isZero(right) { return 0 }
    return left.count - right.count
  }

  /// Whether the rest of a version only has zeros as further parts.
  private static func isZero(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return true }
    return first == UInt8(ascii: ".")
      && rest.dropFirst().split(separator: first, omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0.allSatisfy { $0 == 0x30 }
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func compareNumbers(
    _ left: inout ArraySlice<UInt8>, with right: inout ArraySlice<UInt8>
  ) -> Int {
    let one = left.prefix(while: isDigit)
    let other = right.prefix(while: isDigit)
    left = left[one.endIndex...]
    right = right[other.endIndex...]
    let (first, second) = (one.drop { $0 == 0x30 }, other.drop { $0 == 0x30 })
    if first.count != second.count { return first.count - second.count }
    return first.elementsEqual(second) ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
  }
}
