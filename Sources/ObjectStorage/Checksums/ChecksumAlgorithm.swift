/// The algorithms by which stores and lists attest the content of an object.
public enum ChecksumAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// 8 bytes; Amazon computes it for every new object.
  case crc64nvme
  /// 4 bytes, with Castagnoli's polynomial.
  case crc32c
  /// 4 bytes, as in zip and gzip.
  case crc32
  /// 16 bytes.
  case md5
  /// 20 bytes.
  case sha1
  /// 32 bytes.
  case sha256

  /// The number of bytes of a value.
  public var length: Int {
    switch self {
    case .crc64nvme: 8
    case .crc32c, .crc32: 4
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    }
  }

  /// The order in which values are compared, the strongest first.
  package static let byStrength: [ChecksumAlgorithm] = [
    .sha256, .sha1, .md5, .crc64nvme, .crc32c, .crc32,
  ]

  /// Finds an algorithm by any usual spelling, such as `SHA-256` or `crc64_nvme`; nil if it is not
  /// supported.
  ///
  /// - Parameter text: The name.
  public init?(named text: String) {
    let plain = text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    self.init(rawValue: plain)
  }
}
