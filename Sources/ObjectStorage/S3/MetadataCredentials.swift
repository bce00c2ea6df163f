internal import Formats
internal import Glibc

/// Temporary credentials that Amazon's cloud gives to a machine or a container.
///
/// The container service comes first if the environment has its address, then the machine (instance
/// metadata, version 2). Credentials are renewed five minutes before they expire.
///
/// Source: Amazon EC2 User Guide, "Retrieve security credentials"; ECS Developer Guide, "Task IAM
/// role".
actor MetadataCredentials {
  private let http: HTTPClient
  private let environment: @Sendable (String) -> String?
  private let file: @Sendable (String) throws(StoreError) -> String?
  private let now: @Sendable () -> Int64
  private var known: TimedCredentials?
  private var renewal: Task<Result<TimedCredentials, StoreError>, Never>?

  /// Creates a source; it sends no request before credentials are needed.
  ///
  /// - Parameters:
  ///   - environment: Looks up a variable.
  ///   - file: Reads a small file; nil if it does not exist.
  ///   - now: The seconds since 1970.
  /// - Throws: ``StoreError`` if HTTP can't be used.
  init(
    environment: @escaping @Sendable (String) -> String? = Environment.variable,
    file: @escaping @Sendable (String) throws(StoreError) -> String? = Environment.file,
    now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
  ) throws(StoreError) {
    var options = HTTPOptions()
    // Outside of the cloud nobody answers at these addresses, so don't wait for long.
    options.connectTimeout = 1000
    options.stallTimeout = 2
    options.totalTimeout = 4000
    options.bodyLimit = 64 << 10
    options.allowsLinkLocal = true
    options.usesProxies = false
    do throws(HTTPFailure) {
      http = try HTTPClient(options)
    } catch {
      throw StoreError(error, address: "")
    }
    self.environment = environment
    self.file = file
    self.now = now
  }

  /// Returns valid credentials, requested if necessary.
  func credentials() async throws(StoreError) -> S3Credentials {
    if let known, !known.isAlmostOver(at: now()) { return known.credentials }
    // Many requests may need them at the same time; only one fetches them.
    let task = renewal ?? Task { await ask() }
    renewal = task
    let result = await task.value
    renewal = nil
    switch result {
    case .success(let new):
      known = new
      return new.credentials
    case .failure(let error):
      // Credentials that are still valid are enough until the service is back.
      if let known, let end = known.end, end > now() { return known.credentials }
      throw error
    }
  }

  private func ask() async -> Result<TimedCredentials, StoreError> {
    do throws(StoreError) {
      if let container = try ContainerAddress(environment, file) {
        return .success(try await ask(container))
      }
      return .success(try await askInstance())
    } catch {
      return .failure(error)
    }
  }

  private func ask(_ container: ContainerAddress) async throws(StoreError) -> TimedCredentials {
    var request = HTTPRequest(scheme: container.address.scheme, host: container.address.host)
    request.encodedPath = container.address.path
    if !container.address.query.isEmpty { request.encodedQuery = container.address.query }
    if let token = container.token { request[header: "Authorization"] = token }
    return try TimedCredentials(try await body(of: request), from: request.url)
  }

  private func askInstance() async throws(StoreError) -> TimedCredentials {
    let text = environment("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"
    guard environment("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
      throw Self.none(text, detail: "AWS_EC2_METADATA_DISABLED turns this off")
    }
    guard let base = WebAddress(text) else { throw Self.none(text, detail: "it is not a URL") }
    let root = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
    func request(_ method: HTTPRequest.Method, path: String) -> HTTPRequest {
      var request = HTTPRequest(method, scheme: base.scheme, host: base.host)
      request.encodedPath = root + path
      return request
    }
    var first = request(.put, path: "/latest/api/token")
    first[header: "X-aws-ec2-metadata-token-ttl-seconds"] = "21600"
    let token = String(decoding: try await body(of: first), as: UTF8.self)
    let place = "/latest/meta-data/iam/security-credentials/"
    var second = request(.get, path: place)
    second[header: "X-aws-ec2-metadata-token"] = token
    let roles = String(decoding: try await body(of: second), as: UTF8.self)
    guard let role = roles.split(whereSeparator: \.isNewline).first else {
      throw Self.none(second.url, detail: "the machine has no role")
    }
    var third = request(.get, path: place + PercentEncoding.encode(String(role)))
    third[header: "X-aws-ec2-metadata-token"] = token
    return try TimedCredentials(try await body(of: third), from: third.url)
  }

  /// Tries at most twice.
  ///
  /// Redirects are not followed, since they could pass the token on.
  private func body(of request: HTTPRequest) async throws(StoreError) -> [UInt8] {
    var failure = Self.none(request.url, detail: "no response arrived")
    for _ in 0..<2 {
      do throws(HTTPFailure) {
        let response = try await http.send(request)
        if response.head.isSuccess { return response.body }
        failure = Self.none(request.url, detail: "HTTP status \(response.head.status)")
        guard response.head.status >= 500 else { break }
      } catch {
        failure = Self.none(request.url, detail: error.detail)
      }
    }
    throw failure
  }

  private static func none(_ address: String, detail: String) -> StoreError {
    StoreError(
      .badCredentials, address: address,
      detail: "it gives no credentials to this machine or container: \(detail)")
  }
}

/// Credentials and their expiry.
struct TimedCredentials: Sendable, Hashable {
  var credentials: S3Credentials
  /// The expiry in seconds since 1970; nil if there is no expiry.
  var end: Int64?

  /// Reads the response of a metadata service.
  ///
  /// - Parameters:
  ///   - body: The response.
  ///   - address: Its address, for messages.
  /// - Throws: ``StoreError`` if it holds no credentials.
  init(_ body: [UInt8], from address: String) throws(StoreError) {
    let root = try? JSONParser.parse(body).root
    guard let key = root?["AccessKeyId"]?.string, let secret = root?["SecretAccessKey"]?.string,
      !key.isEmpty, !secret.isEmpty
    else {
      throw StoreError(
        .badCredentials, address: address,
        detail: root?["Message"]?.string ?? "the response has no credentials")
    }
    credentials = S3Credentials(
      accessKeyID: key, secretAccessKey: secret, sessionToken: root?["Token"]?.string)
    end = root?["Expiration"]?.string.flatMap { Instant(iso8601: $0)?.seconds }
  }

  /// Whether they should be renewed.
  func isAlmostOver(at now: Int64) -> Bool { end.map { $0 - now < 300 } ?? false }
}

/// The address of a container's credentials.
struct ContainerAddress: Sendable, Hashable {
  var address: WebAddress
  /// The token that identifies the container.
  var token: String?

  /// The servers that may be used without encryption.
  private static let plainHosts: Set<String> = [
    "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "127.0.0.1", "localhost", "[::1]",
  ]

  /// Reads the environment; nil if it has no address.
  ///
  /// - Parameters:
  ///   - environment: Looks up a variable.
  ///   - file: Reads a small file.
  /// - Throws: ``StoreError`` if the address is not allowed, or the token can't be used.
  init?(
    _ environment: (String) -> String?, _ file: (String) throws(StoreError) -> String?
  ) throws(StoreError) {
    func variable(_ name: String) -> String? {
      environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    let text: String
    if let path = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      text = "http://169.254.170.2" + path
    } else if let full = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
      text = full
    } else {
      return nil
    }
    guard let address = WebAddress(text) else {
      throw StoreError(.badCredentials, address: text, detail: "it is not a URL for credentials")
    }
    let host =
      address.host.hasPrefix("[")
      ? String(address.host.prefix { $0 != "]" } + "]")
      : String(address.host.prefix { $0 != ":" })
    guard address.scheme == "https" || Self.plainHosts.contains(host) else {
      throw StoreError(
        .forbiddenAddress, address: text,
        detail: "container credentials must come over https or from this machine")
    }
    self.address = address
    token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
    if let path = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
      guard var text = try file(path) else {
        throw StoreError(.badCredentials, address: path, detail: "there is no such token file")
      }
      if text.hasSuffix("\n") { text.removeLast() }
      token = text
    }
    if let token, token.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw StoreError(
        .badCredentials, address: text, detail: "the token has control characters")
    }
  }
}
