import Formats
import Synchronization
import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

/// The server's view of uploads.
private struct ServerView {
  let s3: S3Client

  /// The number of unfinished uploads in parts.
  func openUploads(_ key: String) async throws -> Int {
    var query = S3Client.Query(bucket: "odd")
    query.items = [.init(name: "uploads", value: "")]
    let root = try XMLParser.parse(try await s3.send(query).body)
    return root.children.count { $0.name == "Upload" && $0["Key"]?.text == key }
  }

  /// The metadata of an object.
  func head(_ key: String) async throws -> HTTPHead {
    var query = S3Client.Query(method: .head, bucket: "odd", key: key)
    query.headers = [.init(name: "x-amz-checksum-mode", value: "ENABLED")]
    return try await s3.send(query).head
  }
}

/// A client of a server, with a maximum number of attempts.
private func client(_ server: TestServers.Server, tries: Int = 5) throws -> S3Client {
  let endpoint = try #require(S3Endpoint(url: server.url, region: server.region ?? "us-east-1"))
  var s3 = S3Client(http: try HTTPClient(), endpoint: endpoint, credentials: server.credentials)
  s3.retries.tries = tries
  s3.retries.firstWait = 0.01
  return s3
}

@Suite("Checksums of objects written to S3", .needsServers)
struct UploadChecksumTests {
  let servers: TestServers

  init() throws { servers = try #require(TestServers.running) }

  @Test func `the server keeps the SHA-256 of an object`() async throws {
    let s3 = try client(servers.moto)
    _ = try await s3.put(
      Array("abc".utf8), as: "checksum", in: "odd", contentType: "text/csv",
      cacheControl: "max-age=60")
    let head = try await ServerView(s3: s3).head("checksum")
    #expect(head["x-amz-checksum-sha256"] == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    #expect(head["content-type"] == "text/csv")
    #expect(head["cache-control"] == "max-age=60")
    try await s3.delete("checksum", in: "odd")
  }

  @Test("a body that differs from its checksum is refused", arguments: ["rclone", "checking"])
  func damaged(server: String) async throws {
    let s3 = try client(server == "rclone" ? servers.rclone : servers.checking, tries: 2)
    var query = S3Client.Query(method: .put, bucket: "odd", key: "not-as-summed", body: [1, 2, 3])
    query.checksums = BodyChecksums(of: [1, 2, 4])
    let error = await #expect(throws: StoreError.self) { try await s3.send(query) }
    #expect(error?.code == .unavailable)
    #expect(error?.detail.contains("BadDigest") == true)
    #expect(error?.detail.contains("changed in transit (tried 2 times)") == true)
    let absent = await #expect(throws: StoreError.self) {
      try await s3.head("not-as-summed", in: "odd")
    }
    #expect(absent?.code == .notFound)
  }

  @Test func `a body that is damaged once is sent again`() async throws {
    let s3 = try client(servers.checking)
    let bytes = (0..<100_000).map { UInt8($0 % 251) }
    _ = try await s3.put(bytes, as: "damaged-once", in: "odd")
    #expect(try await s3.get("damaged-once", in: "odd").bytes == bytes)
    try await s3.delete("damaged-once", in: "odd")
  }

  @Test func `a body that is damaged each time is not written`() async throws {
    let s3 = try client(servers.checking, tries: 3)
    let error = await #expect(throws: StoreError.self) {
      try await s3.put([1, 2, 3], as: "damaged-always", in: "odd")
    }
    #expect(error?.detail.contains("tried 3 times") == true)
    let absent = await #expect(throws: StoreError.self) {
      try await s3.head("damaged-always", in: "odd")
    }
    #expect(absent?.code == .notFound)
  }
}

@Suite("Writing large objects to S3 in parts", .needsServers)
struct UploadPartsTests {
  let servers: TestServers

