import Foundation
import Testing

@testable import ObjectStorage
@testable import RegistryValidation
@testable import SharedCloudRegistry

@Suite("Registries where they are published", .needsServers, .serialized)
struct PublishedRegistryTests {
  let servers: TestServers
  private static let data =
    #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/") + "/Conformance/data/"

  init() throws { servers = try #require(TestServers.running) }

  private var options: StorageOptions {
    var options = StorageOptions()
    options.endpointURL = servers.moto.url
    options.region = servers.moto.region
    options.credentials = servers.moto.credentials
    return options
  }

  /// The findings, without the places that differ.
  private func findings(_ report: Report, below root: String) -> [String] {
    report.findings.map { finding in
      let uri = finding.location.uri.replacingOccurrences(of: root, with: "")
      return "\(uri):\(finding.location.line ?? 0) \(finding.rule) \(finding.message)"
    }
  }

  @Test("give the same report as their copy", arguments: ["demo-good", "demo-faulty"], [1, 3])
  func sameAsCopy(_ name: String, _ jobs: Int) async throws {
    let client = S3Client(
      http: try HTTPClient(),
      endpoint: try #require(
        S3Endpoint(url: servers.moto.url, region: servers.moto.region ?? "us-east-1")),
      credentials: servers.moto.credentials)
    let bucket = "example-helio"
    // The bucket that the catalogs name; another case may have created it.
    var create = S3Client.Query(method: .put, bucket: bucket)
    create.body = Array(
      """
      <CreateBucketConfiguration><LocationConstraint>\(servers.moto.region ?? "us-east-1")\
      </LocationConstraint></CreateBucketConfiguration>
      """.utf8)
    _ = try? await client.send(create)
    let target = "s3://\(bucket)/"
    let published = try StorageProvider(options).place(of: target).storage
    for object in try await published.list(ListingQuery()).objects {
      try await published.delete(object.key)
    }
    let copy = Self.data + name + "/"
    let files = FileStorage(copy)
    for object in try await files.list(ListingQuery()).objects {
      let reader = try await files.read(object.key, .whole)
      var bytes: [UInt8] = []
      while let more = try await reader.next() { bytes += more }
      _ = try await published.write(bytes, to: object.key, WriteAttributes())
    }
    var validator = Validator()
    validator.jobs = jobs
    validator.storages = StorageProvider(options)
    for depth in Validator.Depth.allCases {
      validator.depth = depth
      let own = try await validator.validate([copy])
      let report = try await validator.validate([target])
      #expect(findings(report, below: target) == findings(own, below: copy))
      #expect(report.verdict == own.verdict)
      #expect(report.notices.map(\.code) == own.notices.map(\.code))
    }
  }

