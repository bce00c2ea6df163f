import RegistrySchemas
import Testing

@testable import RegistryValidation

@Suite("Rules and the sources agree")
struct SourceTests {
  /// The codes that are literals in the sources of the module.
  static let mentioned: Set<String> = {
    let folder = "Sources/RegistryValidation"
    let paths = (try? ProjectFiles.paths(below: folder)) ?? []
    return paths.reduce(into: []) { codes, path in
      let text = (try? ProjectFiles.text(folder + "/" + path)) ?? ""
      for match in text.matches(of: /"([A-Z]{3}[0-9]{3})"/) { codes.insert(String(match.1)) }
    }
  }()

  /// Notices that are not rules: unreadable inputs, and limits of scregistry.
  static let notices: Set = [
    "NET001", "NET002", "NET003", "NET004", "NET005", "INT001", "INT002",
  ]

  static let checkedBySwift = RuleBook.standard.rules.filter { !$0.isCheckedBySchema }.map(\.code)

  @Test(
    "a code in the sources belongs to a rule", arguments: mentioned.subtracting(notices).sorted())
  func exists(_ code: String) {
    #expect(RuleBook.standard[code] != nil)
  }

  @Test("a rule that the program checks is in the sources", arguments: checkedBySwift)
  func isMentioned(_ code: String) {
    #expect(Self.mentioned.contains(code))
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
