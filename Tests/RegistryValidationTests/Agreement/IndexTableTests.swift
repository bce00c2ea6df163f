import Formats
import RegistrySchemas
import SharedCloudRegistry
import Testing

@testable import RegistryValidation

@Suite("Rules and the tables of index files agree")
struct IndexTableTests {
  static let files = SchemaFiles.all(in: "tables").map(\.name)

  /// The faults of rows whose key in the tables is not that of a column.
  static let keys: [RowFault: String] = [
    .outOfOrder: "descending", .startRepeated: "equal", .stopBeforeStart: "before-start",
    .otherYear: "other-year", .fieldsMissing: "too-few", .fieldCountDiffers: "other-count",
    .timeMalformed: "malformed", .timeImpossible: "impossible", .timeWithoutZ: "missing-zone",
    .timeWithPointForColon: "point-for-colon", .leapSecond: "leap-second",
    .timeWithoutMinutes: "coarse", .timeFinerThanMilliseconds: "fine",
    .precisionDiffers: "other-precision", .staticRow: "row", .datakeyNotAbsolute: "relative",
    .datakeyInOtherBucket: "other-bucket", .datakeyUnsafe: "unsafe", .datakeyEmpty: "empty",
    .filesizeNotAnInteger: "malformed", .filesizeZero: "zero", .filesizeNegative: "negative",
    .filesizeTooLarge: "too-large", .singleQuotes: "single-quotes",
    .typographicQuote: "typographic-quote", .quoteWithoutPartner: "quote-without-partner",
    .blanksAroundField: "blanks-around",
  ]

  @Test("a code in a table belongs to a rule on index files", arguments: files)
  func codes(_ name: String) throws {
    for (_, code) in try Self.rules(of: name) {
      let rule = try #require(RuleBook.standard[code], "\(code)")
      #expect(rule.scope == .row || rule.scope == .index, "\(code)")
    }
  }

  @Test("every dialect has a table", arguments: Dialect.allCases)
  func dialect(_ dialect: Dialect) throws {
    let file = try #require(SchemaFiles.file("tables/index-\(dialect.rawValue).json"))
    #expect(try JSONParser.parse(file.bytes).root["dialect"]?.text == dialect.rawValue)
  }

  @Test("a fault of a row has a rule on rows or files", arguments: RowFault.allCases)
  func faults(_ fault: RowFault) throws {
    let rule = try #require(RuleBook.standard[fault.rule])
    #expect(rule.scope == .row || rule.scope == .index)
    #expect(!rule.isCheckedBySchema)
  }

  @Test("a fault of a row has the code that the newest table gives it", arguments: keys.keys)
  func agreement(_ fault: RowFault) throws {
    let key = try #require(Self.keys[fault])
    let rules = try Self.rules(of: "tables/index-1.0.json")
    #expect(rules.contains { $0 == key && $1 == fault.rule.code })
  }

  @Test func `faults of rows have unique codes`() {
    let codes = RowFault.allCases.map(\.rule)
    #expect(Set(codes).count == codes.count)
  }

  /// All faults and codes in a table.
  private static func rules(of name: String) throws -> [(String, String)] {
    let file = try #require(SchemaFiles.file(name))
    return rules(in: try JSONParser.parse(file.bytes).root)
  }

  private static func rules(in node: Node) -> [(String, String)] {
    node.elements.flatMap(rules(in:))
      + node.members.flatMap { member in
        member.key.text == "rules"
          ? member.value.members.map { ($0.key.text, $0.value.text) } : rules(in: member.value)
      }
  }
}