  @Test(
    "are read from a web server, which can't be listed", arguments: ["demo-good", "demo-faulty"])
  func web(_ name: String) async throws {
    let folder = ProcessInfo.processInfo.environment["SCREGISTRY_TEST_SERVERS"] ?? ""
    let copy = folder + "/web/" + name + "/"
    let root = servers.nginx.url + "/" + name + "/"
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: Self.data + name, toPath: copy)
    for file in try FileManager.default.subpathsOfDirectory(atPath: copy)
    where file.hasSuffix(".json") || file.hasSuffix(".csv") {
      let text = try String(contentsOfFile: copy + file, encoding: .utf8)
      try text.replacingOccurrences(of: "s3://example-helio/", with: root)
        .write(toFile: copy + file, atomically: false, encoding: .utf8)
    }
    var validator = Validator()
    let own = try await validator.validate([copy])
    let report = try await validator.validate([root])
    // Files that the catalog does not name can't be found.
    let known = findings(own, below: copy).filter { !$0.contains(" XRF003 ") }
    #expect(findings(report, below: root) == known)
    #expect(report.notices.map(\.code) == own.notices.map(\.code))
    // Objects are requested one by one; those that no row names can't be found.
    validator.depth = .objects
    let ownObjects = findings(try await validator.validate([copy]), below: copy)
    let objects = try await validator.validate([root])
    #expect(
      findings(objects, below: root)
        == ownObjects.filter { !$0.contains(" XRF003 ") && !$0.contains(" OBJ003 ") })
    #expect(objects.notices.map(\.code) == ["NET003"])
    #expect(!objects.isComplete)
    #expect(objects.outcomes.first { $0.rule == "OBJ003" }?.outcome == .notEvaluated)
    #expect(objects.outcomes.first { $0.rule == "OBJ001" }?.outcome == .fail)
  }

  @Test func `are compared with their rows, one object at a time`() async throws {
    let folder = ProcessInfo.processInfo.environment["SCREGISTRY_TEST_SERVERS"] ?? ""
    let root = servers.nginx.url + "/asked/"
    let copy = folder + "/web/asked/"
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.createDirectory(atPath: copy + "ds", withIntermediateDirectories: true)
    var rows = "# start, stop, datakey, filesize\n"
    let first = SCRTime.secondsOfYear(2015).lowerBound
    for number in 0..<300 {
      let start = SCRTime(seconds: first + Int64(number) * 60)
      // One is missing, one has another size.
      if number != 70 {
        try Data(repeating: 1, count: number == 200 ? 3 : 5)
          .write(to: URL(filePath: copy + "ds/\(number).cdf"))
      }
      rows += "\(start.text),\(start.text),\(root)ds/\(number).cdf,5\n"
    }
    try Data(rows.utf8).write(to: URL(filePath: copy + "ds/ds_2015.csv"))
    let catalog = """
      {"version": "1.1", "name": "n", "contact": "c", "egress": "public, free",
       "status": {"code": 1200, "message": "OK"}, "catalog": [
        {"id": "ds", "index": "\(root)ds/", "title": "t", "start": "2015-01-01T00:00:00Z",
         "stop": "2015-01-01T04:59:00Z", "modification": "2020-01-01T00:00:00Z",
         "indextype": "csv", "filetype": "cdf"}]}
      """
    try Data(catalog.utf8).write(to: URL(filePath: copy + "catalog.json"))
    var validator = Validator()
    validator.depth = .objects
    let report = try await validator.validate([root])
    let found = report.findings.filter { $0.rule.hasPrefix("OBJ") }
      .map { "\($0.rule):\($0.location.line ?? 0)" }
    #expect(found == ["OBJ001:72", "OBJ002:202"])
    #expect(report.coverage.objects == 300)
  }

  @Test func `are compared without permission to list`() async throws {
    let bucket = "s3://unlisted/"
    let client = S3Client(
      http: try HTTPClient(),
      endpoint: try #require(
        S3Endpoint(url: servers.moto.url, region: servers.moto.region ?? "us-east-1")),
      credentials: servers.moto.credentials)
    var create = S3Client.Query(method: .put, bucket: "unlisted")
    create.body = Array(
      """
      <CreateBucketConfiguration><LocationConstraint>\(servers.moto.region ?? "us-east-1")\
      </LocationConstraint></CreateBucketConfiguration>
      """.utf8)
    _ = try? await client.send(create)
    let storage = try StorageProvider(options).place(of: bucket).storage
    let files = [
      "catalog.json": """
      {"version": "1.1", "name": "n", "contact": "c", "egress": "public, free",
       "status": {"code": 1200, "message": "OK"}, "catalog": [
        {"id": "ds", "index": "\(bucket)ds/", "title": "t", "start": "2015-01-01T00:00:00Z",
         "stop": "2015-01-01T02:00:00Z", "modification": "2020-01-01T00:00:00Z",
         "indextype": "csv", "filetype": "cdf"}]}
      """,
      "ds/ds_2015.csv": """
      # start, stop, datakey, filesize
      2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,\(bucket)ds/a.cdf,1
      2015-01-01T01:00:00Z,2015-01-01T02:00:00Z,\(bucket)ds/b.cdf,1

      """, "ds/a.cdf": "x", "ds/b.cdf": "xyz",
    ]
    for (key, text) in files {
      _ = try await storage.write(Array(text.utf8), to: key, WriteAttributes())
    }
    var validator = Validator()
    var options = options
    options.credentials = servers.motoReader.credentials
    validator.storages = StorageProvider(options)
    validator.depth = .objects
    let report = try await validator.validate([bucket])
    #expect(report.findings.filter { $0.rule.hasPrefix("OBJ") }.map(\.rule) == ["OBJ002"])
    #expect(report.notices.map(\.code) == ["NET003"])
    #expect(report.coverage.objects == 2)
  }

  @Test func `are undetermined if they can't be read`() async throws {
    var validator = Validator()
    var options = options
    options.credentials = S3Credentials(accessKeyID: "AKIDWRONG", secretAccessKey: "wrong")
    validator.storages = StorageProvider(options)
    let report = try await validator.validate(["s3://odd/"])
    #expect(report.verdict == .undetermined)
    #expect(report.notices.map(\.code) == ["NET001"])
  }

  @Test func `are refused as targets if they have no catalog`() async throws {
    var validator = Validator()
    validator.storages = StorageProvider(options)
    let error = await #expect(throws: TargetError.self) {
      try await validator.validate(["s3://many/"])
    }
    #expect(error?.detail.contains("there is no catalog.json") == true)
  }
}
