import Testing

@testable import ObjectStorage
@testable import SharedCloudRegistry

@Suite("HTTP client, against nginx and a server that fails on purpose", .needsServers)
struct HTTPClientTests {
  let servers: TestServers
  let client: HTTPClient
  /// A client that gives up after a second without bytes.
  let impatientClient: HTTPClient

  init() throws {
    servers = try #require(TestServers.running)
    var options = HTTPOptions()
    options.connectTimeout = 20_000
    client = try HTTPClient(options)
    options.stallTimeout = 1
    impatientClient = try HTTPClient(options)
  }

  /// The body of a length that the servers send.
  static func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }

  @Test("reads complete bodies", arguments: ["/million.bin", "/static-gzip/million.bin"])
  func whole(path: String) async throws {
    let response = try await client.send(servers.nginx.request(.get, path))
    #expect(response.head.status == 200)
    #expect(response.body == Self.pattern(1_000_000))
  }

  @Test func `reads a range`() async throws {
    var request = servers.nginx.request(.get, "/million.bin")
    request[header: "Range"] = "bytes=999990-999999"
    let response = try await client.send(request)
    #expect(response.head.status == 206)
    #expect(response.body == Array(Self.pattern(1_000_000).suffix(10)))
    #expect(response.head["content-range"] == "bytes 999990-999999/1000000")
  }

  @Test func `requests only the head`() async throws {
    let response = try await client.send(servers.nginx.request(.head, "/million.bin"))
    #expect(response.head.contentLength == 1_000_000)
    #expect(response.head["etag"] != nil)
    #expect(response.body.isEmpty)
  }

  @Test func `streams in bounded memory and keeps the order`() async throws {
    let stream = try await client.stream(servers.nginx.request(.get, "/million.bin"))
    var body: [UInt8] = []
    while let bytes = try await stream.next() { body += bytes }
    #expect(body == Self.pattern(1_000_000))
  }

  @Test func `many requests share connections`() async throws {
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<500 {
        group.addTask {
          try await client.send(servers.nginx.request(.get, "/small.txt")).head.status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == [Int](repeating: 200, count: 500))
  }

  /// A path of the failing server and the expected error.
  struct Fault: CustomTestStringConvertible, Sendable {
    var path: String
    var code: HTTPFailure.Code
    var isTransient: Bool
    var testDescription: String { "\(path) is \(code.rawValue)" }
  }

  static let faults = [
    Fault(path: "/reset/1000", code: .reset, isTransient: true),
    Fault(path: "/truncated/1000", code: .truncated, isTransient: true),
    Fault(path: "/chunked-cut/1000", code: .truncated, isTransient: true),
    Fault(path: "/stall/1000", code: .timedOut, isTransient: true),
    Fault(path: "/silence", code: .timedOut, isTransient: true),
    Fault(path: "/garbage", code: .malformed, isTransient: false),
    Fault(path: "/headers/400000", code: .tooLarge, isTransient: false),
    Fault(path: "/bomb/300", code: .tooLarge, isTransient: false),
    Fault(path: "/broken-gzip", code: .malformed, isTransient: false),
  ]

  @Test("turns faults of the server into errors, never into data", arguments: faults)
  func fault(_ fault: Fault) async throws {
    // A busy machine may need seconds for the bytes of the other faults.
    let client = fault.code == .timedOut ? impatientClient : client
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(servers.faults.request(.get, fault.path))
    }
    #expect(failure?.code == fault.code, "\(failure?.detail ?? "")")
    #expect(failure?.isTransient == fault.isTransient)
    #expect(failure?.detail.isEmpty == false)
  }

  @Test("a stream ends with the error too", arguments: ["/truncated/1000", "/reset/1000"])
  func streamFault(path: String) async throws {
    await #expect(throws: HTTPFailure.self) {
      let stream = try await client.stream(servers.faults.request(.get, path))
      while try await stream.next() != nil {}
    }
  }

  @Test func `a missing server and an unknown name are different errors`() async throws {
    let refused = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(scheme: "http", host: "127.0.0.1:1"))
    }
    #expect(refused?.code == .refused)
    let unknown = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(scheme: "http", host: "no.such.host.invalid"))
    }
    #expect(unknown?.code == .unknownHost)
  }

  @Test func `a client that fails often still says why`() async throws {
    for _ in 0..<5 {
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.send(HTTPRequest(scheme: "http", host: "no.such.host.invalid"))
      }
      #expect(failure?.code == .unknownHost, "\(String(describing: failure))")
    }
    let response = try await client.send(servers.nginx.request(.get, "/million.bin"))
    #expect(response.body.count == 1_000_000)
  }

  @Test func `other schemes are refused`() async throws {
    for url in ["file", "ftp", "gopher", "dict"] {
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.send(HTTPRequest(scheme: url, host: "127.0.0.1", path: "/etc/passwd"))
      }
      #expect(failure?.code == .badURL, "\(url): \(String(describing: failure))")
    }
  }

  @Test func `redirects are followed, ten at most`() async throws {
    let last = try await client.sendFollowing(servers.faults.request(.get, "/redirect/10"))
    #expect(String(decoding: last.body, as: UTF8.self) == "arrived\n")
    let moved = try await client.sendFollowing(servers.nginx.request(.get, "/moved/small.txt"))
    #expect(moved.body == Array("small\n".utf8))
    for path in ["/redirect/11", "/redirect-loop"] {
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.sendFollowing(servers.faults.request(.get, path))
      }
      #expect(failure?.code == .badRedirect)
    }
  }

  @Test(
    "a redirect to another scheme is refused",
    arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:70/", "data:,x"])
  func redirectOut(target: String) async throws {
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.sendFollowing(servers.faults.request(.get, "/redirect-to?\(target)"))
    }
    #expect(failure?.code == .badRedirect)
  }

  @Test func `credentials are not sent to another server`() async throws {
    for (target, isOwn) in [
      (servers.faults.url, true),
      (servers.faults.url.replacing("127.0.0.1", with: "localhost"), false),
    ] {
      var request = servers.faults.request(.get, "/redirect-to?\(target)/echo")
      request[header: "Authorization"] = "secret-of-this-server"
      request[header: "x-amz-security-token"] = "secret-token"
      request[header: "X-Plain"] = "plain"
      let echo = String(decoding: try await client.sendFollowing(request).body, as: UTF8.self)
      #expect(echo.contains("X-Plain: plain"))
      #expect(echo.contains("secret") == isOwn)
    }
  }

  @Test(
    "link-local addresses are not connected to, however they are written",
    arguments: [
      "169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "0xA9FEA9FE", "2852039166",
      "[fd00:ec2::254]",
    ])
  func linkLocal(host: String) async throws {
    let failure = await #expect(throws: HTTPFailure.self) {
      try await client.send(HTTPRequest(scheme: "http", host: host, path: "/latest/meta-data/"))
    }
    #expect(failure?.code == .forbiddenAddress, "\(failure?.detail ?? "")")
  }

  @Test func `a cancelled task stops waiting at once`() async throws {
    var options = HTTPOptions()
    options.stallTimeout = 50
    let patient = try HTTPClient(options)
    let request = servers.faults.request(.get, "/silence")
    let task = Task { try await patient.send(request) }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    let result = await task.result
    #expect(throws: HTTPFailure(.cancelled, "cancelled")) { try result.get() }
  }

  @Test func `a reader that stops early ends the transfer`() async throws {
    for _ in 0..<20 {
      let stream = try await client.stream(servers.nginx.request(.get, "/slow/million.bin"))
      _ = try await stream.next()
    }
  }
}
