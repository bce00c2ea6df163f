import Glibc
import TestSupport
import Testing

@testable import ObjectStorage

@Suite("The files of a directory", .temporaryFolder)
struct FileStorageListingTests {
  let folder = TemporaryFolder.current
  var store: FileStorage { FileStorage(copy: folder.path) }

  func keys() throws -> [String] { try store.listAll().objects.map(\.key) }

  @Test func `objects are listed in byte order of their keys, with their sizes`() throws {
    for name in [
      "b/z.csv", "a.csv", "a/b.csv", "a-b.csv", "Z.csv", "é.csv", "b/c/d.csv", ".hidden",
    ] {
      try folder.write(name, to: name)
    }
    try folder.write("", to: "empty")
    try folder.makeFolder("nothing/in/it")
    let listing = try store.listAll()
    #expect(
      listing.objects.map(\.key) == [
        ".hidden", "Z.csv", "a-b.csv", "a.csv", "a/b.csv", "b/c/d.csv", "b/z.csv", "empty", "é.csv",
      ])
    #expect(listing.objects.map(\.size) == [7, 5, 7, 5, 7, 9, 7, 0, 6])
    #expect(listing.failures.isEmpty)
  }

  @Test func `names are unchanged`() async throws {
    let names = [" a", "a b", "a\nb", "a%20b", "a\\b", "-rf", "...", "é", "e\u{301}", "名前"]
    for name in names { try folder.write("", to: name) }
    let found = try keys().map { Array($0.utf8) }
    #expect(Set(found) == Set(names.map { Array($0.utf8) }))
    for name in names { _ = try await store.read(name, .whole) }
  }

  @Test func `an empty directory holds nothing`() throws {
    #expect(try keys().isEmpty)
  }

  @Test("only a directory can be listed", arguments: ["missing", "file", "file/below", ""])
  func missing(_ name: String) throws {
    try folder.write("", to: "file")
    let path = folder.path + "/" + (name.isEmpty ? "a/../missing" : name)
    let error = #expect(throws: StoreError.self) { try FileStorage(copy: path).listAll() }
    #expect(error?.code == .notFound)
    #expect(error?.detail.isEmpty == false)
  }

  @Test func `the root may have a final slash`() throws {
    try folder.write("", to: "a/b")
    let listing = try FileStorage(copy: folder.path + "/").listAll()
    #expect(listing.objects.map(\.key) == ["a/b"])
    #expect(ObjectTree(copy: folder.path).displayName(of: "a/b") == folder.path + "/a/b")
    #expect(ObjectTree(copy: folder.path + "/").displayName(of: "a") == folder.path + "/a")
    #expect(ObjectTree(copy: "./").displayName(of: "a") == "a")
    #expect(ObjectTree(copy: "").displayName(of: "a") == "a")
  }

  @Test func `a deep tree is listed`() throws {
    let depth = 1000
    try folder.makeFolder(Array(repeating: "d", count: depth).joined(separator: "/"))
    let key = String(repeating: "d/", count: depth) + "f"
    try folder.write("x", to: key)
    let listing = try store.listAll()
    #expect(listing.objects == [.init(key: key, size: 1)])
    #expect(listing.failures.isEmpty)
  }
}

@Suite("Odd things in a directory", .temporaryFolder)
struct DirectoryOdditiesTests {
  let folder = TemporaryFolder.current
  var store: FileStorage { FileStorage(copy: folder.path) }

  @Test func `a link to a file is that file`() throws {
    try folder.write("123", to: "a/file")
    try folder.link("link", to: "a/file")
    let listing = try store.listAll()
    #expect(listing.objects == [.init(key: "a/file", size: 3), .init(key: "link", size: 3)])
    #expect(try store.bytes(of: "link", limit: 10) == Array("123".utf8))
  }

  @Test func `a link to a directory outside is followed, but not in a copy`() throws {
    try folder.write("", to: "outside/file")
    try folder.makeFolder("root")
    try folder.link("root/link", to: "../outside")
    var walk = DirectoryWalk(links: .follow)
    let isThere = walk.visitAll(from: folder.path + "/root")
    #expect(isThere)
    #expect(walk.objects.map(\.key) == ["link/file"])
    let copy = try FileStorage(copy: folder.path + "/root").listAll()
    #expect(copy.objects.isEmpty)
    #expect(copy.failures.map(\.code) == [.forbiddenAddress])
  }

