import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("The same input gives the same report")
struct SameReportTests {
  static let trees = [
    "demo-faulty": try? ProjectFiles.tree("Conformance/data/demo-faulty"),
    "demo-good": try? ProjectFiles.tree("Conformance/data/demo-good"),
    "generated": GeneratedRegistry.tree(datasets: 6, years: 4, rows: 300, seed: 7),
  ]

  @Test("for any number of jobs", arguments: trees.keys.sorted())
  func jobs(_ name: String) async throws {
    let tree = try #require(Self.trees[name] ?? nil)
    var reports: [[UInt8]] = []
    for jobs in [1, 2, 8] {
      var validator = Validator.forTests()
      validator.jobs = jobs
      let report = try await validator.validate([TestTarget.tree(tree)])
      reports.append(report.written(as: .json, options: ReportOptions(toolVersion: "0")))
    }
    #expect(reports[1] == reports[0])
    #expect(reports[2] == reports[0])
    #expect(reports[0].count > 1000)
  }

  @Test("whether rows go through the fast test or not", arguments: trees.keys.sorted())
  func fastTest(_ name: String) async throws {
    let tree = try #require(Self.trees[name] ?? nil)
    try await expectSame(TestTarget.tree(tree))
  }

  @Test("of index files with random changes, fast test or not", arguments: 0..<200 as Range<UInt64>)
  func mutations(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let styles = GeneratedRegistry.Style.allCases
    let style = styles[Int(seed) % styles.count]
    var bytes = GeneratedRegistry.index(
      id: "ds", year: 2010, rows: 60, style, faultyOneIn: seed % 3 == 0 ? 0 : 15, &random)
    for _ in 0..<Int.random(in: 0...6, using: &random) { Self.mutate(&bytes, &random) }
    try await expectSame(
      TestTarget.tree([
        "catalog.json": Array(TestCatalog.oneDataset().utf8), "ds/ds_2010.csv": bytes,
      ]))
  }

  /// Validates both ways, with and without a limit that truncates the list.
  private func expectSame(_ target: TargetSource) async throws {
    for listed in [3, 1000] {
      var validator = Validator.forTests()
      validator.listedPerRule = listed
      let fast = try await validator.validate([target])
      validator.usesFastTest = false
      let slow = try await validator.validate([target])
      #expect(fast.counts == slow.counts)
      let difference = fast.findings.difference(from: slow.findings)
      #expect(difference.isEmpty, "\(difference.map { "\($0)".prefix(600) })")
      let options = ReportOptions(toolVersion: "0")
      // Lines are compared, since a message with two whole reports would be endless.
      let lines = [fast, slow].map {
        $0.written(as: .json, options: options).split(separator: 0x0A).map {
          String(decoding: $0, as: UTF8.self)
        }
      }
      #expect(lines[0].count == lines[1].count)
      #expect(zip(lines[0], lines[1]).first { $0 != $1 } == nil)
    }
  }

  /// Changes, adds, removes, repeats or swaps something.
  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard bytes.count > 10 else { return }
    let place = Int.random(in: 0..<bytes.count - 1, using: &random)
    let other = Array(",'\" \t\r\n#Z:-.0129TSs/\0\u{E9}\u{201C}".utf8).randomElement(using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[place] = other ?? 0
    case 1: bytes.insert(other ?? 0, at: place)
    case 2: bytes.remove(at: place)
    case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 4:
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      let line = Int.random(in: 0..<lines.count, using: &random)
      lines.insert(lines[line], at: Int.random(in: 0...lines.count, using: &random))
      bytes = Array(lines.joined(separator: [0x0A]))
    default:
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      lines.swapAt(
        Int.random(in: 0..<lines.count, using: &random),
        Int.random(in: 0..<lines.count, using: &random))
      bytes = Array(lines.joined(separator: [0x0A]))
    }
  }
}
