import SharedCloudRegistry
import Testing

@Suite("Dialects")
struct DialectTests {
  @Test(
    "are found from the version",
    arguments: [
      ("0.1", .spec01b), ("0.1.1", .spec01b), ("0.1a", .spec01a), ("0.1b", .spec01b),
      ("0.2", .spec02),
      ("0.2.0", .spec02), ("0.2.1", .spec02), ("0.2.2", .spec022), ("0.3", .spec03),
      ("0.3.1", .spec03),
      ("0.3.2", .spec03), ("0.3.5", .spec03), ("0.4", .spec03), ("0.5", .spec05), ("0.6", .spec05),
      ("1.0", .spec10), ("1.1", .spec10), ("1.1.0", .spec10),
    ] as [(String, Dialect)])
  func version(_ version: String, _ dialect: Dialect) {
    #expect(Dialect(version: version) == dialect)
  }

  @Test(
    "are not found if the version never existed",
    arguments: [
      "", "1", "0", "2.0", "1.2", "0.0", "0.7", "1.1.0.0", "1.", ".1", "1..0", "1.1.", "v1.1",
      "1.1 ", " 1.1", "+1.1", "1.+1", "-0.1", "0.-1", "1.-0", "1.1.+0", "1,1", "1.１", "0.1c",
      "1.1-beta", "99999999999999999999.0", "1.0e0", "latest",
    ])
  func unpublished(_ version: String) {
    #expect(Dialect(version: version) == nil)
  }

  @Test("are found by their names", arguments: Dialect.allCases)
  func name(_ dialect: Dialect) {
    #expect(Dialect(version: dialect.rawValue) == dialect)
  }

  @Test func `are in the order of their publication`() {
    #expect(Dialect.allCases == Dialect.allCases.sorted())
    #expect(Dialect.spec02 < .spec022)
    #expect(!(Dialect.spec10 < .spec10))
  }

  @Test func `a stop column is required since 0.5, and static was a word from 0.3 to 0.6`() {
    #expect(Dialect.allCases.filter(\.requiresStop) == [.spec05, .spec10])
    #expect(Dialect.allCases.filter(\.allowsStatic) == [.spec03, .spec05])
  }
}
