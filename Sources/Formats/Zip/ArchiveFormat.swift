/// The formats of compressed text.
package enum ArchiveFormat: String, Sendable, Hashable, CaseIterable {
  /// A ZIP archive of one member.
  case zip = "zip"
  /// GZIP, one or more members in a row.
  case gzip = "gz"

  /// Tells the format by the ending of a name; nil if it is not compressed.
  ///
  /// - Parameter name: The name of a file or the key of an object.
  package init?(name: String) {
    guard let format = Self.allCases.first(where: { name.hasSuffix("." + $0.rawValue) }) else {
      return nil
    }
    self = format
  }

  /// Tells the format by the first bytes; nil if they are not compressed.
  ///
  /// - Parameter bytes: The first bytes of a file; four are enough.
  package init?(firstBytes bytes: some Sequence<UInt8>) {
    let first = Array(bytes.prefix(4))
    // An archive without members begins with the record that ends other archives.
    if first == [0x50, 0x4B, 3, 4] || first == [0x50, 0x4B, 5, 6] {
      self = .zip
    } else if first.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else {
      return nil
    }
  }

  /// Makes a decoder at the start of a stream of this format.
  ///
  /// - Parameters:
  ///   - limits: How much output is allowed.
  ///   - isHasty: Whether speed counts more than faults that are described in the same words
  ///     on every machine.
  /// - Returns: The decoder.
  package func makeDecoder(
    limits: ArchiveLimits = ArchiveLimits(), isHasty: Bool = false
  ) -> any StreamDecoder {
    switch self {
    case .zip: ZipDecoder(limits: limits)
    case .gzip: GzipDecoder(limits: limits, isHasty: isHasty)
    }
  }
}
