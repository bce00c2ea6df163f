import ObjectStorage
import Testing

@Suite("A tree in memory")
struct MemoryStorageTests {
  let store = ObjectTree(
    memory: [
      "b/c": Array("123".utf8), "a": [], "a/b": [0], "B": [1, 2], "é": [0xFF],
    ] as [String: [UInt8]])

  /// Reads to the end, some bytes at a time, into a buffer that is lent.
  private func bytes(of reader: any ObjectReader, chunk: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk + 2)
    while true {
      let (filled, count) = try await reader.next(into: buffer, from: 2)
      buffer = filled
      if count == 0 { return bytes }
      bytes += buffer[2..<2 + count]
    }
  }

  @Test func `objects are listed in byte order of their keys, with their sizes`() async throws {
    let listing = try await store.list()
    #expect(listing.objects.map(\.key) == ["B", "a", "a/b", "b/c", "é"])
    #expect(listing.objects.map(\.size) == [2, 0, 1, 3, 1])
    #expect(listing.failures.isEmpty)
    #expect(try await ObjectTree(memory: [String: [UInt8]]()).list().objects.isEmpty)
  }

  @Test("gives the bytes of an object, whatever the chunk", arguments: [1, 2, 3, 100])
  func reading(_ chunk: Int) async throws {
    #expect(try await bytes(of: store.open("b/c"), chunk: chunk) == Array("123".utf8))
    #expect(try await bytes(of: store.open("a"), chunk: chunk).isEmpty)
  }

  @Test func `each source begins at the start`() async throws {
    let readers = [try await store.open("B"), try await store.open("B")]
    for reader in readers { #expect(try await bytes(of: reader, chunk: 1) == [1, 2]) }
  }

  @Test("keys are exact", arguments: ["", "A", "b", "b/", "/a", "b/c/"])
  func missing(_ key: String) async {
    let error = await #expect(throws: StoreError.self) { _ = try await store.open(key) }
    #expect(error?.code == .notFound)
  }

  @Test func `a name is shown before the keys`() async {
    #expect(store.displayName(of: "a") == "a")
    let named = ObjectTree(memory: [String: [UInt8]](), name: "s3://bucket/")
    #expect(named.displayName(of: "a") == "s3://bucket/a")
    let error = await #expect(throws: StoreError.self) { _ = try await named.open("a") }
    #expect(error?.description == "s3://bucket/a: no such object")
  }

  @Test func `a whole object is read up to a limit`() async throws {
    #expect(try await store.read("b/c", limit: 3) == Array("123".utf8))
    let error = await #expect(throws: StoreError.self) {
      _ = try await store.read("b/c", limit: 2)
    }
    #expect(error?.code == .tooLarge)
  }
}
