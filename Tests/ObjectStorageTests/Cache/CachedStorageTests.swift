import Files
import TestSupport
import Testing

@testable import ObjectStorage

/// A directory that counts its requests.
private struct CountingStorage: Storage {
  let base: FileStorage
  let reads = SharedValue(0)

  var location = "https://example.org/"

  var address: String { "https://example.org/" }
  func head(_ key: String) async throws(StoreError) -> ObjectInfo { try await base.head(key) }
  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    if let known = part.known, known.etag == (try await base.head(key)).etag {
      throw StoreError(.notModified, address: key, detail: "it is unchanged")
    }
    reads.change { $0 += 1 }
    return try await base.read(key, part)
  }
  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    try await base.list(query)
  }
  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(bytes, to: key, attributes)
  }
  func delete(_ key: String) async throws(StoreError) { try await base.delete(key) }
}

@Suite("Cached copies", .temporaryFolder)
struct CachedStorageTests {
  private let folder = TemporaryFolder.current

  private func storages(
    _ mode: CacheOptions.Mode = .validated, limit: Int = 1 << 30,
    in directory: String = "deep/cache"
  ) -> (CountingStorage, CachedStorage) {
    let base = CountingStorage(base: FileStorage(TemporaryFolder.current.path + "/origin"))
    var options = CacheOptions(directory: TemporaryFolder.current.path + "/" + directory)
    options.mode = mode
    options.sizeLimit = limit
    return (base, CachedStorage(base, cache: CacheDirectory(options)))
  }

  private func text(_ storage: any Storage, _ key: String = "a.csv") async throws -> String {
    let reader = try await storage.read(key, .whole)
    var bytes: [UInt8] = []
    while let more = try await reader.next() { bytes += more }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `are used as long as the object is unchanged`() async throws {
    let folder = TemporaryFolder.current
    try folder.write("one", to: "origin/a.csv")
    let (base, cached) = storages()
    for _ in 0..<3 { #expect(try await text(cached) == "one") }
    #expect(base.reads.value == 1)
    try folder.write("two", to: "origin/a.csv")
    for _ in 0..<3 { #expect(try await text(cached) == "two") }
    #expect(base.reads.value == 2)
    try await base.delete("a.csv")
    await #expect(throws: StoreError.self) { try await text(cached) }
  }

  @Test func `of two servers are apart, and a damaged one is fetched again`() async throws {
    let folder = TemporaryFolder.current
    try folder.write("one", to: "origin/a.csv")
    let (base, cached) = storages()
    _ = try await text(cached)
    let other = CachedStorage(
      CountingStorage(base: base.base, location: "https://example.org/ at http://127.0.0.1:1"),
      cache: CacheDirectory(CacheOptions(directory: folder.path + "/deep/cache")))
    _ = try await text(other)
    let cache = FileStorage(copy: folder.path + "/deep/cache")
    let copies = try cache.listAll().objects.map(\.key)
    #expect(copies.count == 2)
    for key in copies {
      let bytes = try cache.bytes(of: key, limit: 1 << 16)
      try folder.write(
        String(decoding: bytes.dropLast(), as: UTF8.self) + "x", to: "deep/cache/\(key)")
    }
    #expect(try await text(storages().1) == "one")
    let offline = try await text(other)
    #expect(offline == "one")
  }

  @Test func `are the only source offline`() async throws {
    let folder = TemporaryFolder.current
    try folder.write("one", to: "origin/a.csv")
    let (base, offline) = storages(.offline)
    await #expect(throws: StoreError.self) { try await text(offline) }
    _ = try await text(storages().1)
    try await base.delete("a.csv")
    #expect(try await text(offline) == "one")
    #expect(base.reads.value == 0)
    await #expect(throws: StoreError.self) { try await offline.list(ListingQuery()) }
  }

  @Test func `are replaced on request`() async throws {
    try TemporaryFolder.current.write("one", to: "origin/a.csv")
    let (base, overwriting) = storages(.overwrite)
    for _ in 0..<3 { #expect(try await text(overwriting) == "one") }
    #expect(base.reads.value == 3)
  }

  @Test func `that are broken are fetched again`() async throws {
    let folder = TemporaryFolder.current
    try folder.write(String(repeating: "x", count: 1000), to: "origin/a.csv")
    let (base, cached) = storages()
    _ = try await text(cached)
    let store = FileStorage(copy: folder.path + "/deep/cache")
    let copy = try #require(try store.listAll().objects.first)
    let whole = try store.bytes(of: copy.key, limit: 10_000)
    for broken in [Array(whole.dropLast()), Array(whole.prefix(10)), [], Array("{}\n".utf8)] {
      let file = try AtomicFile(folder.path + "/deep/cache/" + copy.key)
      let bytes: [UInt8] = broken
      try file.append(bytes.span)
      try file.commit()
      #expect(try await text(cached).count == 1000)
    }
    #expect(base.reads.value == 5)
  }

  @Test func `are not needed where the cache can't be written`() async throws {
    let folder = TemporaryFolder.current
    try folder.write("one", to: "origin/a.csv")
    // A file has the name of the directory.
    try folder.write("", to: "deep")
    let (base, cached) = storages()
    for _ in 0..<2 { #expect(try await text(cached) == "one") }
    #expect(base.reads.value == 2)
  }

  @Test("are kept in a directory of any name", arguments: ["é/日本", "e\u{301} x"])
  func directory(_ name: String) async throws {
    try TemporaryFolder.current.write("one", to: "origin/a.csv")
    let (base, cached) = storages(in: name)
    for _ in 0..<2 { #expect(try await text(cached) == "one") }
    #expect(base.reads.value == 1)
  }

  @Test("are not written through a link in the cache", arguments: [true, false])
  func link(isOfDirectory: Bool) async throws {
    let folder = TemporaryFolder.current
    try folder.write("one", to: "origin/a.csv")
    try folder.write("mine", to: "elsewhere/note")
    let (base, cached) = storages()
    _ = try await text(cached)
    let copy = try #require(
      try FileStorage(copy: folder.path + "/deep/cache").listAll().objects.first)
    let place = "deep/cache/" + copy.key
    try folder.remove(place)
    if isOfDirectory {
      try folder.remove(AtomicFile.directory(of: place))
      try folder.link(AtomicFile.directory(of: place), to: folder.path + "/elsewhere")
    } else {
      try folder.link(place, to: folder.path + "/elsewhere/note")
    }
    for _ in 0..<2 { #expect(try await text(cached) == "one") }
    #expect(base.reads.value == 3)
    let elsewhere = try FileStorage(copy: folder.path + "/elsewhere").listAll().objects
    #expect(elsewhere.map(\.key) == ["note"])
    #expect(elsewhere.first?.size == 4)
  }

  @Test func `are removed if there are too many, those unused for longest first`() async throws {
    let folder = TemporaryFolder.current
    let (_, cached) = storages(limit: 20_000)
    for number in 0..<30 {
      try folder.write(String(repeating: "x", count: 2000), to: "origin/\(number).csv")
      _ = try await text(cached, "\(number).csv")
    }
    let sizes = try FileStorage(copy: folder.path + "/deep/cache").listAll().objects.map(\.size)
    #expect(sizes.reduce(0, +) <= 20_000)
    #expect(sizes.count >= 5)
  }

  @Test func `can be made by many tasks at once`() async throws {
    try TemporaryFolder.current.write(String(repeating: "y", count: 300_000), to: "origin/a.csv")
    let cached = storages().1
    await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<16 { group.addTask { try? await text(cached).count } }
      for await count in group { #expect(count == 300_000) }
    }
  }
}
