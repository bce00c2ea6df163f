internal import Files
internal import Formats
internal import Glibc
internal import Locks

/// Sends requests to S3 or a compatible server.
struct S3Client: Sendable {
  /// Sends the requests.
  let http: HTTPClient
  /// The S3 endpoint.
  let endpoint: S3Endpoint
  /// The user's credentials; nil for anonymous access, which public buckets allow.
  let credentials: S3Credentials?
  /// A source of temporary credentials, used if there are no others.
  var metadata: MetadataCredentials?
  /// Whether the user pays for the requests.
  var paysForRequests = false
  /// How often to retry.
  var retries = RetryPolicy()
  /// The parts in which large objects are written.
  var parts = UploadParts()
  private let regions = RegionMemory()

  /// Creates a client.
  ///
  /// - Parameters:
  ///   - http: Sends the requests.
  ///   - endpoint: The S3 endpoint.
  ///   - credentials: The user's credentials; nil for anonymous access.
  init(http: HTTPClient, endpoint: S3Endpoint, credentials: S3Credentials?) {
    self.http = http
    self.endpoint = endpoint
    self.credentials = credentials
  }

  /// The regions that servers named for their buckets.
  private final class RegionMemory: Sendable {
    private let regions = Lock<[String: String]>([:])

    subscript(bucket: String) -> String? {
      get { regions.withLock { $0[bucket] } }
      set { regions.withLock { $0[bucket] = newValue } }
    }
  }

  /// One request to a bucket.
  struct Query: Sendable {
    var method = HTTPRequest.Method.get
    var bucket: String
    /// The key; empty for the bucket itself.
    var key = ""
    var items: [HTTPRequest.QueryItem] = []
    var headers: [HTTPRequest.Header] = []
    var body: [UInt8] = []
    /// The checksums that are sent with the body; nil for no checksums.
    var checksums: BodyChecksums?

    /// The address for messages.
    var address: String { "s3://\(bucket)/\(key)" }
  }

  /// Sends a request until a response arrives that a retry would not change.
  ///
  /// - Parameters:
  ///   - query: The request.
  ///   - limit: The maximum size of the body, in bytes.
  /// - Returns: The response, whose status is a success.
  /// - Throws: ``StoreError`` for any other status.
  func send(_ query: Query, limit: Int? = nil) async throws(StoreError) -> HTTPResponse {
    try await ask(query) { request throws(HTTPFailure) in
      let response = try await http.send(request, limit: limit)
      return (response, response)
    }
  }

  /// Sends a request, whose body is read as it arrives, until a response arrives that a retry would
  /// not change.
  ///
  /// - Parameter query: The request.
  /// - Returns: The response, whose status is a success.
  /// - Throws: ``StoreError`` for any other status.
  func stream(_ query: Query) async throws(StoreError) -> HTTPStream {
    try await ask(query) { request throws(HTTPFailure) in
      let stream = try await http.stream(request)
      if stream.head.isSuccess {
        let refusal = try await Self.refusal(in: stream, to: query)
        return (stream, refusal ?? HTTPResponse(head: stream.head, body: []))
      }
      return (
        stream, HTTPResponse(head: stream.head, body: try await stream.collected(limit: 64 << 10))
      )
    }
  }

