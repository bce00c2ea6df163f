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
    switch file.store {
    case is DirectoryStore:
      guard FilePlace(file.location.uri)?.isRegularFile == true else { return nil }
      name = last
    case is StorageStore where !file.location.uri.hasPrefix("s3:"):
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
    guard let parts, isID else {
      report("IDX001", "file does not have the name of an index file", &reporter) {
        $0.expected = "ID_YYYY.csv, with an id of letters, digits, - and _"
        $0.actual = name
      }
      return reporter
    }
    if parts.format == .gzippedCSV {
      report("IDX049", "index file is compressed with gzip", &reporter) {
        $0.expected = String(name.dropLast(".gz".count)) + " or .csv.zip"
      }
    } else if parts.year == nil, !dialect.allowsStatic {
      report("IDX002", "file is named static, which version 1.0 removed", &reporter) {
        $0.expected = "\(parts.id)_YYYY.csv, with the year the rows start in"
      }
    }
    return reporter
  }

  private func report(
    _ code: String, _ message: String, _ reporter: inout FileReporter,
    _ change: (inout Finding) -> Void
  ) {
    reporter.report(code, message) {
      $0.location.line = 1
      $0.location.column = 1
      $0.identity = code
      change(&$0)
    }
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
        && (other.file.uri == file.location.uri || identity == Self.identity(other.file.uri))
    }
    if !isKnown { reporters.append(reporter) }
  }

  private static func identity(_ uri: String) -> TargetIdentity? {
    if let address = BucketIdentity(uri) { return .remote(address) }
    return FilePlace(uri).map { .local($0) }
  }
}
