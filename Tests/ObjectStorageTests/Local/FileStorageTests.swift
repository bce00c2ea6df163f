import Glibc
import TestSupport
import Testing

@testable import ObjectStorage

@Suite("A directory as a storage", .temporaryFolder)
struct FileStorageTests {
  private var folder: TemporaryFolder { .current }
  private var storage: FileStorage { FileStorage(folder.path) }

  private func all(
    _ key: String, _ part: ObjectPart = .whole
  ) async throws(StoreError) -> [UInt8] {
    let reader = try await storage.read(key, part)
    var bytes: [UInt8] = []
    while let more = try await reader.next() { bytes += more }
    return bytes
  }

  @Test func `keeps written objects, and creates the directories`() async throws {
    let bytes = (0..<700_000).map { UInt8($0 % 251) }
    let info = try await storage.write(bytes, to: "a/b/c.csv", WriteAttributes())
    #expect(info.size == bytes.count)
    #expect(try await all("a/b/c.csv") == bytes)
    #expect(try await storage.head("a/b/c.csv") == info)
    #expect(try await all("a/b/c.csv", ObjectPart(range: 3..<300_000)) == Array(bytes[3..<300_000]))
    #expect(try await all("a/b/c.csv", ObjectPart(range: 699_999..<900_000)) == [bytes[699_999]])
    #expect(try await all("a/b/c.csv", ObjectPart(range: 900_000..<900_001)).isEmpty)
    try await storage.delete("a/b/c.csv")
    try await storage.delete("a/b/c.csv")
    let gone = await #expect(throws: StoreError.self) { try await storage.head("a/b/c.csv") }
    #expect(gone?.code == .notFound)
  }

  @Test func `writes under a condition`() async throws {
    let first = try await storage.write([1], to: "x", WriteAttributes(condition: .absent))
    let again = await #expect(throws: StoreError.self) {
      try await storage.write([2], to: "x", WriteAttributes(condition: .absent))
    }
    #expect(again?.code == .preconditionFailed)
    let etag = try #require(first.etag)
    let second = try await storage.write(
      [3, 4], to: "x", WriteAttributes(condition: .matches(etag)))
    let stale = await #expect(throws: StoreError.self) {
      try await storage.write([5], to: "x", WriteAttributes(condition: .matches(etag)))
    }
    #expect(stale?.code == .preconditionFailed)
    #expect(try await all("x", ObjectPart(matching: second.etag)) == [3, 4])
    let other = await #expect(throws: StoreError.self) {
      try await all("x", ObjectPart(matching: etag))
    }
    #expect(other?.code == .preconditionFailed)
  }

  @Test("never leaves its directory", arguments: ["../x", "/etc/passwd", "a/../../x", "", "a\0b"])
  func escape(_ key: String) async throws {
    for work in [
      { _ = try await all(key) }, { _ = try await storage.head(key) },
      { _ = try await storage.write([1], to: key, WriteAttributes()) },
      { try await storage.delete(key) },
    ] as [() async throws -> Void] {
      let error = await #expect(throws: StoreError.self) { try await work() }
      // The empty key is the directory itself.
      #expect(error?.code == (key.isEmpty ? .notAnObject : .forbiddenAddress))
    }
  }

  @Test func `a file that changes while it is read is an error`() async throws {
    _ = try await storage.write([UInt8](repeating: 1, count: 600_000), to: "x", WriteAttributes())
    let reader = try await storage.read("x", .whole)
    _ = try await reader.next()
    unsafe _ = truncate(folder.path + "/x", 300_000)
    let error = await #expect(throws: StoreError.self) {
      while try await reader.next() != nil {}
    }
    #expect(error?.code == .changed)
  }

  @Test func `lists in pages, in byte order, with or without a delimiter`() async throws {
    for number in 0..<1003 {
      try folder.write("", to: "many/\(String(number + 10_000).dropFirst())")
    }
    for key in ["a", "a/b", "b!", "ä"] { try folder.write("x", to: "top/\(key)-") }
    var keys: [String] = []
    var pages = 0
    var query = ListingQuery()
    repeat {
      let page = try await storage.list(query)
      pages += 1
      keys += page.objects.map(\.key)
      try query.advance(past: page, at: storage.address)
    } while query.continuation != nil
    #expect(pages == 2)
    #expect(keys.count == 1007)
    #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    let top = try await storage.list(ListingQuery(prefix: "top/", delimiter: "/"))
    #expect(top.objects.map(\.key) == ["top/a-", "top/b!-", "top/ä-"])
    #expect(top.prefixes == ["top/a/"])
    #expect(top.objects.map(\.info.size) == [1, 1, 1])
  }
}
