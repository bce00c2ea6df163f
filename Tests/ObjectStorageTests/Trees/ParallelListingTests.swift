import TestSupport
import Testing

@testable import ObjectStorage

@Suite("Listing several directories at a time", .temporaryFolder)
struct ParallelListingTests {
  /// Keys, some of which sort next to the slash.
  static let trees: [[String]] = [
    [], ["a"], ["a/b/c/d"], ["a-b", "a/b", "a0", "a/c", "b"], ["x/y/1", "x/y/2", "x/y/z/3"],
    ["dir/a", "dir.b", "dir0", "dir/b/c", "dir/b.c", "é/1", "日/2", "z"],
  ]

  @Test("gives the keys of one listing, in its order", arguments: trees.indices, [1, 2, 5])
  func order(_ number: Int, _ width: Int) async throws {
    let folder = TemporaryFolder.current
    try folder.makeFolder("root")
    for key in Self.trees[number] { try folder.write("x", to: "root/" + key) }
    let storage = FileStorage(folder.path + "/root")
    var keys: [String] = []
    try await ParallelListing(storage, prefix: "", width: width).forEachPage {
      keys += $0.objects.map(\.key)
    }
    let sorted = Self.trees[number].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(keys == sorted)
  }

  @Test func `an error in any of them is an error of the listing`() async throws {
    let storage = FileStorage(TemporaryFolder.current.path + "/nothing")
    await #expect(throws: StoreError.self) {
      try await ParallelListing(storage, prefix: "", width: 4).forEachPage { _ in }
    }
  }
}
