import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryRepair
@testable import RegistryValidation

/// The text of a further column is the provider's: a safe fix does not change it.
@Suite("The text of further columns")
struct FurtherColumnTests {
  private static let header = "# start, stop, datakey, filesize, note\n"

  private static func row(_ day: Int, _ rest: String, space: String = "") -> String {
    [
      "2010-01-0\(day)T00:00:00Z", "2010-01-0\(day)T23:59:59Z", "s3://b/ds/\(day).cdf", "1\(day)",
    ].joined(separator: ",\(space)") + ",\(rest)\n"
  }

  private func fixed(_ rows: String, allowsUnsafe: Bool = false) async throws -> FixedTarget {
    var fixer = Fixer(.forTests(profile: .strict))
    fixer.allowsUnsafe = allowsUnsafe
    return try await FixedTarget(
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "2010-01-03T23:59:59Z"),
        "ds/ds.json": #"{"version": "1.1", "parameters": [{"name": "note", "type": "string"}]}"#,
        "ds/ds_2010.csv": Self.header + rows,
      ]), fixer)
  }

  private func text(_ target: FixedTarget) throws -> String? {
    try target.changedBytes()["ds/ds_2010.csv"].map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("keeps its spaces and quotes", arguments: [" padded ", "'quoted'", "“typeset”"])
  func kept(_ note: String) async throws {
    let rows = Self.row(1, note) + Self.row(2, "b") + Self.row(3, "c")
    #expect(try text(try await fixed(rows)) == nil)
    let bare = note.filter { !" '“”".contains($0) }
    #expect(
      try text(try await fixed(rows, allowsUnsafe: true))
        == Self.header + Self.row(1, bare) + Self.row(2, "b") + Self.row(3, "c"))
  }

  @Test("loses them if they are numbers, or the habit of the row")
  func removed() async throws {
    let rows = Self.row(1, " 9.5") + Self.row(2, " b", space: " ") + Self.row(3, "c")
    #expect(
      try text(try await fixed(rows))
        == Self.header + Self.row(1, "9.5") + Self.row(2, "b") + Self.row(3, "c"))
  }

  @Test func `keeps lines together that an unmatched quote may enclose`() async throws {
    let rows =
      Self.row(1, "a") + Self.row(3, "\"two")
      + "2010-01-01T12:00:00Z,2010-01-01T13:00:00Z,s3://b/ds/x.cdf,5,x\"\n" + Self.row(2, "c")
    let target = try await fixed(rows)
    #expect(try text(target) == nil)
    #expect(target.outcome.refusals.contains { $0.reason.contains("unmatched quote") })
  }
}
