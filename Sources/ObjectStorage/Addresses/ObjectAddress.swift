/// The address of a bucket, a directory in it, or an object: scheme, bucket (or host) and key.
///
/// `s3://bucket/key`, `https://host/path` and addresses of other providers have the same parts.
/// The address is kept as written; nothing is decoded, so keys with `%`, `+` or `//` don't change.
public struct ObjectAddress: Sendable, Hashable, CustomStringConvertible {
  /// The part before `://`, in lower case.
  public let scheme: String
  /// The bucket of an S3 address, or the host of a web address.
  public let bucket: String
  /// The part after the bucket's slash; empty for the bucket itself.
  public let key: String

  /// Creates an address from its parts.
  ///
  /// - Parameters:
  ///   - scheme: The scheme, such as `s3`.
  ///   - bucket: The bucket or host.
  ///   - key: The key or path, without a leading slash.
  public init(scheme: String, bucket: String, key: String) {
    self.scheme = scheme
    self.bucket = bucket
    self.key = key
  }

  /// Splits an address; nil if it has no scheme or no bucket.
  ///
  /// - Parameter text: An absolute address, such as `s3://bucket/key`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[colon...].starts(with: "://".utf8), Self.isScheme(bytes[..<colon])
    else { return nil }
    let rest = bytes[(colon + 3)...]
    let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    guard end > rest.startIndex else { return nil }
    scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
    bucket = String(decoding: rest[..<end], as: UTF8.self)
    key = String(decoding: rest[end...].dropFirst(), as: UTF8.self)
  }

  /// Returns whether a string begins with a scheme, so that it can't be a key of a bucket.
  ///
  /// - Parameter text: An address or a key, such as `file:///path`, which names no bucket.
  /// - Returns: Whether `://` comes after a scheme.
  package static func hasScheme(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return bytes[colon...].starts(with: "://".utf8) && isScheme(bytes[..<colon])
  }

  /// Returns whether a string is a letter, then letters, digits, `+`, `-` and periods.
  private static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 &- 0x61 < 26 }
    guard let first = text.first, isLetter(first) else { return false }
    return text.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || [0x2B, 0x2D, 0x2E].contains($0) }
  }

  /// The address of the bucket, with its slash: `s3://bucket/`.
  public var bucketAddress: String { "\(scheme)://\(bucket)/" }

  /// The address as a string.
  public var description: String { bucketAddress + key }

  /// Whether a key could lead outside its bucket when it is used as a path: it has a `..` or `.`
  /// segment, begins with a slash, or contains a control character.
  public var hasUnsafeKey: Bool { Self.isUnsafe(key: key) }

  /// Whether a key has a `..` or `.` segment, by which it would name something else as a path.
  ///
  /// A key may begin with a slash, and a bucket may have such keys: `s3://bucket//key`.
  package var leadsOut: Bool {
    Self.isUnsafe(key: String(key.utf8.drop { $0 == UInt8(ascii: "/") }) ?? "")
  }

  /// Whether a key could lead outside its bucket when it is used as a path.
  package static func isUnsafe(key: String) -> Bool {
    if key.utf8.first == UInt8(ascii: "/") || key.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    {
      return true
    }
    return key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .contains { $0.elementsEqual("..".utf8) || $0.elementsEqual(".".utf8) }
  }
}