  init() throws { servers = try #require(TestServers.running) }

  static let mebibyte = 1 << 20
  static let large: [UInt8] = {
    var generator = SystemRandomNumberGenerator()
    return (0..<12 * mebibyte / 8).flatMap { _ in
      let word = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }()

  private func parts(_ server: TestServers.Server, tries: Int = 5) throws -> S3Client {
    var s3 = try client(server, tries: tries)
    s3.parts = UploadParts(largestWhole: 5 * Self.mebibyte, size: 5 * Self.mebibyte)
    return s3
  }

  @Test("an object of 12 MiB is written in three parts", arguments: ["moto", "rclone"])
  func whole(server: String) async throws {
    let s3 = try parts(server == "moto" ? servers.moto : servers.rclone)
    let written = Atomic(0)
    let large = Self.large
    let content = WriteContent(size: large.count) {
      written.add($0, ordering: .relaxed)
    } part: {
      Array(large[$0])
    }
    let storage = S3Storage(s3, bucket: "odd")
    let info = try await storage.write(
      content, to: "large.csv", WriteAttributes(cacheControl: "max-age=60"))
    #expect(info.size == large.count)
    #expect(info.etag?.hasSuffix("-3\"") == true)
    #expect(written.load(ordering: .relaxed) == large.count)
    let read = try await s3.get("large.csv", in: "odd")
    #expect(read.bytes == large)
    #expect(try await ServerView(s3: s3).openUploads("large.csv") == 0)
    if server == "moto" {
      #expect(read.info.etag == info.etag)
      let head = try await ServerView(s3: s3).head("large.csv")
      #expect(head["content-type"] == "text/csv; charset=utf-8")
      #expect(head["cache-control"] == "max-age=60")
      // The SHA-256 of those of the parts; Amazon appends their number.
      let sums = content.ranges(of: 5 * Self.mebibyte).flatMap { Digest.sha256(Array(large[$0])) }
      let sum = Base64.encode(Digest.sha256(sums))
      #expect(head["x-amz-checksum-sha256"]?.hasPrefix(sum) == true)
    }
    try await storage.delete("large.csv")
  }

  @Test func `a state that changed while parts were sent is a conflict, and no part is left`()
    async throws
  {
    let s3 = try parts(servers.moto)
    let first = try await s3.put([1], as: "contested", in: "odd")
    let etag = try #require(first)
    let large = Self.large
    let content = WriteContent(size: large.count) { Array(large[$0]) }
    _ = try await s3.put([2], as: "contested", in: "odd")
    for condition in [WriteCondition.matches(etag), .absent] {
      let error = await #expect(throws: StoreError.self) {
        try await s3.putInParts(content, as: "contested", in: "odd", condition: condition)
      }
      #expect(error?.code == .preconditionFailed)
    }
    #expect(try await s3.get("contested", in: "odd").bytes == [2])
    #expect(try await ServerView(s3: s3).openUploads("contested") == 0)
    try await s3.delete("contested", in: "odd")
  }

  @Test("so is a state that changes at the last moment", arguments: [true, false])
  func lastMoment(isThere: Bool) async throws {
    let s3 = try parts(servers.checking)
    let key = "contested-\(isThere)"
    let etag = isThere ? try await s3.put([1], as: key, in: "odd") : nil
    let large = Self.large
    let content = WriteContent(size: large.count) { Array(large[$0]) }
    let error = await #expect(throws: StoreError.self) {
      try await s3.putInParts(
        content, as: key, in: "odd", condition: etag.map { .matches($0) } ?? .absent)
    }
    #expect(error?.code == .preconditionFailed)
    #expect(try await ServerView(s3: s3).openUploads(key) == 0)
    if isThere {
      #expect(try await s3.get(key, in: "odd").bytes == [1])
      try await s3.delete(key, in: "odd")
    }
  }

  @Test func `content that can't be read leaves no part`() async throws {
    let s3 = try parts(servers.moto)
    let large = Self.large
    let content = WriteContent(size: large.count) { range throws(StoreError) in
      guard range.lowerBound < 6 * Self.mebibyte else {
        throw StoreError(.unavailable, address: "spool", detail: "it is gone")
      }
      return Array(large[range])
    }
    let error = await #expect(throws: StoreError.self) {
      try await s3.putInParts(content, as: "broken", in: "odd")
    }
    #expect(error?.detail == "it is gone")
    #expect(try await ServerView(s3: s3).openUploads("broken") == 0)
  }

  @Test func `a cancelled upload leaves no part`() async throws {
    let s3 = try parts(servers.moto)
    let large = Self.large
    let (started, start) = AsyncStream<Void>.makeStream()
    let content = WriteContent(size: large.count) { range throws(StoreError) in
      start.yield()
      return Array(large[range])
    }
    let task = Task { try await s3.putInParts(content, as: "cancelled", in: "odd") }
    for await _ in started { break }
    task.cancel()
    await #expect(throws: StoreError.self) { try await task.value }
    #expect(try await ServerView(s3: s3).openUploads("cancelled") == 0)
  }

  @Test("a part that is damaged once is sent again, one that always is ends the upload")
  func damaged() async throws {
    let s3 = try parts(servers.checking, tries: 2)
    let large = Self.large
    let content = WriteContent(size: large.count) { Array(large[$0]) }
    _ = try await s3.putInParts(content, as: "parts-damaged-once", in: "odd")
    #expect(try await s3.get("parts-damaged-once", in: "odd").bytes == large)
    try await s3.delete("parts-damaged-once", in: "odd")
    let error = await #expect(throws: StoreError.self) {
      try await s3.putInParts(content, as: "parts-damaged-always", in: "odd")
    }
    #expect(error?.detail.contains("BadDigest") == true)
    #expect(try await ServerView(s3: s3).openUploads("parts-damaged-always") == 0)
  }

  @Test func `an error after the status 200 is an error`() async throws {
    let s3 = try parts(servers.checking)
    let large = Self.large
    let content = WriteContent(size: large.count) { Array(large[$0]) }
    _ = try await s3.putInParts(content, as: "error-in-200", in: "odd")
    #expect(try await s3.get("error-in-200", in: "odd").bytes == large)
    try await s3.delete("error-in-200", in: "odd")
  }

  @Test func `requests with lost responses are retried`() async throws {
    let s3 = try parts(servers.checking)
    let large = Self.large
    let content = WriteContent(size: large.count) { Array(large[$0]) }
    // Including the response to the completion, which may be requested twice.
    _ = try await s3.putInParts(content, as: "cut-once", in: "odd", condition: .absent)
    #expect(try await s3.get("cut-once", in: "odd").bytes == large)
    try await s3.delete("cut-once", in: "odd")
  }

  @Test(
    "parts are larger if an object would have too many",
    arguments: [
      (12 << 20, 16 << 20), (5 << 30, 16 << 20), (160_000 << 20, 16 << 20), (5 << 40, 549_755_814),
    ])
  func size(total: Int, expected: Int) {
    #expect(UploadParts().size(forTotal: total) == expected)
  }
}
