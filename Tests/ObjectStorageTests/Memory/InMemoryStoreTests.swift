import ObjectStorage
import Testing

@Suite("Memory as a store")
struct InMemoryStoreTests {
  let store = InMemoryStore([
    "b/c": Array("123".utf8), "a": [], "a/b": [0], "B": [1, 2], "é": [0xFF],
  ])

  @Test func `objects are listed in byte order of their keys, with their sizes`() throws {
    let listing = try store.list()
    #expect(listing.objects.map(\.key) == ["B", "a", "a/b", "b/c", "é"])
    #expect(listing.objects.map(\.size) == [2, 0, 1, 3, 1])
    #expect(listing.failures.isEmpty)
    #expect(try InMemoryStore([:]).list().objects.isEmpty)
  }

  @Test("gives the bytes of an object, whatever the chunk", arguments: [1, 2, 3, 100])
  func reading(_ chunk: Int) throws {
    #expect(try FileSourceTests.bytes(of: store.open("b/c"), chunk: chunk) == Array("123".utf8))
    #expect(try FileSourceTests.bytes(of: store.open("a"), chunk: chunk).isEmpty)
  }

  @Test func `each source begins at the start`() throws {
    let sources = [try store.open("B"), try store.open("B")]
    for source in sources { #expect(try FileSourceTests.bytes(of: source, chunk: 1) == [1, 2]) }
  }

  @Test("keys are exact", arguments: ["", "A", "b", "b/", "/a", "b/c/"])
  func missing(_ key: String) {
    let error = #expect(throws: StoreError.self) { _ = try store.open(key) }
    #expect(error?.code == .notFound)
  }

  @Test func `a name is shown before the keys`() {
    #expect(store.displayName(of: "a") == "a")
    let named = InMemoryStore([:], name: "s3://bucket/")
    #expect(named.displayName(of: "a") == "s3://bucket/a")
    let error = #expect(throws: StoreError.self) { _ = try named.open("a") }
    #expect(error?.description == "s3://bucket/a: no such object")
  }

  @Test func `a whole object is read up to a limit`() throws {
    #expect(try store.read("b/c", limit: 3) == Array("123".utf8))
    let error = #expect(throws: StoreError.self) { _ = try store.read("b/c", limit: 2) }
    #expect(error?.code == .tooLarge)
  }
}
