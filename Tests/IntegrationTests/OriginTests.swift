import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

@Suite(
  "Servers that the user did not name, against nginx and a server that redirects", .needsServers)
struct OriginTests {
  let servers: TestServers

  init() throws { servers = try #require(TestServers.running) }

  /// The port of a server.
  private func port(_ server: TestServers.Server) throws -> String {
    String(try #require(server.url.split(separator: ":").last))
  }

  private func size(
    _ address: String, namedIn document: String?,
    _ change: (inout StorageOptions) -> Void = { _ in }
  ) async throws -> Int {
    var options = StorageOptions()
    options.tries = 1
    change(&options)
    let provider = StorageProvider(options)
    if let document { _ = try provider.place(of: document) }
    let place =
      try document.map { try provider.place(of: address, namedIn: $0) }
      ?? provider.place(of: address)
    return try await place.storage.read(place.key, .whole).info.size
  }

  /// Spellings of this machine, some of which only a resolver understands.
  static let spellings = [
    "127.0.0.1", "127.1", "0177.0.0.1", "127.0x0.0.1", "0x7f000001", "2130706433", "127%2e0.0.1",
    "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "127.0.0.2", "localhost", "0.0.0.0", "0",
  ]

  @Test(
    "a redirect leads to none at an address that is not public",
    arguments: spellings.filter { !$0.hasPrefix("[") })
  func redirect(host: String) async throws {
    let target = "http://\(host):\(try port(servers.nginx))/small.txt"
    let error = await #expect(throws: StoreError.self) {
      try await size("\(servers.faults.url)/redirect-to?\(target)", namedIn: nil)
    }
    #expect(error?.code == .forbiddenAddress, "\(error.map { "\($0)" } ?? "")")
    // The host is said as it is looked up.
    let shown = host.replacing("%2e", with: ".")
    #expect(error?.detail.contains("--allow-host \(shown)") == true)
  }

  @Test("a document leads to none", arguments: spellings)
  func document(host: String) async throws {
    let error = await #expect(throws: StoreError.self) {
      try await size(
        "http://\(host):\(try port(servers.nginx))/small.txt",
        namedIn: servers.faults.url + "/catalog.json")
    }
    #expect(error?.code == .forbiddenAddress)
  }

  @Test func `to the server that the user named, both lead`() async throws {
    let target = servers.nginx.url + "/small.txt"
    #expect(try await size(target, namedIn: servers.nginx.url + "/catalog.json") == 6)
    #expect(try await size(servers.nginx.url + "/moved/small.txt", namedIn: nil) == 6)
  }

  @Test func `an option allows a host, with or without its port`() async throws {
    let target = servers.nginx.url + "/small.txt"
    for host in ["127.0.0.1", "127.0.0.1:\(try port(servers.nginx))"] {
      for (address, document) in [
        (target, servers.faults.url + "/c.json"),
        ("\(servers.faults.url)/redirect-to?\(target)", nil),
      ] {
        #expect(try await size(address, namedIn: document) { $0.allowedHosts = [host] } == 6)
      }
    }
    await #expect(throws: StoreError.self) {
      try await size(target, namedIn: servers.faults.url + "/c.json") {
        $0.allowedHosts = ["127.0.0.1:1"]
      }
    }
  }

  @Test func `with a proxy, only names are left to it`() async throws {
    var options = HTTPOptions()
    options.origins = AllowedOrigins()
    let proxy = String(servers.nginx.url.dropFirst("http://".count))
    options.proxies = ProxySettings { $0 == "http_proxy" ? proxy : nil }
    let client = try HTTPClient(options)
    // nginx takes the request of a proxy's client as one of its own.
    let response = try await client.send(
      HTTPRequest(scheme: "http", host: "no.such.host.invalid", path: "/small.txt"))
    #expect(response.body == Array("small\n".utf8))
    for host in Self.spellings + ["10.0.0.1", "[fd00::1]", "１２７.0.0.1"] {
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.send(HTTPRequest(scheme: "http", host: host, path: "/small.txt"))
      }
      #expect(failure?.code == .forbiddenAddress, "\(host)")
    }
  }

  @Test func `a slow drip is given up`() async throws {
    var options = HTTPOptions()
    options.stallTimeout = 1
    options.slowestRate = 100_000
    let client = try HTTPClient(options)
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(servers.nginx.request(.get, "/slow/million.bin"))
    }
    #expect(failure?.code == .timedOut)
  }
}
