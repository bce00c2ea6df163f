import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryRepair
@testable import RegistryValidation

/// The place of a row may be all that tells the right start.
@Suite("Rows beside a start that is probably wrong")
struct DoubtfulStartTests {
  private static let header = "# start, stop, datakey, filesize\n"

  private static func row(_ day: Int, start: String? = nil, stop: String? = nil) -> String {
    "\(start ?? "2010-01-0\(day)T00:00:00Z"),\(stop ?? "2010-01-0\(day)T23:59:59Z"),"
      + "s3://b/ds/\(day).cdf,1\n"
  }

  private func fixed(_ rows: String, allowsUnsafe: Bool = false) async throws -> FixedTarget {
    var fixer = Fixer(.forTests())
    fixer.allowsUnsafe = allowsUnsafe
    return try await FixedTarget(
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "2010-01-04T23:59:59Z"),
        "ds/ds_2010.csv": Self.header + rows,
      ]), fixer)
  }

  /// Starts and stops of the second of four rows, also in spellings that are fixed.
  static let doubts: [(start: String?, stop: String?)] = [
    ("2099-01-02T00:00:00Z", nil), ("2009-01-02T00:00:00Z", nil), ("2010-01-22T00:00:00Z", nil),
    ("2099-01-02 00:00:00Z", nil), ("2011-01-02t00:00:00z", nil), (nil, "2009-01-02 23:59:59Z"),
  ]

  @Test("are not moved without being asked for", arguments: doubts.indices)
  func kept(_ number: Int) async throws {
    let doubt = Self.doubts[number]
    let odd = Self.row(2, start: doubt.start, stop: doubt.stop)
    let target = try await fixed(Self.row(1) + odd + Self.row(4) + Self.row(3))
    let text = try target.changedBytes()["ds/ds_2010.csv"].map {
      String(decoding: $0, as: UTF8.self)
    }
    let keys = (text ?? "1.cdf 2.cdf 4.cdf 3.cdf").split {
      !$0.isNumber && !$0.isLetter && $0 != "."
    }
    .filter { $0.hasSuffix(".cdf") }
    #expect(keys == ["1.cdf", "2.cdf", "4.cdf", "3.cdf"])
    #expect(target.outcome.refusals.contains { $0.reason.contains("line 3") })
  }

  @Test func `are sorted if only a stop is in the future`() async throws {
    let target = try await fixed(
      Self.row(1) + Self.row(2, stop: "2099-01-02T23:59:59Z") + Self.row(4) + Self.row(3))
    #expect(try target.changedBytes()["ds/ds_2010.csv"] != nil)
    #expect(target.outcome.refusals.isEmpty)
  }
}
