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
  init?(_ file: BucketTree.File) {
    self.file = file
    guard file.key != "-" else { return nil }
    let last = String(file.name)
    switch file.store.kind {
    case .copy:
      // A file that is not there any more was a regular one when the plan was made.
      guard
        file.store.storage is RecordedStorage
          || FilePlace(file.location.uri)?.isRegularFile == true
      else { return nil }
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
  func check(_ dialect: Dialect, _ options: CheckOptions) -> FileReporter {
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

extension ValidationRun {
  /// Judges the name of a file that was given alone, unless its tree has done so.
  mutating func checkName(ofLone file: BucketTree.File) {
    guard let name = LoneFileName(file) else { return }
    let reporter = name.check(validator.dialect ?? .spec10, options)
    guard !reporter.tallies.isEmpty else { return }
    let codes = Set(reporter.tallies.keys)
    let identity = TargetIdentity(file.store, file.key)
    let isKnown = reporters.contains { other in
      !codes.isDisjoint(with: other.tallies.keys)
        && (other.file.uri == file.location.uri
          || identity != nil && identity == Self.identity(other.file.uri))
    }
    if !isKnown { reporters.append(reporter) }
  }

  private static func identity(_ uri: String) -> TargetIdentity? {
    if let address = BucketIdentity(uri) { return .remote(address) }
    return FilePlace(uri).map { .local($0) }
  }
}
