import Files
import TestSupport
import Testing

@testable import ObjectStorage

/// A server in memory whose answers a test changes.
private struct ScriptedStorage: Storage {
  /// What it answers.
  struct Script: Sendable {
    /// The pages of listings by their tokens; empty for the first.
    var pages: [String: ListingPage] = [:]
    var objects: [String: String] = [:]
    /// The error of every request.
    var error: StoreError?
    var requests = 0
  }

  let script = SharedValue(Script())
  var address: String { "https://example.org/" }
  var location = "https://example.org/"

  private func answer<Value>(_ value: (Script) -> Value?) throws(StoreError) -> Value {
    script.change { $0.requests += 1 }
    if let error = script.value.error { throw error }
    guard let value = value(script.value) else {
      throw StoreError(.notFound, address: address, detail: "absent")
    }
    return value
  }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    try answer { $0.objects[key].map { ObjectInfo(size: $0.utf8.count) } }
  }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    LocalReader(LocalObject(Array(try answer { $0.objects[key] }.utf8)), range: part.range)
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    try answer { $0.pages[query.continuation ?? ""] }
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: address, detail: "read-only")
  }

  func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: address, detail: "read-only")
  }
}

@Suite("What a server said, in the cache", .temporaryFolder)
struct CachedAnswerTests {
  private let server = ScriptedStorage()
  private static let query = ListingQuery(prefix: "ds/ds_", delimiter: "/")

  private func storage(
    _ mode: CacheOptions.Mode, of server: ScriptedStorage? = nil
  ) -> CachedStorage {
    var options = CacheOptions(directory: TemporaryFolder.current.path + "/cache")
    options.mode = mode
    return CachedStorage(server ?? self.server, cache: CacheDirectory(options))
  }

  private static func page(
    _ keys: [String], prefixes: [String] = [], next: String? = nil
  ) -> ListingPage {
    var page = ListingPage()
    page.objects = keys.map { .init(key: $0, info: ObjectInfo(size: 7, etag: "\"e\"")) }
    page.prefixes = prefixes
    page.continuation = next
    return page
  }

  private func code(
    _ query: ListingQuery = Self.query, of server: ScriptedStorage? = nil
  ) async -> StoreError.Code? {
    do throws(StoreError) {
      _ = try await storage(.offline, of: server).list(query)
      return nil
    } catch {
      return error.code
    }
  }

  private func code(of key: String) async -> StoreError.Code? {
    do throws(StoreError) {
      _ = try await storage(.offline).read(key, .whole)
      return nil
    } catch {
      return error.code
    }
  }

  // MARK: Listings

  @Test(
    "is the answer offline, page by page", arguments: [CacheOptions.Mode.validated, .overwrite])
  func pages(_ mode: CacheOptions.Mode) async throws {
    let odd = ["\"\u{1}\n\u{FFFD}\u{10FFFF}\\", "é", "e\u{301}"]
    let keys = (["2020.csv"] + odd).map { "ds/ds_" + $0 }
    let last = Self.page(["ds/ds_z"])
    server.script.change {
      $0.pages = ["": Self.page(keys, prefixes: ["ds/ds_a/"], next: "more"), "more": last]
    }
    #expect(await code() == .unsupported)
    let second = ListingQuery(
      prefix: Self.query.prefix, delimiter: Self.query.delimiter, continuation: "more")
    for query in [Self.query, second] { _ = try await storage(mode).list(query) }
    let asked = server.script.value.requests
    let found = try await storage(.offline).list(Self.query)
    #expect(found.objects.map { Array($0.key.utf8) } == keys.map { Array($0.utf8) })
    #expect(found.prefixes == ["ds/ds_a/"] && found.continuation == "more")
    // The sizes may be those of other versions than the copies.
    #expect(found.objects.allSatisfy { !$0.info.isSizeKnown && $0.info.etag == nil })
    let end = try await storage(.offline).list(second)
    #expect(end.objects.map(\.key) == ["ds/ds_z"] && end.continuation == nil)
    #expect(server.script.value.requests == asked)
  }

  @Test func `says nothing of other listings`() async throws {
    server.script.change { $0.pages = ["": Self.page([])] }
    _ = try await storage(.validated).list(Self.query)
    var other = server
    other.location = "https://example.org/ at http://127.0.0.1:1"
    #expect(await code() == nil)
    #expect(await code(of: other) == .unsupported)
    for query in [
      ListingQuery(prefix: "ds/ds_"), ListingQuery(prefix: "ds/", delimiter: "/"),
      ListingQuery(prefix: "ds/ds_", delimiter: "/", continuation: "x"),
    ] {
      #expect(await code(query) == .unsupported)
    }
  }

