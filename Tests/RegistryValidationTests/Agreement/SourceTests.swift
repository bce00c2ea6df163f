import RegistrySchemas
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Rules and the sources agree")
struct SourceTests {
  /// All Swift files under Sources, by their paths.
  static let sources: [String: String] = {
    let paths = (try? ProjectFiles.paths(below: "Sources"))?.filter { $0.hasSuffix(".swift") } ?? []
    return paths.reduce(into: [:]) { $0[$1] = try? ProjectFiles.text("Sources/" + $1) }
  }()

  static let generated: Set = [
    "RegistryValidation/Book/RuleID+Generated.swift",
    "RegistryMirrors/Findings/MirrorRule+Generated.swift",
  ]

  @Test func `the code of a rule is a literal in the generated files only`() {
    let codes = Set(RuleBook.standard.rules.map(\.code))
    for (path, text) in Self.sources where !Self.generated.contains(path) {
      let found = text.matches(of: /"([A-Z]{3}[0-9]{3})"/).map { String($0.1) }
      #expect(found.filter(codes.contains) == [], "\(path)")
    }
  }

  @Test func `every rule has a name in Swift, which is its own`() throws {
    #expect(RuleID.allCases.map(\.code) == RuleBook.standard.rules.map(\.code))
    for rule in RuleID.allCases {
      let words = try #require(RuleBook.standard[rule]?.name).split(separator: "-").joined()
      #expect("\(rule)".lowercased() == words)
    }
  }

  /// Whether the program checks a rule under this name; those on mirrors have short names.
  private static func isCheckedHere(_ rule: RuleID) -> Bool {
    guard let entry = RuleBook.standard[rule] else { return true }
    return !entry.isCheckedBySchema && entry.scope != .mirror
  }

  @Test(
    "a rule that the program checks is named in the sources",
    arguments: RuleID.allCases.filter(isCheckedHere))
  func isMentioned(_ rule: RuleID) throws {
    let name = try Regex("\\.\(rule)(?![A-Za-z0-9])")
    #expect(Self.sources.contains { !Self.generated.contains($0.key) && $0.value.contains(name) })
  }

  @Test func `the program holds the files of the folder, byte for byte`() throws {
    let paths = try ProjectFiles.paths(below: "Schemas").filter {
      ($0.hasSuffix(".json") || $0.hasSuffix(".yaml")) && $0.contains("/")
    }
    let ofSuite = "conformance/requirements.json"
    #expect(SchemaFiles.names == (paths + [ofSuite]).sorted())
    for path in paths {
      let file = try #require(SchemaFiles.file(path))
      #expect(file.bytes == (try ProjectFiles.bytes("Schemas/" + path)), "\(path)")
    }
    let requirements = try ProjectFiles.bytes("Conformance/requirements.json")
    #expect(SchemaFiles.file(ofSuite)?.bytes == requirements)
  }
}
