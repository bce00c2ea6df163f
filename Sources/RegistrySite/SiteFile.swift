internal import ObjectStorage

/// One file of a site.
public struct SiteFile: Sendable, Hashable {
  /// The path below the directory of the site.
  public let path: String
  /// The content.
  public let bytes: [UInt8]
  /// The SHA-256 of the content, in hexadecimal digits.
  let digest: String

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - path: The path below the directory of the site.
  ///   - bytes: The content.
  init(_ path: String, _ bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    digest = Self.digest(of: bytes)
  }

  /// The SHA-256 of some bytes, in hexadecimal digits.
  static func digest(of bytes: [UInt8]) -> String {
    let digest = RunningDigest(.sha256)
    digest.add(bytes.span)
    return digest.finish()
  }
}
