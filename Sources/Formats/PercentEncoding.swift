/// Percent-encoding as S3 signs it: all but letters, digits and `-._~`, in upper-case digits.
///
/// Source: the rules for the canonical request in AWS's Signature Version 4. The signed text must
/// be the text that is sent, so there is only this one way to write a URL.
package enum PercentEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Encodes a query's name or value.
  ///
  /// - Parameter text: The text, not encoded.
  /// - Returns: ASCII.
  package static func encode(_ text: String) -> String { encode(text, keepsSlash: false) }

  /// Encodes a path; slashes stay, however many follow one another.
  ///
  /// - Parameter path: A path such as a key.
  /// - Returns: ASCII.
  package static func encode(path: String) -> String { encode(path, keepsSlash: true) }

  private static func encode(_ text: String, keepsSlash: Bool) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if isUnreserved(byte) || keepsSlash && byte == UInt8(ascii: "/") {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Encodes what no URL can contain, such as spaces; other characters and escapes stay.
  ///
  /// - Parameter path: A path, maybe already encoded, maybe with a query.
  /// - Returns: ASCII.
  package static func encode(loosePath path: String) -> String {
    var bytes: [UInt8] = []
    let all = Array(path.utf8)
    for (index, byte) in all.enumerated() {
      let isEscape =
        byte == UInt8(ascii: "%") && index + 2 < all.count && value(all[index + 1]) != nil
        && value(all[index + 2]) != nil
      if isEscape || isUnreserved(byte) || "/?=&+:@!$'()*,;".utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// Decodes percent-encoding; `+` stays.
  ///
  /// - Parameter text: Encoded text.
  /// - Returns: The decoded text; nil if an escape is broken or the bytes are not UTF-8.
  package static func decode(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(value), let low = rest.next().flatMap(value) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
