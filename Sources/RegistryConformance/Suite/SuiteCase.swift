package import Formats
public import RegistryValidation

/// One case of a suite: an input and the expected answer.
public struct SuiteCase: Sendable {
  /// The class: the kind of implementation that the case is for.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A function of one value.
    case unit
    /// Says what is wrong with a registry.
    case validator
    /// Answers questions from a registry.
    case reader
    /// Makes a registry.
    case writer
    /// Compares a registry with its copy.
    case mirror
  }

  /// How certain the case is.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// It decides on conformance.
    case stable
    /// It goes beyond the text; it does not decide on conformance.
    case proposed
    /// The spec can be read in more than one way; it does not decide on conformance.
    case disputed
    /// It is no longer run; its id is not reused.
    case withdrawn
  }

  /// The permanent id.
  public let id: String
  /// Increases when input or expectation changes.
  public let version: Int
  /// What it is about, in one line.
  public let description: String
  /// Why the expectation is what it is.
  public let rationale: String?
  /// The class: the kind of implementation that the case is for.
  public let kind: Kind
  /// The part of the spec.
  public let area: String
  /// The ids of the requirements it is about.
  public let requirements: [String]
  /// How strongly the spec demands it.
  public let level: RequirementLevel
  /// The versions of the spec it is for.
  public let specVersions: [String]
  /// How certain it is.
  public let status: Status
  /// The basis of the expectation.
  public let basis: String
  /// The features that an implementation needs, such as `csv-zip`.
  public let features: [String]
  /// The id of the valid case it differs from in one place.
  public let mutationOf: String?
  /// The path of its file below the root of the suite.
  public let file: String
  /// The input for the implementation.
  package let input: JSONValue
  /// The input as in its file; nil for an entry of a table.
  package let inputNode: Node?
  /// The function of a unit; nil for other cases.
  package let function: String?
  /// The expected answer.
  package let expectation: Expectation
  /// The expected answer as in its file.
  package let expectationNode: Node

  /// Reads the file of a case, which its schema has checked.
  init(_ root: Node, file: String) {
    self.file = file
    id = root["id"]?.text ?? ""
    version = root["version"]?.integer ?? 1
    description = root["description"]?.text ?? ""
    rationale = root["rationale"]?.string
    kind = root["class"].flatMap { Kind(rawValue: $0.text) } ?? .validator
    area = root["area"]?.text ?? ""
    requirements = root["requirements"]?.elements.map(\.text) ?? []
    level = root["level"].flatMap { RequirementLevel(rawValue: $0.text) } ?? .must
    specVersions = root["specVersions"]?.elements.map(\.text) ?? []
    status = root["status"].flatMap { Status(rawValue: $0.text) } ?? .stable
    basis = root["basis"]?.text ?? ""
    features = root["features"]?.elements.map(\.text) ?? []
    mutationOf = root["mutationOf"]?.string
    let input = root["input"] ?? root
    self.input = .node(input)
    inputNode = input
    function = nil
    expectationNode = root["expect"] ?? root
    expectation = Expectation(expectationNode, of: kind)
  }

  /// Makes a case of an entry of a table.
  init(_ entry: UnitTable.Entry, in table: UnitTable) {
    file = table.file
    id = entry.id
    version = 1
    description = entry.note ?? "\(table.function) of \(entry.argumentText)"
    rationale = nil
    kind = .unit
    area = table.area
    requirements = table.requirements
    level = table.level
    specVersions = table.specVersions
    status = entry.status
    basis = entry.basis
    features = []
    mutationOf = nil
    input = ["function": .string(table.function), "args": .node(entry.arguments)]
    function = table.function
    inputNode = nil
    expectation = .unit(entry.value)
    expectationNode = entry.value
  }

  /// Whether it decides on conformance.
  public var counts: Bool { status == .stable }

  /// The path of its tree below the root of the suite; nil without a tree.
  package var tree: String? { inputNode?["tree"]?.string }
}
