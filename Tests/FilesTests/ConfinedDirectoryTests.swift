@testable import Files
import TestSupport
import Testing

@Suite("A directory that no key leads out of", .temporaryFolder)
struct ConfinedDirectoryTests {
  let folder = TemporaryFolder.current

  private func directory() throws -> ConfinedDirectory {
    try folder.makeFolder("root")
    try folder.makeFolder("outside")
    return try ConfinedDirectory(folder.path + "/root")
  }

  @Test("refuses keys", arguments: ["", "/x", "a//x", "../x", "a/../x", ".", "..", "x/", "a/\0"])
  func keys(_ key: String) throws {
    let root = try directory()
    #expect(throws: StoreError.self) { try root.place(of: key, creates: true) }
    #expect(throws: StoreError.self) { try root.delete(key) }
  }

  @Test func `follows no link to a directory`() throws {
    let root = try directory()
    try folder.write("precious", to: "outside/file")
    try folder.write("new", to: "root/new")
    try folder.link("root/link", to: "../outside")
    try folder.makeFolder("root/inside")
    try folder.link("root/near", to: "inside")
    for key in ["link/file", "link/other", "near/file"] {
      #expect(throws: StoreError.self) { try root.check(key) }
      #expect(throws: StoreError.self) { try root.delete(key) }
      #expect(throws: StoreError.self) { try root.move("new", to: root, key) }
    }
    #expect(PathKind(folder.path + "/outside/file") == .file)
    #expect(PathKind(folder.path + "/outside/other") == .absent)
  }

  @Test func `replaces or deletes a link to a file, not its target`() throws {
    let root = try directory()
    try folder.write("precious", to: "outside/file")
    try folder.write("new", to: "root/new")
    try folder.link("root/link", to: "../outside/file")
    #expect(throws: StoreError.self) { try root.check("link") }
    try root.move("new", to: root, "link")
    #expect(
      try DirectoryStore(copy: folder.path + "/root").read("link", limit: 9) == Array("new".utf8))
    try root.delete("link")
    #expect(PathKind(folder.path + "/outside/file") == .file)
  }

  @Test func `makes directories, moves and deletes`() throws {
    let root = try directory()
    try folder.write("new", to: "root/new")
    try root.move("new", to: root, "a/b/c")
    #expect(PathKind(folder.path + "/root/a/b/c") == .file)
    try root.delete("a/b/c")
    try root.delete("a/b/c")
    try root.delete("no/such/file")
    #expect(PathKind(folder.path + "/root/a/b/c") == .absent)
  }

  @Test func `deletes its files, but no directory and no target`() throws {
    let root = try directory()
    try folder.write("precious", to: "outside/file")
    try folder.write("", to: "root/x")
    try folder.write("", to: "root/sub/y")
    try folder.link("root/link", to: "../outside/file")
    root.deleteFiles()
    #expect(PathKind(folder.path + "/root/x") == .absent)
    #expect(PathKind(folder.path + "/root/sub/y") == .file)
    #expect(PathKind(folder.path + "/outside/file") == .file)
  }
}

@Suite("Links that lead out of a copy", .temporaryFolder)
struct TreeBoundaryTests {
  let folder = TemporaryFolder.current

  /// A copy with links out, and one link that stays inside.
  private func makeCopy() throws {
    try folder.write("secret", to: "outside/file")
    try folder.write("own", to: "copy/own")
    try folder.link("copy/file", to: "../outside/file")
    try folder.link("copy/folder", to: "../outside")
    try folder.link("copy/absolute", to: folder.path + "/outside/file")
    try folder.link("copy/process", to: "/proc/self/environ")
    try folder.link("copy/device", to: "/dev/zero")
    try folder.link("copy/near", to: "own")
    try folder.makePipe("copy/pipe")
  }

  private static let outside = ["file", "folder/file", "absolute", "process", "device", "pipe"]

  @Test func `a store reads none of them`() throws {
    try makeCopy()
    let store = DirectoryStore(copy: folder.path + "/copy")
    for key in Self.outside {
      #expect(throws: StoreError.self) { try store.read(key, limit: 100) }
    }
    #expect(try store.read("near", limit: 9) == Array("own".utf8))
    let listing = try store.list()
    #expect(listing.objects.map(\.key) == ["near", "own"])
    #expect(listing.failures.count == 5)
    #expect(listing.failures.allSatisfy { $0.code == .forbiddenAddress })
  }

  @Test func `a storage reads and writes none of them`() async throws {
    try makeCopy()
    let storage = FileStorage(folder.path + "/copy")
    for key in Self.outside {
      await #expect(throws: StoreError.self) { try await storage.read(key, .whole) }
      await #expect(throws: StoreError.self) { try await storage.head(key) }
    }
    for key in ["file", "folder/new", "absolute"] {
      await #expect(throws: StoreError.self) {
        try await storage.write([1], to: key, WriteAttributes())
      }
    }
    await #expect(throws: StoreError.self) { try await storage.delete("folder/file") }
    #expect(
      try DirectoryStore(root: folder.path).read("outside/file", limit: 9) == Array("secret".utf8))
    #expect(PathKind(folder.path + "/outside/new") == .absent)
    _ = try await storage.write([1], to: "new/file", WriteAttributes())
  }

  @Test func `a file that the user names is read wherever it is`() async throws {
    try makeCopy()
    let path = folder.path + "/copy"
    #expect(try DirectoryStore(copy: path, named: "file").read("file", limit: 9).count == 6)
    let place = try StorageProvider().place(of: path + "/file")
    #expect(try await place.storage.read(place.key, .whole).info.size == 6)
    #expect(throws: StoreError.self) {
      try DirectoryStore(copy: path, named: "file").read("absolute", limit: 9)
    }
  }

  @Test func `a copy may be a link itself`() throws {
    try makeCopy()
    try folder.link("link", to: "copy")
    let store = DirectoryStore(copy: folder.path + "/link")
    #expect(try store.read("own", limit: 9) == Array("own".utf8))
    #expect(throws: StoreError.self) { try store.read("file", limit: 9) }
  }
}
