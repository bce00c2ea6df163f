import Files
import Listings
import TestSupport
import Testing

@testable import ObjectStorage

@Suite("Symbolic links in a tree", .temporaryFolder)
struct LinkPolicyTests {
  let folder = TemporaryFolder.current

  /// The result of listing the tree.
  private struct Found {
    var keys: [String] = []
    var summary = ListingSummary()
  }

  private func found(_ links: LinkPolicy) async throws -> Found {
    var found = Found()
    let source = SnapshotSource.directory(folder.path + "/tree", links: links)
    let summary = try await source.read {
      found.keys += $0.map(\.key)
    } progress: { _ in
    }
    found.summary = summary
    return found
  }

  /// A tree with a link of each kind.
  private func makeTree() throws {
    for name in ["tree/a/1", "tree/m/2", "tree/z", "outside/3", "outside/sub/4", "elsewhere"] {
      try folder.write("", to: name)
    }
    try folder.link("tree/b", to: "../outside")
    try folder.link("tree/a/file", to: "../z")
    try folder.link("tree/m/far", to: "../../elsewhere")
    try folder.link("tree/m/loop", to: "..")
    try folder.link("tree/known", to: "m")
  }

  @Test func `followed, their targets come in order of the keys, and odd links are reported`()
    async throws
  {
    try makeTree()
    let found = try await found(.follow)
    #expect(
      found.keys == ["a/1", "a/file", "b/3", "b/sub/4", "m/2", "m/far", "z"])
    #expect(found.summary.isComplete)
    #expect(found.summary.isSorted)
    let root = AtomicFile.resolved(folder.path)
    #expect(
      found.summary.notes == [
        "2 links out of the tree, followed, such as \(folder.path)/tree/m/far to \(root)/elsewhere",
        "1 link back to a directory above, not followed: \(folder.path)/tree/m/loop to \(root)/tree",
        "1 link to a directory that is listed elsewhere, not followed: "
          + "\(folder.path)/tree/known to \(root)/tree/m",
        "1 link to a file listed elsewhere, listed again: \(folder.path)/tree/a/file to "
          + "\(root)/tree/z",
      ])
  }

  @Test func `inside, those that lead out are faults with advice`() async throws {
    try makeTree()
    let found = try await found(.inside)
    #expect(found.keys == ["a/1", "a/file", "m/2", "z"])
    #expect(!found.summary.isComplete)
    #expect(found.summary.faultCount == 2)
    #expect(found.summary.faults.allSatisfy { $0.message.contains("--links follow") })
  }

  @Test func `skipped, they are counted`() async throws {
    try makeTree()
    try folder.link("tree/dangling", to: "nowhere")
    let found = try await found(.skip)
    #expect(found.keys == ["a/1", "m/2", "z"])
    #expect(found.summary.isComplete)
    #expect(found.summary.notes.count == 1)
    #expect(found.summary.notes.first?.hasPrefix("6 links skipped, such as ") == true)
  }

  @Test func `as errors, each is a fault`() async throws {
    try makeTree()
    let found = try await found(.error)
    #expect(found.keys == ["a/1", "m/2", "z"])
    #expect(!found.summary.isComplete)
    #expect(found.summary.faultCount == 5)
    #expect(found.summary.faults.allSatisfy { $0.message == "it is a symbolic link" })
  }

  @Test func `a link that leads to itself is a fault, not a loop`() async throws {
    try folder.makeFolder("tree")
    try folder.link("tree/self", to: "self")
    let found = try await found(.follow)
    #expect(found.summary.faultCount == 1)
  }

  @Test func `links in linked directories are followed, each directory once`() async throws {
    try folder.write("", to: "tree/x")
    try folder.write("", to: "one/1")
    try folder.write("", to: "two/2")
    try folder.link("tree/a", to: "../one")
    try folder.link("one/to-two", to: "../two")
    try folder.link("two/to-one", to: "../one")
    let found = try await found(.follow)
    #expect(found.keys == ["a/1", "a/to-two/2", "x"])
    #expect(found.summary.isSorted)
    #expect(found.summary.notes.contains { $0.contains("two/to-one") || $0.contains("to-one to") })
  }

  @Test func `many files of a link sort between those without`() async throws {
    for number in 0..<5000 { try folder.write("", to: "outside/\(number)") }
    for number in 0..<5000 { try folder.write("", to: "tree/\(number)") }
    try folder.link("tree/link", to: "../outside")
    try folder.link("tree/2-link", to: "../outside/..//outside")
    let found = try await found(.follow)
    #expect(found.keys.count == 10_000)
    #expect(found.keys.count { $0.hasPrefix("2-link/") } == 5000)
    #expect(found.summary.isSorted)
  }
}
