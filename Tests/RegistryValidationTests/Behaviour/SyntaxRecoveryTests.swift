import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Documents with faults of syntax")
struct SyntaxRecoveryTests {
  private static let catalog = """
    {
      "version": "1.1",
      "name": "GSFC HelioCloud",
      "egress": "public, no-egress",
      "contact": "Jane Doe, jane.doe@example.com",
      "status": {"code": 1200, "message": "OK"},
      "catalog": [
        {
          "id": "ds", "index": "s3://b/ds/", "title": "ACE magnetic field, 1 s",
          "start": "2010-01-01T00:00:00Z",
          "stop": "2010-01-02T23:59:59Z", "modification": "2025-01-02T00:00:00Z",
          "indextype": "csv", "filetype": "cdf", "multiyear": false
        },
        {
          "id": "ds2", "index": "s3://b/ds2/", "title": "ACE magnetic field, 1 s",
          "start": "2010-01-01T00:00:00Z", "stop": "2010-01-02T23:59:59Z",
          "modification": "2025-01-02T00:00:00Z", "indextype": "csv", "filetype": "cdf"
        }
      ]
    }
    """

  private static func report(_ text: [UInt8]) async throws -> Report {
    try await Validator.forTests(profile: .default)
      .validate([TestTarget.document(text, key: "catalog.json", .catalog)])
  }

  /// Whether a finding may be about a text in which one byte of a right catalog is changed.
  private static func isJSON(_ report: Report) -> Bool { report.counts["SYN001"] == nil }

  @Test("a fault has no consequences", arguments: 0..<8)
  func consequences(_ part: Int) async throws {
    let bytes = Array(Self.catalog.utf8)
    let signs = [nil] + ",:\"{}[]x\n'".utf8.map(Optional.init)
    #expect(try await Self.report(bytes).findings.isEmpty)
    for offset in bytes.indices where offset % 8 == part {
      // Each place has one of the signs; all of them would take minutes.
      for sign in [signs[offset / 8 % signs.count]] {
        var text = bytes
        if let sign { text.insert(sign, at: offset) } else { text.remove(at: offset) }
        let report = try await Self.report(text)
        guard !Self.isJSON(report) else { continue }
        let others = report.counts.keys.filter { $0 != "SYN001" }
        #expect(others.isEmpty, "\(others) of \(sign ?? 0) at \(offset)")
        #expect(report.verdict == .violations)
      }
    }
  }

  @Test func `values next to a fault are checked`() async throws {
    let text = Self.catalog.replacing("\"id\": \"ds2\"", with: "\"id\": \"d 2\"")
      .replacing("false", with: "False")
    let report = try await Self.report(Array(text.utf8))
    #expect(report.findings.map(\.rule).sorted() == ["DST002", "SYN001"])
    #expect(report.findings.first { $0.rule == "DST002" }?.location.line == 15)
    #expect(report.findings.allSatisfy { $0.rule == "SYN001" || $0.fix == nil })
    // Values that can't be read leave their rules open.
    #expect(!report.isComplete)
  }
}
