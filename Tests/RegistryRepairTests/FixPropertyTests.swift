import Formats
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryRepair
@testable import RegistryValidation

@Suite("Fixing random registries")
struct FixPropertyTests {
  private func fixer(allowsUnsafe: Bool) -> Fixer {
    var fixer = Fixer(.forTests())
    fixer.allowsUnsafe = allowsUnsafe
    return fixer
  }

  /// Fixes a target twice and checks the properties of any fix.
  private func check(
    _ target: TargetSource, allowsUnsafe: Bool, _ comment: Comment? = nil
  ) async throws -> FixedTarget {
    let fixer = fixer(allowsUnsafe: allowsUnsafe)
    let once = try await FixedTarget(target, fixer)
    let twice = try await FixedTarget(once.target, fixer)
    #expect(try twice.changedBytes() == [:], comment)
    let (before, after) = (once.outcome.before, once.outcome.after)
    for (uri, counts) in before.files {
      let errors = RunErrors(counts.rules.mapValues { $0[.error] }, of: .standard)
      let left = RunErrors(
        after.files[uri]?.rules.mapValues { $0[.error] } ?? [:], of: .standard)
      #expect(!errors.isWorse(in: left), "\(uri) \(comment ?? "")")
    }
    return once
  }

  @Test("ends and causes no errors", arguments: 0..<12, [false, true])
  func registries(_ seed: UInt64, _ allowsUnsafe: Bool) async throws {
    let files = GeneratedRegistry.tree(datasets: 2, years: 2, rows: 60, seed: seed)
    let fixed = try await check(TestTarget.tree(files), allowsUnsafe: allowsUnsafe)
    #expect(fixed.outcome.refusals.allSatisfy { $0.reason.contains("can't be sorted") })
    // Some have only faults without a safe fix.
    #expect(!allowsUnsafe || !fixed.outcome.files.isEmpty)
  }

  @Test("keeps the rows of index files of any style", arguments: GeneratedRegistry.Style.allCases)
  func rows(_ style: GeneratedRegistry.Style) async throws {
    var random = SeededGenerator(seed: 7)
    let bytes = GeneratedRegistry.index(
      id: "ds", year: 2010, rows: 300, style, faultyOneIn: 9, &random)
    let text = String(decoding: bytes, as: UTF8.self)
    let fixed = try await check(TestTarget.index(text), allowsUnsafe: false)
    let after = try fixed.changedBytes()["ds_2010.csv"] ?? bytes
    #expect(keysAndSizes(bytes) == keysAndSizes(after))
  }

  /// The datakeys and sizes of the rows, regardless of order and quotes.
  private func keysAndSizes(_ bytes: [UInt8]) -> [String] {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).filter { $0.contains("/") }.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).drop { !$0.contains("/") }
        .map { $0.filter { !"'\" ".contains($0) } }.joined(separator: ",")
    }.sorted()
  }

  /// Strings inserted at random.
  private static let pieces = [
    ",", "'", "\"", " ", "\r\n", "\n", "Z", "T", ":", "+00:00", "\u{FEFF}", "null", "}", "{", "[",
    "]", "/", "#", "0", "-", "\\", "“", "”", "\u{0}", "s3://b/",
  ]

  @Test("holds for index files with bytes changed", arguments: 0..<60)
  func mutatedIndex(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let style = GeneratedRegistry.Style.allCases.randomElement(using: &random) ?? .init()
    var bytes = GeneratedRegistry.index(
      id: "ds", year: 2010, rows: 12, style, faultyOneIn: 5, &random)
    for _ in 0..<8 { Self.mutate(&bytes, &random) }
    let store = ObjectTree(memory: ["ds_2010.csv": bytes])
    let target = TargetSource(name: "i", content: .index(store, key: "ds_2010.csv"))
    for allowsUnsafe in [false, true] {
      _ = try await check(
        target, allowsUnsafe: allowsUnsafe, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("holds for catalogs with bytes changed", arguments: 0..<60)
  func mutatedCatalog(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(
      TestCatalog.text([TestCatalog.entry(id: "a"), TestCatalog.entry(id: "b")]).utf8)
    for _ in 0..<4 { Self.mutate(&bytes, &random) }
    let target = TestTarget.document(bytes, key: "catalog.json", .catalog)
    for allowsUnsafe in [false, true] {
      _ = try await check(
        target, allowsUnsafe: allowsUnsafe, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    default:
      let piece = pieces.randomElement(using: &random) ?? ","
      bytes.insert(contentsOf: Array(piece.utf8), at: place)
    }
  }
}
