internal import Formats
internal import RegistryValidation

/// A table of values for one function, with the expected result of each.
struct UnitTable: Sendable {
  /// One value.
  struct Entry: Sendable {
    /// The permanent id, unique in its table.
    var id: String
    /// The arguments, an array.
    var arguments: Node
    /// The expected result.
    var value: Node
    /// What it is about.
    var note: String?
    /// How certain it is.
    var status: SuiteCase.Status
    /// Its basis.
    var basis: String

    /// The arguments in one line.
    var argumentText: String {
      String(decoding: JSONWriter.write(arguments, layout: .singleLine), as: UTF8.self)
    }
  }

  /// The name of the function.
  let function: String
  /// The path of its file below the root of the suite.
  let file: String
  /// The part of the spec.
  let area: String
  /// The ids of the requirements it is about.
  let requirements: [String]
  /// How strongly the spec demands it.
  let level: RequirementLevel
  /// The versions of the spec it is for.
  let specVersions: [String]
  /// The values.
  let entries: [Entry]

  /// The parts of the spec that functions are about; all others are about index files.
  private static let areas = [
    "time": "time", "dataset-id": "dataset", "index-uri": "dataset", "filetype": "dataset",
    "egress": "catalog", "version": "catalog",
  ]

  /// Reads a table, which its schema has checked.
  init(_ root: Node, file: String, specVersions: [String]) {
    self.file = file
    function = root["function"]?.text ?? ""
    area = Self.areas[function] ?? "index"
    requirements = root["requirements"]?.elements.map(\.text) ?? []
    level = root["level"].flatMap { RequirementLevel(rawValue: $0.text) } ?? .must
    self.specVersions = specVersions
    entries =
      root["entries"]?.elements.map { node in
        Entry(
          id: node["id"]?.text ?? "", arguments: node["args"] ?? node, value: node["value"] ?? node,
          note: node["note"]?.string,
          status: node["status"].flatMap { SuiteCase.Status(rawValue: $0.text) } ?? .stable,
          basis: node["basis"]?.string ?? "spec-text")
      } ?? []
  }
}
