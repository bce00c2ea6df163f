import Formats
import RegistrySchemas
import SharedCloudRegistry
import Testing

@testable import RegistryValidation

@Suite("The tables of index files")
struct IndexTableTests {
  @Test("every dialect has a table with each column", arguments: Dialect.allCases)
  func dialect(_ dialect: Dialect) throws {
    let file = try #require(SchemaFiles.file("tables/index-\(dialect.rawValue).json"))
    let table = try JSONParser.parse(file.bytes).root
    #expect(table["dialect"]?.text == dialect.rawValue)
    let meanings = try #require(table["columns"]).elements.compactMap { $0["meaning"]?.text }
    #expect(meanings.sorted() == IndexTable.Meaning.allCases.map(\.rawValue).sorted())
  }

  @Test func `the names and the order of the columns are those of the version`() {
    #expect(IndexTable.of(.spec10).header(hasStop: true) == "# start, stop, datakey, filesize")
    #expect(IndexTable.of(.spec10).header(hasStop: false) == "# start, datakey, filesize")
    #expect(IndexTable.of(.spec01a).header(hasStop: true) == "# starttime, key, filesize, endtime")
  }

  @Test func `whether a row needs a stop, and may be static, depends on the version`() {
    #expect(Dialect.allCases.filter { IndexTable.of($0).requiresStop } == [.spec05, .spec10])
    #expect(Dialect.allCases.filter { IndexTable.of($0).allowsStatic } == [.spec03, .spec05])
  }
}

@Suite("Faults of rows")
struct RowFaultTests {
  @Test func `have bits and rules of their own`() {
    #expect(RowFault.all.map(\.bit) == Array(0..<RowFault.count))
    #expect(Set(RowFault.all.map(\.rule)).count == RowFault.count)
  }

  @Test("have a rule on rows or files that no schema checks", arguments: RowFault.all)
  func scope(_ fault: RowFault) throws {
    let rule = try #require(RuleBook.standard[fault.rule])
    #expect(rule.scope == .row || rule.scope == .index)
    #expect(!rule.isCheckedBySchema)
  }
}
