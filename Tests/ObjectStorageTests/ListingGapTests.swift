@testable import ObjectStorage
import TestSupport
import Testing

@Suite("Gaps of listings", .temporaryFolder)
struct ListingGapTests {
  let folder = TemporaryFolder.current
  private let error = StoreError(.unavailable, address: "", detail: "busy")

  @Test(
    "cover what is at and below them",
    arguments: [
      ("ds/", true), ("ds", true), ("ds/ds_2020.csv", true), ("ds2/", false), ("d", false),
      ("a/b", true), ("a/bc", false), ("a/", false), ("", false),
    ])
  func covering(_ key: String, _ isCovered: Bool) {
    let gaps = ListingGaps([ListingGap("ds/", error: error), ListingGap("a/b", error: error)])
    #expect((gaps.covering(key) != nil) == isCovered)
  }

  @Test func `of the root cover everything`() {
    let gaps = ListingGaps([ListingGap("", error: error)])
    #expect(gaps.covering("x/y") != nil && gaps.covering("") != nil)
  }

  @Test func `name links as what they are`() throws {
    try folder.write("", to: "m/file")
    try folder.link("broken", to: "nowhere")
    try folder.link("circle", to: "circle")
    try folder.link("again", to: "m")
    let gaps = try DirectoryStore(root: folder.path).list().gaps
    let kinds = Dictionary(uniqueKeysWithValues: gaps.map { ($0.key, $0.kind) })
    #expect(
      kinds == ["broken": .brokenLink, "circle": .circularLink, "again": .repeatedLink])
    let details = gaps.map(\.error.detail)
    #expect(details.contains("it is a symbolic link to nowhere, which does not exist"))
    #expect(details.contains("it is a symbolic link that leads back to itself"))
  }

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
