import Foundation
import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

@Suite("Reading registries, from real servers", .needsServers, .serialized)
struct ReaderTests {
  let servers: TestServers
  private static let bucket = "reader-tests"

  init() throws { servers = try #require(TestServers.running) }

  private func reader(_ change: (inout RegistryReader.Options) -> Void = { _ in }) -> RegistryReader
  {
    var options = RegistryReader.Options()
    options.storage.endpointURL = servers.moto.url
    options.storage.region = servers.moto.region
    options.storage.credentials = servers.moto.credentials
    options.storage.stallTimeout = 2
    change(&options)
    return RegistryReader(options)
  }

  private static func rows(_ year: Int, _ count: Int, _ address: String) -> String {
    let first = SCRTime.secondsOfYear(year).lowerBound
    return "# start, stop, datakey, filesize\n"
      + (0..<count).map { number in
        let start = SCRTime(seconds: first + Int64(number) * 600)
        let stop = SCRTime(seconds: first + Int64(number) * 600 + 599)
        return "\(start.text),\(stop.text),\(address)data/\(number % 7) ä+%.cdf,\(number % 7)\n"
      }.joined()
  }

  private static func catalog(_ address: String, status: Int = 1200) -> String {
    """
    {"version": "1.1", "endpoint": "\(address)", "status": {"code": \(status)}, "catalog": [
      {"id": "ds", "index": "\(address)ds/", "title": "T", "start": "2014-01-01T00:00Z",
       "stop": "2016-12-31T00:00Z", "indextype": "csv", "filetype": "cdf"}, {"id": "bad"}]}
    """
  }

  /// Puts a registry into moto.
  private func publish() async throws -> String {
    let client = S3Client(
      http: try HTTPClient(),
      endpoint: try #require(
        S3Endpoint(url: servers.moto.url, region: servers.moto.region ?? "us-east-1")),
      credentials: servers.moto.credentials)
    var create = S3Client.Query(method: .put, bucket: Self.bucket)
    create.body = Array(
      """
      <CreateBucketConfiguration><LocationConstraint>\(servers.moto.region ?? "us-east-1")\
      </LocationConstraint></CreateBucketConfiguration>
      """.utf8)
    _ = try? await client.send(create)
    let address = "s3://\(Self.bucket)/"
    let storage = try StorageProvider(reader().options.storage).place(of: address).storage
    var files = ["catalog.json": Self.catalog(address)]
    for year in [2014, 2016] { files["ds/ds_\(year).csv"] = Self.rows(year, 5000, address) }
    for number in 0..<7 { files["data/\(number) ä+%.cdf"] = String(repeating: "x", count: number) }
    for (key, text) in files {
      _ = try await storage.write(Array(text.utf8), to: key, WriteAttributes())
    }
    return address
  }

  private func records(
    _ dataset: Dataset, _ query: FileQuery = FileQuery()
  ) async throws -> [FileRecord] {
    var records: [FileRecord] = []
    for try await record in dataset.files(query) { records.append(record) }
    return records
  }

