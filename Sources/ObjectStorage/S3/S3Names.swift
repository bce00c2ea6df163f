/// Checks names before they become part of a host or a path.
enum S3Names {
  /// Returns whether a text can be the name of a region: letters, digits and inner dashes.
  ///
  /// Other servers than Amazon's have regions of their own, such as `garage`.
  static func isRegion(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
      && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// Returns whether a text can be the name of a bucket, in the form of today or an older one.
  static func isBucket(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && text != "." && text != ".."
      && text.utf8.allSatisfy { isLetterOrDigit($0) || "-._".utf8.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10
  }
}
