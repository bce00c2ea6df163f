import TestSupport
import Testing

@testable import ObjectStorage

@Suite("Where S3 requests go, and whether they are signed")
struct S3AccessTests {
  static let keys = ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "S"]

  /// Decides, and returns the warnings too.
  private func access(
    _ environment: [String: String] = Self.keys, _ change: (inout StorageOptions) -> Void
  ) throws -> (S3Access, [String]) {
    let texts = SharedValue<[String]>([])
    var options = StorageOptions()
    options.warnings = StorageWarnings { text in texts.change { $0.append(text) } }
    change(&options)
    let settings = try S3Settings(environment: { environment[$0] }, file: { _ in nil })
    let access = try S3Access(options, settings: settings)
    _ = try S3Access(options, settings: settings)
    return (access, texts.value)
  }

  @Test func `an endpoint that only a configuration file names gets no credentials`() throws {
    for url in ["https://evil.example", "http://127.0.0.1:9000"] {
      let (access, warnings) = try access {
        $0.endpointURL = url
        $0.hasForeignEndpoint = true
      }
      #expect(access.credentials == nil)
      #expect(warnings.count == 1)
    }
    let (metadata, _) = try access([:]) {
      $0.endpointURL = "https://evil.example"
      $0.hasForeignEndpoint = true
      $0.usesMetadata = true
    }
    #expect(!metadata.usesMetadata)
  }

  @Test func `it gets them if the environment names it too`() throws {
    let environment = Self.keys.merging(["AWS_ENDPOINT_URL": "https://own.example:443/"]) { $1 }
    let (access, warnings) = try access(environment) {
      $0.endpointURL = "https://own.example"
      $0.hasForeignEndpoint = true
    }
    #expect(access.credentials?.accessKeyID == "K")
    #expect(warnings.isEmpty)
  }

  @Test func `http to another machine is signed with one warning, to this one without`() throws {
    for (url, count) in [
      ("http://10.0.0.7:9000", 1), ("http://store.example", 1), ("http://127.0.0.1:9000", 0),
      ("http://localhost:9000", 0), ("http://[::1]:9000", 0), ("https://store.example", 0),
    ] {
      let (access, warnings) = try access { $0.endpointURL = url }
      #expect(access.credentials != nil)
      #expect(warnings.count == count, "\(url)")
    }
    let (_, unsigned) = try access([:]) { $0.endpointURL = "http://10.0.0.7:9000" }
    #expect(unsigned.isEmpty)
  }

  @Test(
    "a region that would change the host is refused",
    arguments: [
      "us-east-1.evil.example/", "x/../..", "a@b", "a b", "", "-x", "x-", "a#b", "a?b", "a:1",
      "us-east-1\r\nX: y", "a%2e", "é",
    ])
  func region(_ region: String) {
    let error = #expect(throws: StoreError.self) { try access { $0.region = region } }
    #expect(error?.code == .unsupported)
  }

  @Test("other servers have regions of their own", arguments: ["garage", "auto", "us-gov-west-1"])
  func ownRegion(_ region: String) throws {
    #expect(try access { $0.region = region }.0.endpoint.region == region)
  }

  @Test(
    "an address with another bucket than a name is refused",
    arguments: [
      "s3://a@b/", "s3://evil.example#/", "s3://a?b/", "s3://../x", "s3://a%2fb/", "s3://a b/",
    ])
  func bucket(_ address: String) {
    let error = #expect(throws: StoreError.self) { try StorageProvider().place(of: address) }
    #expect(error?.code == .forbiddenAddress)
  }
}
