import Formats
import JSONSchema
import RegistrySchemas
import SharedCloudRegistry
import Testing

@testable import RegistryValidation

@Suite("Rules and the schemas of documents agree")
struct DocumentSchemaTests {
  /// The codes that the schemas of every kind and dialect name.
  static let named: Set<String> = {
    var schemas = DocumentSchemas()
    return DocumentKind.allCases.reduce(into: []) { codes, kind in
      for dialect in Dialect.allCases {
        codes.formUnion(schemas.schema(of: kind, in: dialect, size: 0).rules)
      }
    }
  }()

  static let checkedBySchema = RuleBook.standard.rules.filter(\.isCheckedBySchema).map(\.code)

  @Test("a rule that a schema checks is named in one", arguments: checkedBySchema)
  func isNamed(_ code: String) {
    #expect(Self.named.contains(code))
  }

  @Test(
    "a code that a schema names belongs to a rule that schemas check", arguments: named.sorted())
  func isRule(_ code: String) {
    #expect(RuleBook.standard[code]?.isCheckedBySchema == true)
  }

  @Test(
    "every annotation in the files is reached",
    arguments: SchemaFiles.all(in: "documents").map(\.name))
  func annotations(_ name: String) throws {
    let document = try JSONParser.parse(try #require(SchemaFiles.file(name)).bytes)
    #expect(Self.codes(in: document.root).subtracting(Self.named).isEmpty)
  }

  /// The codes in every `x-rule` of a value.
  private static func codes(in node: Node) -> Set<String> {
    var codes: Set<String> = []
    for element in node.elements { codes.formUnion(Self.codes(in: element)) }
    for member in node.members {
      codes.formUnion(Self.codes(in: member.value))
      guard member.key.text == "x-rule" else { continue }
      if let code = member.value.string { codes.insert(code) }
      codes.formUnion(member.value.members.map(\.value.text))
    }
    return codes
  }
}
