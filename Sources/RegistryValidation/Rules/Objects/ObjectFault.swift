internal import Formats
internal import SharedCloudRegistry

/// A fault of a data object and the row that names it.
///
/// Spec: SCR 1.1 §3.2, the datakey is the address of a data file, filesize its size in bytes.
enum ObjectFault: Sendable, Hashable {
  /// No object has the datakey of a row.
  case missing(key: String)
  /// The object has another size than the row says.
  case otherSize(inRow: Int, ofObject: Int)
  /// The object is where nothing was looked up.
  case elsewhere(key: String)

  /// The rule.
  var rule: RuleID {
    switch self {
    case .missing: .objectMissing
    case .otherSize: .objectSizeDiffers
    case .elsewhere: .objectElsewhere
    }
  }

  private var message: String {
    switch self {
    case .missing: "object does not exist"
    case .otherSize(let filesize, let size):
      "filesize is \(filesize), but the object has \(size) bytes"
    case .elsewhere: "object is outside the tree and was not compared"
    }
  }

  /// Writes the finding on a row.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - line: The bytes of its line.
  ///   - layout: Where its columns are.
  ///   - reporter: Where the finding goes.
  func report(
    on row: IndexRowReader.Row, line: Span<UInt8>, layout: IndexLayout,
    to reporter: inout FileReporter
  ) {
    reporter.report(rule, message) {
      switch self {
      case .missing(let key), .elsewhere(let key):
        $0.place(at: row.key, name: "datakey", index: layout.datakey, of: row, in: line)
        $0.actual = key
      case .otherSize(let filesize, let size):
        $0.place(at: row.filesize, name: "filesize", index: layout.filesize, of: row, in: line)
        $0.expected = "\(size)"
        $0.actual = "\(filesize)"
      }
    }
  }

  /// Reports an object that no row names.
  ///
  /// - Parameters:
  ///   - key: Its key.
  ///   - uri: Its path or address.
  ///   - reporter: Where the finding goes.
  static func reportUnnamed(_ key: String, at uri: String, to reporter: inout FileReporter) {
    reporter.report(.objectNotIndexed, "no index file lists the object", about: key) {
      $0.location = Location(uri: uri, key: key)
      $0.location.line = 1
      $0.location.column = 1
      $0.identity = key
    }
  }
}