  @Test("a link in a circle is not followed", arguments: [".", "..", "../..", "../sub"])
  func circle(_ target: String) throws {
    try folder.write("", to: "root/file")
    try folder.write("", to: "root/sub/file")
    try folder.makeFolder("root/sub/more")
    try folder.link("root/sub/more/link", to: target == "../sub" ? "../../sub" : target)
    var walk = DirectoryWalk(links: .follow)
    let isThere = walk.visitAll(from: folder.path + "/root")
    #expect(isThere)
    #expect(walk.objects.map(\.key) == ["file", "sub/file"])
    #expect(walk.failures.isEmpty)
  }

  @Test func `a directory is listed under its own name, whatever links to it`() throws {
    try folder.write("", to: "m/real/file")
    for name in ["a", "z", "m/b", "m/y"] {
      try folder.link(name, to: folder.path + "/m/real")
    }
    let listing = try store.listAll()
    #expect(listing.objects.map(\.key) == ["m/real/file"])
  }

  @Test func `of links to one directory outside, the first is followed`() throws {
    try folder.write("", to: "outside/file")
    try folder.makeFolder("root/c")
    for name in ["root/b", "root/a", "root/c/a"] {
      try folder.link(name, to: folder.path + "/outside")
    }
    var walk = DirectoryWalk(links: .follow)
    let isThere = walk.visitAll(from: folder.path + "/root")
    #expect(isThere)
    #expect(walk.objects.map(\.key) == ["a/file"])
  }

  @Test func `a link to nothing is reported`() throws {
    try folder.write("", to: "file")
    try folder.link("dangling", to: "nowhere")
    try folder.link("self", to: "self")
    let listing = try store.listAll()
    #expect(listing.objects.map(\.key) == ["file"])
    #expect(
      Set(listing.failures.map(\.address)) == [folder.path + "/dangling", folder.path + "/self"])
    #expect(listing.failures.first { $0.address.hasSuffix("dangling") }?.code == .notFound)
  }

  @Test func `a pipe is neither listed nor waited for`() throws {
    try folder.makePipe("pipe.csv")
    try folder.write("", to: "file")
    let listing = try store.listAll()
    #expect(listing.objects.map(\.key) == ["file"])
    // It counts only for whoever looks for its name.
    #expect(listing.failures == [])
    let gap = ListingGaps(listing.gaps).covering("pipe.csv")
    #expect(gap?.kind == .special && gap?.error.detail == "it is a pipe, not a file")
  }

  @Test func `a device is not listed`() throws {
    try folder.link("endless.csv", to: "/dev/zero")
    #expect(try store.listAll().objects.isEmpty)
  }

  @Test("a name that is not UTF-8 is reported", arguments: ["", "sub/"])
  func encoding(_ place: String) throws {
    try folder.write("", to: place + "file")
    try folder.makeFile(Array(place.utf8) + [0x61, 0xFF, 0x62])
    let listing = try store.listAll()
    #expect(listing.objects.map(\.key) == [place + "file"])
    #expect(listing.failures.map(\.code) == [.notAnObject])
    #expect(listing.failures.map(\.address) == ["\(folder.path)/\(place)a\u{FFFD}b"])
  }

  @Test(.enabled("root can read every directory", { geteuid() != 0 }))
  func `a directory that can't be read is reported`() throws {
    try folder.write("", to: "file")
    try folder.write("", to: "closed/file")
    try #require(unsafe chmod(folder.path + "/closed", 0) == 0)
    defer { unsafe _ = chmod(folder.path + "/closed", 0o700) }
    let listing = try store.listAll()
    #expect(listing.objects.map(\.key) == ["file"])
    #expect(listing.failures.map(\.code) == [.accessDenied])
    #expect(listing.failures.map(\.address) == [folder.path + "/closed"])
  }
}
