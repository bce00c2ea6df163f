import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

@Suite("Storages, against real servers", .needsServers)
struct StorageTests {
  let servers: TestServers

  init() throws { servers = try #require(TestServers.running) }

  private func s3(_ server: TestServers.Server) throws -> any Storage {
    var options = StorageOptions()
    options.endpointURL = server.url
    options.region = server.region
    options.credentials = server.credentials
    return try StorageProvider(options).place(of: "s3://odd/").storage
  }

  private func web(_ target: String, tries: Int = 5) throws -> (any Storage, String) {
    var options = StorageOptions()
    options.tries = tries
    options.stallTimeout = 2
    let place = try StorageProvider(options).place(of: target)
    return (place.storage, place.key)
  }

  private func all(
    _ storage: any Storage, _ key: String, _ part: ObjectPart = .whole
  ) async throws(StoreError) -> [UInt8] {
    let reader = try await storage.read(key, part)
    var bytes: [UInt8] = []
    while let more = try await reader.next() { bytes += more }
    return bytes
  }

  // MARK: S3

  @Test(
    "reads any key and its metadata", arguments: S3ClientTests.oddKeys + S3ClientTests.oddestKeys)
  func key(_ key: String) async throws {
    let storage = try s3(servers.moto)
    #expect(try await all(storage, key) == Array(key.utf8))
    #expect(try await storage.head(key).size == key.utf8.count)
    #expect(try await all(storage, key, ObjectPart(range: 1..<3)) == Array(Array(key.utf8)[1..<3]))
  }

  @Test(
    "reads the existing part of a range",
    arguments: [(0..<0, ""), (3..<9, "in.txt"), (3..<900, "in.txt"), (9..<20, ""), (50..<60, "")])
  func part(_ range: Range<Int>, _ text: String) async throws {
    for server in [servers.moto, servers.rclone] {
      let bytes = try await all(try s3(server), "plain.txt", ObjectPart(range: range))
      #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
  }

  @Test("lists the same with several directories at a time", arguments: ["many"], [2, 16])
  func parallelListing(_ bucket: String, _ width: Int) async throws {
    let storage = S3Storage(
      S3Client(
        http: try HTTPClient(),
        endpoint: try #require(
          S3Endpoint(url: servers.moto.url, region: servers.moto.region ?? "us-east-1")),
        credentials: servers.moto.credentials), bucket: bucket)
    var listings: [[ListingPage.Object]] = []
    for width in [1, width] {
      var objects: [ListingPage.Object] = []
      try await ParallelListing(storage, prefix: "", width: width).forEachPage {
        objects += $0.objects
      }
      listings.append(objects)
    }
    #expect(listings[0].count >= 13)
    #expect(listings[0] == listings[1])
  }

  @Test func `writes under a condition, reads back and deletes`() async throws {
    let storage = try s3(servers.moto)
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let key = "dir/ä +%.csv"
    let info = try await storage.write(bytes, to: key, WriteAttributes(condition: .absent))
    #expect(try await storage.head(key).contentType == "text/csv; charset=utf-8")
    #expect(try await all(storage, key, ObjectPart(matching: info.etag)) == bytes)
    let refused = await #expect(throws: StoreError.self) {
      try await storage.write([1], to: key, WriteAttributes(condition: .absent))
    }
    #expect(refused?.code == .preconditionFailed)
    let other = await #expect(throws: StoreError.self) {
      try await all(storage, key, ObjectPart(matching: "\"other\""))
    }
    #expect(other?.code == .preconditionFailed)
    try await storage.delete(key)
    let gone = await #expect(throws: StoreError.self) { try await storage.head(key) }
    #expect(gone?.code == .notFound)
  }

  @Test func `lists pages, and the entries of one directory`() async throws {
    var options = StorageOptions()
    options.endpointURL = servers.moto.url
    options.region = servers.moto.region
    options.credentials = servers.moto.credentials
    let storage = try StorageProvider(options).place(of: "s3://many/").storage
    var keys: [String] = []
    var query = ListingQuery(prefix: "year")
    repeat {
      let page = try await storage.list(query)
      keys += page.objects.map(\.key)
      try query.advance(past: page, at: storage.address)
    } while query.continuation != nil
    #expect(keys.count == 1100)
    #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    let top = try await storage.list(ListingQuery(delimiter: "/"))
    #expect(top.objects.isEmpty)
    #expect(top.prefixes == (0..<5).map { "year \($0)/" })
  }

  // MARK: The web

  @Test func `a web server is read-only`() async throws {
    let (storage, key) = try web(servers.faults.url + "/ok/1000")
    #expect(try await all(storage, key).count == 1000)
    for work in [
      { _ = try await storage.list(ListingQuery()) }, { try await storage.delete(key) },
      { _ = try await storage.write([1], to: key, WriteAttributes()) },
    ] as [() async throws -> Void] {
      let error = await #expect(throws: StoreError.self) { try await work() }
      #expect(error?.code == .unsupported)
    }
  }

  /// A behavior of a server, and the expected error.
  static let faults: [(String, StoreError.Code, String)] = [
    ("/status/404", .notFound, "404"), ("/status/403", .accessDenied, "403"),
    ("/status/500", .unavailable, "tried 2 times"), ("/status/202", .malformed, "sends no file"),
    ("/status/204", .malformed, "sends no file"), ("/status/205", .malformed, "sends no file"),
    ("/truncated/1000", .unavailable, "1000 bytes remaining"),
    ("/reset/1000", .unavailable, ""), ("/chunked-cut/1000", .unavailable, ""),
    ("/stall/1000", .unavailable, ""), ("/silence", .unavailable, "tried 2 times"),
    ("/redirect-loop", .forbiddenAddress, "more than 10 redirects"),
    ("/redirect-to?file:///etc/passwd", .forbiddenAddress, "does not lead to a web address"),
    ("/garbage", .malformed, ""),
  ]

  @Test("a fault is a specific error, never an end", arguments: faults)
  func fault(_ path: String, _ code: StoreError.Code, _ words: String) async throws {
    let (storage, key) = try web(servers.faults.url + path, tries: 2)
    let error = await #expect(throws: StoreError.self) { try await all(storage, key) }
    #expect(error?.code == code, "\(String(describing: error))")
    #expect(error?.detail.contains(words) == true, "\(String(describing: error))")
  }

  @Test("resumes where a connection broke", arguments: ["ranges", "no-ranges", "growing"])
  func resume(_ way: String) async throws {
    let (storage, key) = try web(servers.faults.url + "/flaky/a/300000/" + way)
    let bytes = try await all(storage, key)
    #expect(bytes == (0..<1_000_000).map { UInt8($0 % 251) })
  }

  @Test(
    "does not mix two versions of an object",
    arguments: [
      ("changes", StoreError.Code.changed), ("weak", .unavailable), ("other", .changed),
    ])
  func states(_ way: String, _ code: StoreError.Code) async throws {
    let (storage, key) = try web(servers.faults.url + "/flaky/b/300000/" + way)
    let error = await #expect(throws: StoreError.self) { try await all(storage, key) }
    #expect(error?.code == code)
  }

  @Test func `requests to busy servers are retried`() async throws {
    let (storage, key) = try web(servers.faults.url + "/busy/storage/3")
    #expect(try await !all(storage, key).isEmpty)
  }

  @Test func `a document on a server does not lead to files or into this machine`() throws {
    let provider = StorageProvider()
    for target in [
      "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/", "http://[::1]/", "http://127.1/",
      "http://127%2e0.0.1/", "http://localhost/", "http://10.0.0.1/",
    ] {
      let error = #expect(throws: StoreError.self) {
        try provider.place(of: target, namedIn: "https://example.org/catalog.json")
      }
      #expect(error?.code == .forbiddenAddress)
    }
    for target in ["s3://bucket/", "https://example.com/"] {
      _ = try provider.place(of: target, namedIn: "https://example.org/catalog.json")
    }
    // Only what the user named may be in the network of this machine.
    _ = try provider.place(of: "http://127.0.0.1:8/c.json")
    _ = try provider.place(of: "http://127.0.0.1:8/", namedIn: "http://127.0.0.1:8/c.json")
    for document in ["http://127.0.0.1:8/c.json", "copy/catalog.json"] {
      #expect(throws: StoreError.self) {
        try provider.place(of: "http://127.0.0.1:9/", namedIn: document)
      }
    }
    _ = try provider.place(of: "/tmp/", namedIn: "copy/catalog.json")
  }
}
