import Foundation
import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

@Suite("Credentials of machines and containers", .needsServers, .serialized)
struct MetadataTests {
  let servers: TestServers

  init() throws { servers = try #require(TestServers.running) }

  private func metadata(
    _ environment: [String: String], files: [String: String] = [:], now: Int64? = nil
  ) throws -> MetadataCredentials {
    try MetadataCredentials(
      environment: { environment[$0] }, file: { files[$0] },
      now: { now ?? Int64(Date().timeIntervalSince1970) })
  }

  private func count() async throws -> Int {
    let response = try await HTTPClient().send(servers.metadata.request(.get, "/count"))
    return Int(String(decoding: response.body, as: UTF8.self)) ?? -1
  }

  @Test func `a machine gives those of its role, which can read a bucket`() async throws {
    let source = try metadata(["AWS_EC2_METADATA_SERVICE_ENDPOINT": servers.metadata.url])
    #expect(try await source.credentials() == servers.moto.credentials)
    var s3 = S3Client(
      http: try HTTPClient(),
      endpoint: try #require(
        S3Endpoint(url: servers.moto.url, region: servers.moto.region ?? "us-east-1")),
      credentials: nil)
    s3.metadata = source
    let storage = S3Storage(s3, bucket: "odd")
    #expect(try await storage.head("plain.txt").size == 9)
  }

  @Test func `many tasks request them only once`() async throws {
    let before = try await count()
    let source = try metadata(["AWS_EC2_METADATA_SERVICE_ENDPOINT": servers.metadata.url + "/"])
    await withTaskGroup(of: S3Credentials?.self) { group in
      for _ in 0..<20 { group.addTask { try? await source.credentials() } }
      for await credentials in group { #expect(credentials == servers.moto.credentials) }
    }
    #expect(try await count() == before + 1)
  }

  @Test func `they are renewed before they expire`() async throws {
    let before = try await count()
    let source = try metadata(
      ["AWS_EC2_METADATA_SERVICE_ENDPOINT": servers.metadata.url + "/brief"])
    for _ in 0..<3 { _ = try await source.credentials() }
    #expect(try await count() == before + 3)
  }

  @Test func `a container comes first, and sends its token`() async throws {
    let environment = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": servers.metadata.url + "/container",
      "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9",
    ]
    let token = ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "knows"]
    let merged = environment.merging(token) { $1 }
    #expect(try await metadata(merged).credentials() == servers.moto.credentials)
    let inFile = environment.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t"]) { $1 }
    let source = try metadata(inFile, files: ["/t": "knows\n"])
    #expect(try await source.credentials() == servers.moto.credentials)
    let error = await #expect(throws: StoreError.self) {
      try await metadata(environment).credentials()
    }
    #expect(error?.code == .badCredentials)
    #expect(error?.detail.contains("HTTP status 401") == true)
  }

  /// Environments without credentials.
  static let refusals: [(environment: [String: String], code: StoreError.Code, detail: String)] = [
    (["AWS_EC2_METADATA_DISABLED": "true"], .badCredentials, "AWS_EC2_METADATA_DISABLED"),
    (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9"], .badCredentials, "gives no"),
    (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "nonsense"], .badCredentials, "not a URL"),
    (
      ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.org/x"], .forbiddenAddress,
      "over https"
    ),
    (
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://127.0.0.1/x",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nb",
      ], .badCredentials, "control characters"
    ),
    (
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://127.0.0.1/x",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/none",
      ], .badCredentials, "no such token"
    ),
  ]

  @Test("if there are no credentials, the error says why", arguments: refusals.indices)
  func refusal(_ number: Int) async throws {
    let example = Self.refusals[number]
    let source = try metadata(example.environment)
    let error = await #expect(throws: StoreError.self) { try await source.credentials() }
    #expect(error?.code == example.code)
    #expect(error?.detail.contains(example.detail) == true, "\(error?.detail ?? "")")
  }
}
