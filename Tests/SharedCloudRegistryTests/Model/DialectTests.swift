import SharedCloudRegistry
import Testing

@Suite("Dialects")
struct DialectTests {
  @Test(
    "are found from the version",
    arguments: [
      ("0.1", .v0_1b), ("0.1.1", .v0_1b), ("0.1a", .v0_1a), ("0.1b", .v0_1b), ("0.2", .v0_2),
      ("0.2.0", .v0_2), ("0.2.1", .v0_2), ("0.2.2", .v0_2_2), ("0.3", .v0_3), ("0.3.1", .v0_3),
      ("0.3.2", .v0_3), ("0.3.5", .v0_3), ("0.4", .v0_3), ("0.5", .v0_5), ("0.6", .v0_5),
      ("1.0", .v1_0), ("1.1", .v1_0), ("1.1.0", .v1_0),
    ] as [(String, Dialect)])
  func version(_ version: String, _ dialect: Dialect) {
    #expect(Dialect(version: version) == dialect)
  }

  @Test(
    "are not found from what was never a version",
    arguments: [
      "", "1", "0", "2.0", "1.2", "0.0", "0.7", "1.1.0.0", "1.", ".1", "1..0", "1.1.", "v1.1",
      "1.1 ", " 1.1", "+1.1", "1.+1", "-0.1", "0.-1", "1.-0", "1.1.+0", "1,1", "1.１", "0.1c",
      "1.1-beta", "99999999999999999999.0", "1.0e0", "latest",
    ])
  func unpublished(_ version: String) {
    #expect(Dialect(version: version) == nil)
  }

  @Test("are named as they are found", arguments: Dialect.allCases)
  func name(_ dialect: Dialect) {
    #expect(Dialect(version: dialect.rawValue) == dialect)
  }

  @Test func `are in the order of their publication`() {
    #expect(Dialect.allCases == Dialect.allCases.sorted())
    #expect(Dialect.v0_2 < .v0_2_2)
    #expect(!(Dialect.v1_0 < .v1_0))
  }

  @Test func `a stop column is required since 0.5, and static was a word from 0.3 to 0.6`() {
    #expect(Dialect.allCases.filter(\.requiresStop) == [.v0_5, .v1_0])
    #expect(Dialect.allCases.filter(\.allowsStatic) == [.v0_3, .v0_5])
  }
}
