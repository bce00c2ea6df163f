internal import Files
internal import ObjectStorage

/// One file of a site.
public struct SiteFile: Sendable {
  /// The path below the directory of the site.
  public let path: String
  /// The SHA-256 of the content, in hexadecimal digits.
  let digest: String
  private let content: Content

  /// Where the content is.
  private enum Content: Sendable {
    case memory([UInt8])
    case spool(SpoolFile, Range<Int>)
  }

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - path: The path below the directory of the site.
  ///   - bytes: The content.
  init(_ path: String, _ bytes: [UInt8]) {
    self.path = path
    content = .memory(bytes)
    let digest = RunningDigest(.sha256)
    digest.add(bytes.span)
    self.digest = digest.finish()
  }

  /// Makes a file whose content is too large for memory.
  ///
  /// - Parameters:
  ///   - path: The path below the directory of the site.
  ///   - spool: The temporary file that has the content.
  ///   - range: Where in it.
  ///   - digest: The SHA-256 of the content, in hexadecimal digits.
  init(_ path: String, in spool: SpoolFile, _ range: Range<Int>, digest: String) {
    self.path = path
    content = .spool(spool, range)
    self.digest = digest
  }

  /// The content; nil if it is in a temporary file, since it may be too large for memory.
  public var bytes: [UInt8]? {
    guard case .memory(let bytes) = content else { return nil }
    return bytes
  }

  /// Passes the content on, part by part.
  ///
  /// - Parameter receive: Takes a part.
  /// - Throws: ``FileError`` if the temporary file can't be read, or what `receive` throws.
  func read(_ receive: (Span<UInt8>) throws(FileError) -> Void) throws(FileError) {
    switch content {
    case .memory(let bytes): try receive(bytes.span)
    case .spool(let file, let range):
      var start = range.lowerBound
      while start < range.upperBound {
        let part = try file.bytes(start..<Swift.min(start + (1 << 20), range.upperBound))
        guard !part.isEmpty else { return }
        try receive(part.span)
        start += part.count
      }
    }
  }
}
