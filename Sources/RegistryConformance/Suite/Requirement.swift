internal import Formats
internal import RegistrySchemas
public import RegistryValidation

/// One normative sentence of the spec.
public struct Requirement: Sendable, Hashable {
  /// Whether a case can show that it is met.
  public enum Testability: String, Sendable, Hashable, CaseIterable {
    /// A case can.
    case yes
    /// A case can show a part of it.
    case partly
    /// No case can.
    case no
  }

  /// The permanent id, such as `SCR-4.1-time-order`.
  public var id: String
  /// The number by which rules cite it, such as `I5`.
  public var code: String
  /// Who must meet it, such as `provider` or `client`.
  public var subject: String
  /// The area of its cases.
  public var area: String
  /// How strongly the spec demands it.
  public var level: RequirementLevel
  /// What it demands, in one sentence.
  public var statement: String
  /// A few words of the spec.
  public var quote: String?
  /// The versions of the spec that have it.
  public var versions: [String]
  /// Its basis: `spec-text`, `interpretation` or `disputed`.
  public var basis: String
  /// Whether a case can show that it is met.
  public var testability: Testability
  /// Why no case can, or only for a part.
  public var why: String?
  /// The classes of cases that can show it.
  public var classes: [String]

  /// Reads an entry of `requirements.json`, which its schema has checked.
  init(_ node: Node) {
    id = node["id"]?.text ?? ""
    code = node["code"]?.text ?? ""
    subject = node["subject"]?.text ?? ""
    area = node["area"]?.text ?? ""
    level = node["level"].flatMap { RequirementLevel(rawValue: $0.text) } ?? .must
    statement = node["statement"]?.text ?? ""
    quote = node["quote"]?.string
    versions = node["versions"]?.elements.map(\.text) ?? []
    basis = node["basis"]?.text ?? ""
    testability = node["testable"].flatMap { Testability(rawValue: $0.text) } ?? .yes
    why = node["why"]?.string
    classes = node["classes"]?.elements.map(\.text) ?? []
  }
}

/// The requirements of a suite.
public struct RequirementList: Sendable {
  /// The version of the suite.
  public let version: String
  /// The requirements, in the order of the file.
  public let all: [Requirement]
  private let byID: [String: Requirement]
  private let byCode: [String: [Requirement]]

  init(_ root: Node) {
    version = root["version"]?.text ?? ""
    all = root["requirements"]?.elements.map(Requirement.init) ?? []
    byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    byCode = Dictionary(grouping: all, by: \.code)
  }

  /// The built-in requirements.
  public static let builtIn: RequirementList = {
    do {
      let file = SchemaFiles.file("conformance/requirements.json")
      return RequirementList(try JSONParser.parse(file?.bytes ?? []).root)
    } catch {
      preconditionFailure("the built-in requirements can't be read: \(error)")
    }
  }()

  /// Finds a requirement.
  ///
  /// - Parameter id: Its id.
  /// - Returns: The requirement; nil if no requirement has the id.
  public subscript(id: String) -> Requirement? { byID[id] }

  /// Finds the requirements that rules cite by one of several codes.
  ///
  /// - Parameter codes: The codes, such as `I5`.
  /// - Returns: The requirements, in the order of the codes.
  public func cited(by codes: [String]) -> [Requirement] {
    codes.flatMap { byCode[$0] ?? [] }
  }
}
