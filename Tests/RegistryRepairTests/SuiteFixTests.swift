import Formats
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryRepair
@testable import RegistryValidation

@Suite("Safe fixes of the registries of the conformance suite")
struct SuiteFixTests {
  /// The folders of the suite that have a catalog or a registry.
  static let names = Result {
    Set(
      try ProjectFiles.paths(below: "Conformance/data").compactMap { path -> String? in
        let parts = path.split(separator: "/")
        let isRoot = ["catalog.json", "HelioDataRegistry.json"].contains(parts.last ?? "")
        return parts.count == 2 && isRoot ? String(parts[0]) : nil
      }
    ).sorted()
  }

  /// Rules whose findings are listed once for a whole file, so that no row of it is right.
  private static let onWholeFiles: Set = ["IDX048"]

  @Test func `there are many`() throws { #expect(try Self.names.get().count > 700) }

  @Test(
    "keep right rows, and cause no finding at a place without one",
    arguments: try SuiteFixTests.names.get())
  func fixes(_ name: String) async throws {
    let files = try ProjectFiles.tree("Conformance/data/" + name)
    let registry = files["HelioDataRegistry.json"]
    let target =
      registry.map { TestTarget.document($0, key: "HelioDataRegistry.json", .registry) }
      ?? TestTarget.tree(files, name: name)
    var validator = Validator.forTests()
    validator.listedPerRule = 10_000
    let fixed = try await FixedTarget(target, Fixer(validator))
    let before = try await validator.validate([target])
    for (key, bytes) in try fixed.changedBytes() where key.lowercased().hasSuffix(".csv") {
      let lost = Self.lostRows(files[key] ?? [], in: bytes, before.findings(in: key))
      #expect(lost == [], "\(key)")
    }
    let after = try await validator.validate([fixed.target])
    let places = Set(before.findings.map(Place.init))
    for finding in after.findings where !places.contains(Place(finding)) {
      Issue.record("\(finding.location.uri): \(finding.rule) \(finding.message)")
    }
  }

  /// The rows without a finding that are not in the new file.
  private static func lostRows(
    _ old: [UInt8], in new: [UInt8], _ findings: [Finding]
  ) -> [String] {
    let isOnAllRows = findings.contains { $0.occurrences > 1 || onWholeFiles.contains($0.rule) }
    guard !isOnAllRows else { return [] }
    let odd = Set(findings.compactMap(\.location.line))
    var left: [ArraySlice<UInt8>: Int] = [:]
    for line in new.split(separator: 10) { left[line, default: 0] += 1 }
    var lost: [String] = []
    for (index, line) in old.split(separator: 10, omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !odd.contains(index + 1) {
      if let count = left[line], count > 0 {
        left[line] = count - 1
      } else {
        lost.append(String(decoding: line, as: UTF8.self))
      }
    }
    return lost
  }

  /// A member of a document, or a row wherever it moves.
  private struct Place: Hashable {
    var key: String
    var pointer: String?
    var row: String?

    init(_ finding: Finding) {
      key = finding.location.key
      pointer = finding.location.pointer
      // A fixed row has another text, but the same datakey.
      let text = finding.location.row == nil ? nil : finding.excerpt?.text
      row = text.flatMap { text in text.split(separator: ",").first { $0.contains("/") } }
        .map(String.init)
    }
  }
}

extension Report {
  /// The findings in one file.
  fileprivate func findings(in key: String) -> [Finding] {
    findings.filter { $0.location.key.hasSameBytes(as: key) }
  }
}