  /// Sends a request with a function of the caller, until a retry would not change the response.
  ///
  /// - Parameters:
  ///   - query: The request.
  ///   - way: Sends the request; returns its result, and the response that decides on a retry.
  /// - Returns: The result.
  /// - Throws: ``StoreError`` for any other status.
  func ask<Answer: Sendable>(
    _ query: Query,
    _ way: (HTTPRequest) async throws(HTTPFailure) -> (Answer, HTTPResponse)
  ) async throws(StoreError) -> Answer {
    let started = SteadyClock.seconds
    var tried = 0
    var hasMoved = false
    var redirects = S3Redirects()
    while true {
      tried += 1
      switch try await attempt(query, at: redirects.target, way) {
      case .done(let answer): return answer
      case .moved(let region, let error):
        guard !hasMoved else { throw error }
        hasMoved = true
        regions[query.bucket] = region
      case .redirected(let location, let request, let error):
        try redirects.follow(location, from: request, isSigned: isSigned, or: error)
      case .failed(let error, retryAfter: nil, cause: nil): throw error
      case .failed(let error, let retryAfter, let cause):
        let elapsed = SteadyClock.seconds - started
        guard
          let wait = retries.wait(
            after: tried, elapsed: elapsed, retryAfter: retryAfter, cause: cause ?? .failure)
        else {
          throw StoreError(
            error.code, address: error.address,
            detail: error.detail + retries.remark(after: tried, retryAfter: retryAfter))
        }
        guard (try? await pause(for: .seconds(wait))) != nil else {
          throw StoreError(.cancelled, address: query.address, detail: "cancelled")
        }
      }
    }
  }

  /// The result of one attempt.
  private enum Attempt<Answer> {
    case done(Answer)
    /// The bucket is in another region.
    case moved(to: String, StoreError)
    /// The server names another address for the request.
    case redirected(String, from: HTTPRequest, StoreError)
    /// A cause makes it worth another attempt.
    case failed(StoreError, retryAfter: Double?, cause: RetryPolicy.Cause?)
  }

  private func attempt<Answer: Sendable>(
    _ query: Query, at target: WebAddress?,
    _ way: (HTTPRequest) async throws(HTTPFailure) -> (Answer, HTTPResponse)
  ) async throws(StoreError) -> Attempt<Answer> {
    let request = try await request(query, at: target)
    let answer: Answer
    let response: HTTPResponse
    do throws(HTTPFailure) {
      (answer, response) = try await way(request)
    } catch {
      return .failed(
        StoreError(error, address: query.address), retryAfter: nil,
        cause: error.isTransient ? .failure : nil)
    }
    if response.head.isSuccess { return .done(answer) }
    let refusal = S3Error(response, address: query.address)
    let error = StoreError(refusal)
    if refusal.code == .wrongRegion, let region = refusal.region, S3Names.isRegion(region),
      region != self.region(of: query.bucket)
    {
      return .moved(to: region, error)
    }
    if refusal.code == .wrongRegion, let location = response.head["location"],
      query.method == .get || query.method == .head
    {
      return .redirected(location, from: request, error)
    }
    guard refusal.isTransient else { return .failed(error, retryAfter: nil, cause: nil) }
    return .failed(
      error,
      retryAfter: RetryPolicy.seconds(of: response.head["retry-after"], now: Int64(time(nil))),
      cause: refusal.cause)
  }

  private func region(of bucket: String) -> String { regions[bucket] ?? endpoint.region }

  /// Whether requests are signed.
  private var isSigned: Bool { credentials != nil || metadata != nil }

  /// Creates the request, signed unless access is anonymous.
  private func request(
    _ query: Query, at target: WebAddress?
  ) async throws(StoreError) -> HTTPRequest {
    var endpoint = endpoint
    endpoint.region = region(of: query.bucket)
    let place = endpoint.place(of: query.bucket)
    var request = HTTPRequest(
      query.method, scheme: endpoint.scheme, host: place.host, path: place.path + query.key)
    request.query = query.items
    if let target {
      request.scheme = target.scheme
      request.host = target.host
      request.encodedPath = target.path
      request.encodedQuery = target.sortedQuery
    }
    request.headers = query.headers
    request.body = query.body
    if let checksums = query.checksums { request.headers += checksums.headers }
    if paysForRequests { request[header: "x-amz-request-payer"] = "requester" }
    var who = credentials
    if who == nil, let metadata { who = try await metadata.credentials() }
    if let who {
      RequestSigner(credentials: who, region: endpoint.region)
        .sign(
          &request, at: Instant(seconds: Int64(time(nil))), checksum: query.checksums?.sha256)
    }
    return request
  }
}
