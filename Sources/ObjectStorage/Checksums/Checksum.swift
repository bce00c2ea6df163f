/// A checksum that a store or a list states for an object.
public struct Checksum: Sendable, Hashable {
  /// What it was computed over.
  public enum Kind: Sendable, Hashable {
    /// All bytes of the object.
    case full
    /// The checksums of its parts; the number of parts is nil if the store does not state it.
    case composite(parts: Int?)
  }

  /// The algorithm.
  public let algorithm: ChecksumAlgorithm
  /// What it was computed over.
  public let kind: Kind
  /// The bytes.
  public let value: [UInt8]

  /// Creates a checksum.
  ///
  /// - Parameters:
  ///   - algorithm: The algorithm.
  ///   - kind: What it was computed over.
  ///   - value: The bytes.
  public init(_ algorithm: ChecksumAlgorithm, kind: Kind = .full, value: [UInt8]) {
    self.algorithm = algorithm
    self.kind = kind
    self.value = value
  }

  /// Reads a value in hexadecimal digits or in base64, with the number of parts after a `-`.
  ///
  /// - Parameters:
  ///   - algorithm: The algorithm.
  ///   - text: The value; the result is nil if it does not have the algorithm's length.
  ///   - isComposite: Whether it is over the checksums of parts although no `-N` says so.
  public init?(_ algorithm: ChecksumAlgorithm, text: String, isComposite: Bool = false) {
    var body = Substring(text)
    var parts: Int?
    // The alphabet of base64 in S3 has no dash.
    if let dash = text.lastIndex(of: "-"), let count = Int(text[text.index(after: dash)...]),
      count > 0
    {
      body = text[..<dash]
      parts = count
    }
    guard let value = Self.bytes(body, length: algorithm.length) else { return nil }
    self.algorithm = algorithm
    self.value = value
    kind = parts != nil || isComposite ? .composite(parts: parts) : .full
  }

  private static func bytes(_ text: Substring, length: Int) -> [UInt8]? {
    if text.utf8.count == 2 * length, let bytes = hexadecimal(text) { return bytes }
    guard let bytes = Base64Reader.decode(text), bytes.count == length else { return nil }
    return bytes
  }

  private static func hexadecimal(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46, 0x61...0x66: digit = (byte | 0x20) - 0x57
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return high == nil ? bytes : nil
  }

  /// The bytes in hexadecimal digits.
  public var hexadecimal: String { Hexadecimal.text(of: value) }

  /// Whether it is over all bytes of the object.
  public var isFull: Bool { kind == .full }
}

/// Bytes as hexadecimal digits.
package enum Hexadecimal {
  /// Two lower-case digits for each byte.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Reads base64, as S3 writes checksums.
enum Base64Reader {
  /// The bytes; nil if the text is not base64.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    guard padding <= 2, count < 6 else { return nil }
    return bytes
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61) + 26
    case 0x30...0x39: UInt32(byte - 0x30) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