  /// Why a server does not list, and how a listing ends offline afterwards; nil if it is known.
  static let refusals: [(StoreError.Code, StoreError.Code?)] = [
    (.accessDenied, .unsupported), (.unsupported, .unsupported), (.unavailable, nil),
    (.badCredentials, nil), (.cancelled, nil),
  ]

  @Test("is forgotten if the server no longer lists", arguments: refusals)
  func refused(_ code: StoreError.Code, _ expected: StoreError.Code?) async throws {
    server.script.change { $0.pages = ["": Self.page(["ds/ds_2020.csv"])] }
    _ = try await storage(.validated).list(Self.query)
    server.script.change { $0.error = StoreError(code, address: "x", detail: "y") }
    await #expect(throws: StoreError.self) { try await storage(.validated).list(Self.query) }
    #expect(await self.code() == expected)
  }

  @Test func `is not kept if it has gaps`() async throws {
    server.script.change { $0.pages = ["": Self.page(["ds/ds_2020.csv"])] }
    _ = try await storage(.validated).list(Self.query)
    server.script.change {
      $0.pages[""]?.failures = [StoreError(.accessDenied, address: "x", detail: "y")]
    }
    _ = try await storage(.validated).list(Self.query)
    #expect(await code() == .unsupported)
  }

  @Test("is ignored if it is damaged", arguments: ["", "{}\n", "no JSON", "{\"keys\": [\"a\"]}\n"])
  func damaged(_ text: String) async throws {
    server.script.change { $0.pages = ["": Self.page(["ds/ds_2020.csv"])] }
    _ = try await storage(.validated).list(Self.query)
    let cache = FileStorage(copy: TemporaryFolder.current.path + "/cache")
    let record = try #require(try cache.listAll().objects.first)
    try TemporaryFolder.current.write(text, to: "cache/" + record.key)
    #expect(await code() == .unsupported)
  }

  @Test func `needs no cache that can be written`() async throws {
    try TemporaryFolder.current.write("a file", to: "cache")
    server.script.change { $0.pages = ["": Self.page(["ds/ds_2020.csv"])] }
    let found = try await storage(.validated).list(Self.query)
    #expect(found.objects.count == 1)
    await #expect(throws: StoreError.self) { try await storage(.validated).read("a", .whole) }
  }

  // MARK: Absent objects

  @Test func `is that an object is absent, until it exists`() async throws {
    #expect(await code(of: "a") == .notCached)
    await #expect(throws: StoreError.self) { try await storage(.validated).read("a", .whole) }
    #expect(await code(of: "a") == .notFound)
    #expect(await code(of: "b") == .notCached)
    server.script.change { $0.objects["a"] = "one" }
    _ = try await storage(.validated).read("a", .whole)
    #expect(await code(of: "a") == nil)
    // An old copy is not what the server has.
    server.script.change { $0.objects = [:] }
    await #expect(throws: StoreError.self) { try await storage(.validated).read("a", .whole) }
    #expect(await code(of: "a") == .notFound)
  }

  @Test("is that an object is absent, whatever was requested of it", arguments: 0...3)
  func request(_ number: Int) async throws {
    server.script.change { $0.objects["a"] = "one" }
    _ = try await storage(.validated).read("a", .whole)
    server.script.change { $0.objects = [:] }
    await #expect(throws: StoreError.self) {
      switch number {
      case 0: _ = try await storage(.validated).head("a")
      case 1: _ = try await storage(.validated).read("a", ObjectPart(range: 0..<1))
      case 2: _ = try await storage(.validated).read("a", .stored)
      default: _ = try await storage(.overwrite).localObject("a")
      }
    }
    #expect(await code(of: "a") == .notFound)
  }

  @Test(
    "is not that an object is absent after other errors",
    arguments: [
      StoreError(.accessDenied, address: "x", detail: "y"),
      StoreError(.unavailable, address: "x", detail: "y"),
      StoreError(.notFound, address: "x", detail: "y", fact: .isAboutBucket),
    ])
  func unknown(_ error: StoreError) async throws {
    server.script.change { $0.objects["a"] = "one" }
    _ = try await storage(.validated).read("a", .whole)
    server.script.change { $0.error = error }
    for key in ["a", "b"] {
      await #expect(throws: StoreError.self) { try await storage(.validated).read(key, .whole) }
    }
    #expect(await code(of: "a") == nil)
    #expect(await code(of: "b") == .notCached)
  }
}
