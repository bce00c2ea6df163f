import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

@Suite("S3, against two servers that check signatures", .needsServers)
struct S3ClientTests {
  let servers: TestServers

  init() throws { servers = try #require(TestServers.running) }

  static let oddKeys = [
    "plain.txt", "with space.txt", "plus+sign.txt", "percent%41.txt", "ünïcode/日本.txt",
  ]
  /// Keys that moto accepts and a file system doesn't.
  static let oddestKeys = [
    "a//b.txt", "emoji 👩‍🚀.txt", "semi;colon,comma=equals&and.txt", "quote'\"().txt",
    "tilde~star*bang!.txt", "dollar$at@colon:.txt", "hash#question?.txt", "back\\slash.txt",
  ]

  private func client(
    _ server: TestServers.Server, credentials: S3Credentials?? = nil, region: String? = nil
  ) throws -> S3Client {
    let endpoint = try #require(
      S3Endpoint(url: server.url, region: region ?? server.region ?? "us-east-1"))
    return S3Client(
      http: try HTTPClient(), endpoint: endpoint, credentials: credentials ?? server.credentials)
  }

  @Test("reads any key from moto", arguments: oddKeys + oddestKeys)
  func motoKey(key: String) async throws {
    let s3 = try client(servers.moto)
    #expect(try await s3.get(key, in: "odd").bytes == Array(key.utf8))
    #expect(try await s3.head(key, in: "odd").size == key.utf8.count)
  }

  @Test("reads any key from rclone", arguments: oddKeys)
  func rcloneKey(key: String) async throws {
    let s3 = try client(servers.rclone)
    #expect(try await s3.get(key, in: "odd").bytes == Array(key.utf8))
    #expect(try await s3.head(key, in: "odd").size == key.utf8.count)
  }

  @Test func `reads ranges`() async throws {
    let s3 = try client(servers.moto)
    let part = try await s3.get("plain.txt", in: "odd", range: 2..<5)
    #expect(String(decoding: part.bytes, as: UTF8.self) == "ain")
  }

  @Test("writes, reads back and deletes", arguments: ["new key +%.txt", "ä/ö.bin"])
  func write(key: String) async throws {
    let s3 = try client(servers.moto)
    let bytes = (0..<70_000).map { UInt8($0 % 256) }
    let etag = try await s3.put(bytes, as: key, in: "odd", contentType: "text/csv")
    let read = try await s3.get(key, in: "odd")
    #expect(read.bytes == bytes)
    #expect(read.info.etag == etag)
    #expect(read.info.contentType == "text/csv")
    try await s3.delete(key, in: "odd")
    let error = await #expect(throws: StoreError.self) { try await s3.head(key, in: "odd") }
    #expect(error?.code == .notFound)
  }

  @Test func `a conditional write is refused if the state differs`() async throws {
    let s3 = try client(servers.moto)
    let first = try await s3.put([1], as: "state", in: "odd", condition: .absent)
    let exists = await #expect(throws: StoreError.self) {
      try await s3.put([2], as: "state", in: "odd", condition: .absent)
    }
    #expect(exists?.code == .preconditionFailed)
    let etag = try #require(first)
    _ = try await s3.put([3], as: "state", in: "odd", condition: .matches(etag))
    let changed = await #expect(throws: StoreError.self) {
      try await s3.put([4], as: "state", in: "odd", condition: .matches(etag))
    }
    #expect(changed?.code == .preconditionFailed)
    #expect(try await s3.get("state", in: "odd").bytes == [3])
    try await s3.delete("state", in: "odd")
  }

  @Test func `an empty object is written and read`() async throws {
    let s3 = try client(servers.moto)
    _ = try await s3.put([], as: "empty", in: "odd")
    #expect(try await s3.get("empty", in: "odd").bytes.isEmpty)
    try await s3.delete("empty", in: "odd")
  }

  @Test func `lists all pages in order`() async throws {
    let s3 = try client(servers.moto)
    var keys: [String] = []
    var pages = 0
    try await s3.list("many") { page in
      pages += 1
      keys += page.objects.map(\.key)
    }
    #expect(pages >= 2)
    #expect(keys.count == 1100)
    #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(keys.first == "year 0/00000.cdf")
  }

  @Test func `lists prefixes up to a delimiter`() async throws {
    let page = try await client(servers.moto).listPage(of: "many", delimiter: "/")
    #expect(page.prefixes == (0..<5).map { "year \($0)/" })
    #expect(page.objects.isEmpty)
  }

  @Test func `lists odd keys unchanged`() async throws {
    var keys: [String] = []
    try await client(servers.moto).list("odd") { keys += $0.objects.map(\.key) }
    #expect(Set(keys).isSuperset(of: Self.oddKeys + Self.oddestKeys))
    var rcloneKeys: [String] = []
    try await client(servers.rclone).list("odd") { rcloneKeys += $0.objects.map(\.key) }
    #expect(Set(rcloneKeys) == Set(Self.oddKeys))
  }

  @Test func `a wrong secret is refused by both servers`() async throws {
    for server in [servers.moto, servers.rclone] {
      let wrong = S3Credentials(accessKeyID: server.key ?? "", secretAccessKey: "wrong")
      let error = await #expect(throws: StoreError.self) {
        try await client(server, credentials: wrong).get("plain.txt", in: "odd")
      }
      #expect(error?.code == .badCredentials)
      #expect(error?.detail.contains("check the access key") == true)
    }
  }

  @Test func `anonymous users may not read a private bucket`() async throws {
    let error = await #expect(throws: StoreError.self) {
      try await client(servers.moto, credentials: .some(nil)).get("plain.txt", in: "odd")
    }
    #expect(error?.code == .accessDenied)
  }

  @Test func `a missing bucket and a missing key are different errors`() async throws {
    let s3 = try client(servers.moto)
    let bucket = await #expect(throws: StoreError.self) {
      try await s3.get("x", in: "no-such-bucket")
    }
    #expect(bucket?.detail.contains("NoSuchBucket") == true)
    let key = await #expect(throws: StoreError.self) { try await s3.get("no/such/key", in: "odd") }
    #expect(key?.detail.contains("NoSuchKey") == true)
  }

  @Test("retries while a server is busy", arguments: ["/busy/once/2", "/retry-after/once/1"])
  func busy(path: String) async throws {
    var s3 = try client(servers.faults, credentials: .some(nil))
    s3.retries.firstWait = 0.01
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    let response = try await s3.get(parts[1], in: parts[0])
    #expect(String(decoding: response.bytes, as: UTF8.self) == "ready\n")
  }

  @Test func `gives up on a server that stays busy, and reports the number of attempts`()
    async throws
  {
    var s3 = try client(servers.faults, credentials: .some(nil))
    s3.retries.firstWait = 0.01
    s3.retries.tries = 3
    let error = await #expect(throws: StoreError.self) {
      try await s3.get("forever/100", in: "busy")
    }
    #expect(error?.code == .unavailable)
    #expect(error?.detail.contains("SlowDown") == true)
    #expect(error?.detail.contains("tried 3 times") == true)
  }

  @Test("invalid listings are refused", arguments: ["garbage", "entities"])
  func garbage(kind: String) async throws {
    let s3 = try client(servers.faults, credentials: .some(nil))
    let error = await #expect(throws: StoreError.self) {
      _ = try await s3.send(.init(bucket: "list", key: kind))
      _ = try await s3.listPage(of: "list/\(kind)")
    }
    #expect(error?.code == .malformed)
  }
}
