internal import Formats
public import RegistryValidation

/// A report that was read from a file, and the facts about its run.
public struct RecordedReport: Sendable {
  /// The file.
  public var name: String
  /// The report.
  public var report: Report
  /// The options that write the same facts about the run.
  public var options: ReportOptions

  /// Takes a report that was not read from a file.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - name: What to call it in messages.
  ///   - options: The facts about its run.
  package init(_ report: Report, named name: String, options: ReportOptions) {
    self.report = report
    self.name = name
    self.options = options
  }

  /// Reads a report in JSON, or in JSON lines.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``UnusableFile`` when it is not a report, has another schema version, or
  ///   contradicts itself.
  public init(reading bytes: [UInt8], name: String) throws(UnusableFile) {
    guard bytes.contains(where: { $0 > 0x20 }) else { throw UnusableFile(name, "is empty") }
    let source =
      ReportLines.areIn(bytes)
      ? try ReportLines.source(bytes, name: name) : try Self.document(bytes, name: name)
    self.name = name
    do throws(MemberFault) {
      var reader = ReportReader()
      report = Report(try reader.parts(of: source))
      options = try reader.options(of: source.header)
      try reader.check(report, against: source)
    } catch {
      throw error.inFile(name, after: source.line(of: error.node))
    }
  }

  private static func document(
    _ bytes: [UInt8], name: String
  ) throws(UnusableFile) -> ReportSource {
    if let document = try? JSONParser.parse(bytes, limits: OwnFormat.limits) {
      try recognise(document.root, name: name)
    }
    let root = try OwnFormat.report.root(of: bytes, name: name)
    return ReportSource(
      header: root, findings: root["findings"]?.elements.map(\.self) ?? [],
      notices: root["notices"]?.elements.map(\.self) ?? [], summary: root)
  }

  /// Throws if a document is not a report, or has another schema version.
  static func recognise(_ root: Node, name: String) throws(UnusableFile) {
    guard root["tool"]?["name"]?.string == "scregistry", let version = root["schemaVersion"] else {
      throw UnusableFile(name, "is not a report of scregistry", line: 1)
    }
    guard let number = version.integer, number != 1 else { return }
    throw MemberFault(
      version, "the report has schema version \(number); this scregistry reads version 1"
    ).inFile(name)
  }
}

extension Report {
  /// Reads a report in JSON, or in JSON lines.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``UnusableFile`` when it is not a report, has another schema version, or
  ///   contradicts itself.
  public init(reading bytes: [UInt8], name: String) throws(UnusableFile) {
    self = try RecordedReport(reading: bytes, name: name).report
  }
}

/// The values of a report, in either format.
struct ReportSource {
  /// Has the tool, the targets and the settings.
  var header: Node
  var findings: [Node]
  var notices: [Node]
  /// Has the counts and the rest.
  var summary: Node
  /// The line at which each document begins, if there are several.
  var lines: [ObjectIdentifier: Int] = [:]

  /// The number of lines before the document of a value.
  func line(of node: Node) -> Int { lines[ObjectIdentifier(node.document)] ?? 0 }
}
