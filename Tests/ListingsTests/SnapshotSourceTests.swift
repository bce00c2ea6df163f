import Listings
import TestSupport
import Testing

@Suite("Faults of directories", .temporaryFolder)
struct SnapshotSourceTests {
  let folder = TemporaryFolder.current

  @Test func `of one kind hide no others, and are counted exactly`() async throws {
    for number in 0..<30 { try folder.link("a\(number)", to: "nowhere") }
    try folder.makeFile(Array("z".utf8) + [0xFF])
    let source = SnapshotSource.directory(folder.path)
    let summary = try await source.read { _ in
    } progress: { _ in
    }
    #expect(summary.faultCount == 31)
    #expect(summary.faults.count == 21)
    #expect(summary.faults.contains { $0.message == "the name is not UTF-8" })
  }

  @Test func `are not links to files that are listed, which are named`() async throws {
    try folder.write("123", to: "a")
    try folder.link("b", to: "a")
    let summary = try await SnapshotSource.directory(folder.path).read { _ in
    } progress: { _ in
    }
    #expect(summary.objects == 2 && summary.isComplete)
    #expect(summary.notes.count == 1)
    #expect(summary.notes.first?.hasPrefix("1 link to a file listed elsewhere") == true)
  }
}
