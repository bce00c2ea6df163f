import Foundation
import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

/// The servers that `Tests/Servers/servers.py` started on this machine.
struct TestServers: Decodable, Sendable {
  /// One server.
  struct Server: Decodable, Sendable {
    var url: String
    var key: String?
    var secret: String?
    var region: String?

    /// The address and port.
    var host: String { String(url.dropFirst("http://".count)) }

    /// A request to it.
    func request(_ method: HTTPRequest.Method = .get, _ target: String) -> HTTPRequest {
      var request = HTTPRequest(method, scheme: "http", host: host)
      let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
      request.encodedPath = parts[0]
      if parts.count > 1 { request.encodedQuery = parts[1] }
      return request
    }

    /// The credentials of its owner.
    var credentials: S3Credentials {
      S3Credentials(accessKeyID: key ?? "", secretAccessKey: secret ?? "")
    }
  }

  var moto: Server
  /// The same, for a user who may not list buckets.
  var motoReader: Server
  /// The same through a server that checks checksums, and can damage bodies.
  var checking: Server
  var rclone: Server
  var nginx: Server
  var faults: Server
  var metadata: Server

  /// The servers; nil when `make test` did not start them.
  static let running: TestServers? = {
    guard let path = ProcessInfo.processInfo.environment["SCREGISTRY_TEST_SERVERS"],
      let data = FileManager.default.contents(atPath: path + "/servers.json")
    else { return nil }
    return try? JSONDecoder().decode(TestServers.self, from: data)
  }()
}

extension Trait where Self == ConditionTrait {
  /// Runs a test only with the servers; make test starts them.
  static var needsServers: Self {
    .enabled(if: TestServers.running != nil, "make test starts the servers for this")
  }
}
