import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryRepair
@testable import RegistryValidation

@Suite("Unified diffs")
struct DiffTests {
  /// The changes between two texts of one-letter lines.
  private func changes(_ old: String, _ new: String) -> [LineChange] {
    LineComparison(
      old: old.unicodeScalars.map { Int($0.value) }, new: new.unicodeScalars.map { Int($0.value) }
    )
    .changes()
  }

  /// Makes the new text of the old one and the changes.
  private func applied(
    _ changes: [LineChange], _ old: [Character], _ new: [Character]
  ) -> [Character]? {
    var result: [Character] = []
    var (from, to) = (0, 0)
    for change in changes {
      guard from + change.kept + change.removed <= old.count,
        to + change.kept + change.added <= new.count
      else { return nil }
      result += old[from..<from + change.kept]
      from += change.kept + change.removed
      to += change.kept
      result += new[to..<to + change.added]
      to += change.added
    }
    return from == old.count ? result : nil
  }

  @Test(
    "are as short as possible",
    arguments: [
      ("abcabba", "cbabac", 5), ("", "", 0), ("abc", "abc", 0), ("", "ab", 2), ("ab", "", 2),
      ("abc", "axc", 2), ("xabc", "abcx", 2), ("abcd", "acbd", 2),
    ])
  func shortest(_ old: String, _ new: String, _ count: Int) {
    let changes = changes(old, new)
    #expect(changes.reduce(0) { $0 + $1.removed + $1.added } == count)
    #expect(applied(changes, Array(old), Array(new)) == Array(new))
  }

  @Test("lead from any text to any other", arguments: 0..<200)
  func random(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func text() -> String {
      let count = Int.random(in: 0..<24, using: &random)
      return String((0..<count).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }
    let (old, new) = (text(), text())
    #expect(applied(changes(old, new), Array(old), Array(new)) == Array(new), "\(old) \(new)")
  }

  @Test func `of texts with nothing in common go line by line or replace all`() {
    let old = (0..<5000).map { $0 * 2 }
    let new = (0..<5000).map { $0 * 2 + 1 }
    let same = LineComparison(old: old, new: new).changes()
    #expect(same.reduce(0) { $0 + $1.removed } == 5000)
    let shorter = LineComparison(old: old, new: Array(new.dropLast())).changes()
    #expect(shorter == [LineChange(kept: 0, removed: 5000, added: 4999)])
  }

  @Test func `have hunks with three lines of context, and mark a missing line end`()
    async throws
  {
    let rows = (1...12).map { "2010-01-\($0 < 10 ? "0" : "")\($0)T00:00:00Z,s3://b/\($0).cdf,1\n" }
    var lines = rows
    lines[0] = "\u{FEFF}" + rows[0]
    lines[11] = String(rows[11].dropLast())
    let target = TestTarget.index("# start, datakey, filesize\n" + lines.joined())
    _ = target
    let text = "# start, datakey, filesize\n" + rows.dropLast().joined() + lines[11]
    var fixer = Fixer(.forTests())
    fixer.allowsUnsafe = true
    let outcome = try await fixer.fix(TestTarget.index(text))
    let diff = try await #require(outcome.files.first).diff()
    #expect(
      diff == """
        --- ds_2010.csv
        +++ ds_2010.csv
        @@ -10,4 +10,4 @@
         \(rows[8].dropLast())
         \(rows[9].dropLast())
         \(rows[10].dropLast())
        -\(lines[11])
        \\ No newline at end of file
        +\(lines[11])

        """)
  }
}
