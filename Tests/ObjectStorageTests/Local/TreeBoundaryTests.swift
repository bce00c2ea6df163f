import Files
import TestSupport
import Testing

@testable import ObjectStorage

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
    let store = FileStorage(copy: folder.path + "/copy")
    for key in Self.outside {
      #expect(throws: StoreError.self) { try store.bytes(of: key, limit: 100) }
    }
    #expect(try store.bytes(of: "near", limit: 9) == Array("own".utf8))
    let listing = try store.listAll()
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
      await #expect(throws: StoreError.self) { try await storage.localObject(key) }
    }
    for key in ["file", "folder/new", "absolute"] {
      await #expect(throws: StoreError.self) {
        try await storage.write([1], to: key, WriteAttributes())
      }
    }
    await #expect(throws: StoreError.self) { try await storage.delete("folder/file") }
    #expect(
      try FileStorage(copy: folder.path).bytes(of: "outside/file", limit: 9) == Array("secret".utf8)
    )
    #expect(PathKind(folder.path + "/outside/new") == .absent)
    _ = try await storage.write([1], to: "new/file", WriteAttributes())
  }

  @Test func `a file that the user names is read wherever it is`() async throws {
    try makeCopy()
    let path = folder.path + "/copy"
    #expect(try FileStorage(copy: path, named: "file").bytes(of: "file", limit: 9).count == 6)
    let place = try StorageProvider().place(of: path + "/file")
    #expect(try await place.storage.read(place.key, .whole).info.size == 6)
    #expect(throws: StoreError.self) {
      try FileStorage(copy: path, named: "file").bytes(of: "absolute", limit: 9)
    }
  }

  @Test func `a password before the name of a bucket is not shown`() throws {
    let error = #expect(throws: StoreError.self) {
      try StorageProvider().place(of: "s3://user:hidden@b/key")
    }
    #expect(error?.detail == "***@b is not the name of a bucket")
  }

  @Test func `a copy may be a link itself`() throws {
    try makeCopy()
    try folder.link("link", to: "copy")
    let store = FileStorage(copy: folder.path + "/link")
    #expect(try store.bytes(of: "own", limit: 9) == Array("own".utf8))
    #expect(throws: StoreError.self) { try store.bytes(of: "file", limit: 9) }
  }
}