  @Test func `a bucket of S3 gives its files and faults`() async throws {
    let bucket = try await reader().bucket(at: try await publish())
    #expect(bucket.faults.map(\.kind) == [.entry])
    let dataset = try bucket.dataset("ds")
    var missing: [ReadingFault] = []
    let list = Mutexed<[ReadingFault]>([])
    var query = FileQuery()
    query.onFault = { fault in list.change { $0.append(fault) } }
    #expect(try await records(dataset, query).count == 10_000)
    missing = list.value
    #expect(missing.map(\.kind) == [.missingIndex])
    #expect(missing.first?.address == "s3://\(Self.bucket)/ds/ds_2015.csv")
    #expect(
      try await records(dataset, FileQuery(to: TimeText.typed("2014-01-01T01:00"))).count == 6)
  }

  @Test func `a copy is used as long as the object is unchanged`() async throws {
    let address = try await publish()
    let folder = FileManager.default.temporaryDirectory.path + "/scr-cache-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func count(_ mode: CacheOptions.Mode) async throws -> Int {
      let reader = reader { options in
        options.cache = CacheOptions(directory: folder)
        options.cache?.mode = mode
        // A request with these would fail. The server stays the same, since copies belong to it.
        if mode == .offline {
          options.storage.credentials = S3Credentials(accessKeyID: "no", secretAccessKey: "no")
        }
      }
      return try await records(try await reader.bucket(at: address).dataset("ds")).count
    }
    #expect(try await count(.validated) == 10_000)
    #expect(try await count(.validated) == 10_000)
    #expect(try await count(.offline) == 10_000)
    let storage = try StorageProvider(reader().options.storage).place(of: address).storage
    _ = try await storage.write(
      Array(Self.rows(2016, 3, address).utf8), to: "ds/ds_2016.csv", WriteAttributes())
    #expect(try await count(.offline) == 10_000)
    #expect(try await count(.validated) == 5003)
    #expect(try await count(.offline) == 5003)
  }

  @Test func `data files come with their bytes, and are copied`() async throws {
    let bucket = try await reader().bucket(at: try await publish())
    let dataset = try bucket.dataset("ds")
    let query = FileQuery(to: TimeText.typed("2014-01-01T01:10"))
    var sizes: [Int] = []
    for try await content in dataset.contents(of: dataset.files(query)) {
      sizes.append(try content.bytes.get().count)
    }
    #expect(sizes == [0, 1, 2, 3, 4, 5, 6])
    let folder = FileManager.default.temporaryDirectory.path + "/scr-fetch-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var fetched = 0
    try await FileFetch(dataset, to: folder).fetch(dataset.files(query), concurrency: 3) { report in
      if case .success(.fetched) = report.outcome { fetched += 1 }
    }
    #expect(fetched == 7)
    #expect(FileManager.default.contents(atPath: folder + "/data/6 ä+%.cdf")?.count == 6)
  }

  @Test(
    "wrong requests have clear errors",
    arguments: [
      ("s3://no-such-bucket-here/", StoreError.Code.notFound),
      ("http://127.0.0.1:9/", .unavailable),
    ])
  func refused(_ address: String, _ code: StoreError.Code) async throws {
    let error = await #expect(throws: ReadingError.self) {
      try await reader { $0.storage.tries = 1 }.bucket(at: address)
    }
    #expect(error?.storage == code, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `a wrong secret is refused`() async throws {
    let address = try await publish()
    let error = await #expect(throws: ReadingError.self) {
      try await reader {
        $0.storage.credentials = S3Credentials(
          accessKeyID: servers.moto.key ?? "", secretAccessKey: "wrong")
      }.bucket(at: address)
    }
    #expect(error?.storage == .badCredentials, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `each year is requested from a web server, which can't be listed`() async throws {
    let web = try #require(ProcessInfo.processInfo.environment["SCREGISTRY_TEST_SERVERS"]) + "/web"
    let address = servers.nginx.url + "/registry/"
    for (name, text) in [
      "catalog.json": Self.catalog(address), "ds/ds_2014.csv": Self.rows(2014, 100, address),
      // After the stop in the catalog.
      "ds/ds_2018.csv": Self.rows(2018, 50, address),
    ] {
      let url = URL(filePath: web + "/registry/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    let dataset = try await reader().bucket(at: address).dataset("ds")
    #expect(try await records(dataset).count == 150)
    // Redirected files are found too.
    let moved = try await reader().bucket(at: servers.nginx.url + "/moved/registry/catalog.json")
    #expect(try await records(try moved.dataset("ds")).count == 150)
  }

  @Test func `a broken connection resumes where it stopped`() async throws {
    let size = 1_000_000
    let record = FileRecord(
      start: nil, datakey: servers.faults.url + "/flaky/reader-\(UUID().uuidString)/300000/ranges",
      filesize: size)
    let bucket = try await reader().bucket(at: try await publish())
    let dataset = try bucket.dataset("ds")
    // A document in a bucket must not name servers of this machine.
    let error = await #expect(throws: ReadingError.self) { try await dataset.open(record) }
    #expect(error?.storage == .forbiddenAddress)
    let allowing = try await reader { $0.storage.allowedHosts = ["127.0.0.1"] }
      .bucket(at: "s3://\(Self.bucket)/").dataset("ds")
    switch await allowing.bytes(of: record, ContentOptions()) {
    case .success(let bytes): #expect(bytes == (0..<size).map { UInt8($0 % 251) })
    case .failure(let error): Issue.record(error)
    }
    let short = FileRecord(
      start: nil, datakey: servers.faults.url + "/truncated/1000", filesize: 1000)
    if case .success = await allowing.bytes(of: short, ContentOptions()) {
      Issue.record("a truncated body counts as complete")
    }
  }
}

/// A value that several threads change.
private final class Mutexed<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var stored: Value

  init(_ value: Value) { stored = value }

  var value: Value { lock.withLock { stored } }

  func change(_ body: (inout Value) -> Void) { lock.withLock { body(&stored) } }
}
