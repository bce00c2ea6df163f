internal import Formats

/// What an adapter says about its implementation.
public struct Implementation: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The version.
  public var version: String
  /// The language it is written in.
  public var language: String
  /// The page about it.
  public var homepage: String?
  /// Where to report its faults.
  public var issues: String?
  /// The classes of cases it takes part in.
  public var classes: [String]
  /// The versions of the spec it supports; empty for any.
  public var specVersions: [String]
  /// The features it supports; nil for any.
  public var features: [String]?
  /// The functions of unit tables that it has; nil for all.
  public var functions: [String]?
  /// How exact its answers are.
  public var grades: [Grade]

  /// The best grade it claims.
  public var bestGrade: Grade { grades.max() ?? .verdict }

  init(_ node: Node) {
    func texts(_ key: String) -> [String] { node[key]?.elements.map(\.text) ?? [] }
    name = node["name"]?.text ?? "unknown"
    version = node["version"]?.text ?? "unknown"
    language = node["language"]?.text ?? "unknown"
    homepage = node["homepage"]?.string
    issues = node["issues"]?.string
    classes = texts("classes")
    specVersions = texts("specVersions")
    features = node["features"].map { $0.elements.map(\.text) }
    functions = node["functions"].map { $0.elements.map(\.text) }
    grades = texts("grades").compactMap { Grade(name: $0) }
  }

  /// Whether it claims to support a case.
  func claims(_ one: SuiteCase) -> Bool {
    guard classes.contains(one.kind.rawValue) else { return false }
    if let functions, let function = one.function, !functions.contains(function) { return false }
    guard let features else { return true }
    return one.features.allSatisfy { features.contains($0) }
  }

  /// The version of the spec to use for a case; nil if it supports no version of the case.
  func version(for one: SuiteCase, asked: String?) -> String? {
    let known = one.specVersions.filter { specVersions.isEmpty || specVersions.contains($0) }
    guard let asked else { return known.max { Self.order($0) < Self.order($1) } }
    return known.contains(asked) ? asked : nil
  }

  /// The value of a version such as 1.1 as a number.
  static func order(_ version: String) -> Int {
    let parts = version.split(separator: ".").map { Int($0) ?? 0 }
    return parts.prefix(3).reduce(0) { $0 * 1000 + min($1, 999) }
      * (parts.count < 3 ? 1000 : 1)
  }
}

/// How exact the answers of a validator are.
public enum Grade: Int, Sendable, Hashable, Comparable, CaseIterable {
  /// It tells whether anything is wrong.
  case verdict = 1
  /// It tells which requirements are broken.
  case requirements = 2
  /// It tells those and no others.
  case exact = 3
  /// It tells those, and where.
  case location = 4

  /// Finds a grade by its name in the protocol.
  init?(name: String) {
    guard let grade = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = grade
  }

  /// Its name in the protocol.
  public var name: String {
    switch self {
    case .verdict: "verdict"
    case .requirements: "requirements"
    case .exact: "exact"
    case .location: "location"
    }
  }

  /// Orders grades from the least to the most exact.
  public static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }
}
