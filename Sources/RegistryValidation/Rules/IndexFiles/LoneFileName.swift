internal import Files
internal import ObjectStorage
internal import SharedCloudRegistry

/// Judges the name of an index file that is checked without its bucket, as in a directory.
///
/// Spec: SCR 1.1 §4, `"index"/"id"_YYYY.csv`; §3, the characters of an id.
struct LoneFileName {
  private let file: BucketTree.File
  private let name: String

  /// Takes the name of a file; nil if it has none, such as standard input or a pipe.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - wasRegular: Whether it was a regular file when a plan was made; it may be gone by now.
  init?(_ file: BucketTree.File, wasRegular: Bool) {
    self.file = file
    guard file.key != "-" else { return nil }
    let last = String(file.name)
    switch file.store.kind {
    case .copy:
      guard wasRegular || FilePlace(file.location.uri)?.isRegularFile == true else { return nil }
      name = last
    case .published where !file.location.uri.hasPrefix("s3:"):
      name = Self.webName(last)
    default: name = last
    }
  }

  /// Reports a name that clients never request.
  ///
  /// - Parameters:
  ///   - dialect: The dialect, which may allow names with `static`.
  ///   - options: The severities.
  /// - Returns: The findings.
  func check(_ dialect: Dialect, options: CheckOptions) -> FileReporter {
    let parts = IndexFileName(name)
    let isID = parts.map { Self.isID($0.id) } ?? false
    var reporter = FileReporter(
      file: file.location, dataset: isID ? parts?.id : nil, options: options)
    fault(parts: isID ? parts : nil, dialect)?.report(to: &reporter)
    return reporter
  }

  /// The fault of the name; nil if it has none.
  private func fault(parts: IndexFileName?, _ dialect: Dialect) -> FileNameFault? {
    guard let parts else {
      return .otherName(name, expected: "ID_YYYY.csv, with an id of letters, digits, - and _")
    }
    if parts.format == .gzippedCSV { return .gzip(name) }
    return parts.year == nil && !dialect.allowsStatic ? .staticName(id: parts.id) : nil
  }

  private static func isID(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F
    }
  }

  /// The name in a URL, without query and percent coding.
  private static func webName(_ text: String) -> String {
    let path = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let plain = String(decoding: Array(path), as: UTF8.self)
    return BucketIdentity("https://h/" + plain)?.key ?? plain
  }
}
