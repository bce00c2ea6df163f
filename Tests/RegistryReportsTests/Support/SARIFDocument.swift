import Formats
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

/// A SARIF document that a test inspects.
struct SARIFDocument {
  let root: Node

  init(_ report: Report, _ options: ReportOptions = .forTests()) throws {
    root = try JSONParser.parse(report.written(as: .sarif, options: options)).root
  }

  /// The runs.
  var runs: [Node] { root["runs"]?.items ?? [] }

  /// The only run.
  func onlyRun() throws -> Node {
    try #require(runs.count == 1)
    return try #require(runs.first)
  }
}

extension Node {
  /// The elements of an array; none of another value.
  var items: [Node] { Array(elements) }

  /// The value at the end of keys and numbers with slashes between them.
  func at(_ path: String) -> Node? {
    var node = self
    for part in path.split(separator: "/") {
      let next =
        node.kind == .array
        ? Int(part).flatMap { $0 < node.count ? node.items[$0] : nil }
        : node[String(part)]
      guard let next else { return nil }
      node = next
    }
    return node
  }

  /// The text of a string or number at a path.
  func text(_ path: String) -> String? {
    guard let node = at(path) else { return nil }
    return node.kind == .string
      ? node.text : String(decoding: JSONWriter.write(node, layout: .singleLine), as: UTF8.self)
  }

  /// The value at a path, as JSON in one line.
  func json(_ path: String) -> String? {
    at(path).map { String(decoding: JSONWriter.write($0, layout: .singleLine), as: UTF8.self) }
  }

  /// The texts of a run's notifications.
  var notifications: [String] {
    at("invocations/0/toolExecutionNotifications")?.items.compactMap { $0.text("message/text") }
      ?? []
  }
}
