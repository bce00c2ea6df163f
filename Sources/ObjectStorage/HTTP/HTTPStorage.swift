internal import Files
internal import Formats
internal import Glibc

/// A web server as a read-only storage.
///
/// A key is the part of a URL after the server. Percent-encoding in it stays; the rest is encoded
/// for the request.
package struct HTTPStorage: ServerStorage {
  private let http: HTTPClient
  private let scheme: String
  private let host: String
  private let retries: RetryPolicy

  init(_ http: HTTPClient, scheme: String, host: String, retries: RetryPolicy = RetryPolicy()) {
    self.http = http
    self.scheme = scheme
    self.host = host
    self.retries = retries
  }

  package var address: String { "\(scheme)://\(host)/" }

  func metadata(of key: String) async throws(StoreError) -> ObjectInfo {
    try await answer(about: key).info
  }

  package func details(of key: String, part: Int?) async throws(StoreError) -> ObjectInfo {
    guard part == nil else {
      throw StoreError(.unsupported, address: address + key, detail: "a web server has no parts")
    }
    var (info, head) = try await answer(about: key)
    info.details = head.details
    return info
  }

  /// The metadata of an object, and the answer that has it.
  ///
  /// Some servers don't answer HEAD, and those of applications often answer it for every path, with
  /// no length or a length of 0. Then the answer to a request for one byte counts.
  private func answer(
    about key: String
  ) async throws(StoreError) -> (info: ObjectInfo, head: HTTPHead) {
    do throws(StoreError) {
      let head = try await stream(.head, key: key, range: nil, etag: nil, known: nil).head
      let info = Self.info(of: head)
      if info.isSizeKnown, info.size > 0 { return (info, head) }
    } catch {
      guard error.fact == .isAboutMethod else { throw error }
    }
    do throws(StoreError) {
      let head = try await stream(.get, key: key, range: 0..<1, etag: nil, known: nil).head
      return (Self.info(of: head), head)
    } catch {
      // An object without a first byte is empty.
      guard error.fact == .isAboutRange else { throw error }
      return (ObjectInfo(size: 0), HTTPHead(status: 200))
    }
  }

  /// The metadata in an answer; the length of a part is not that of the object.
  private static func info(of head: HTTPHead) -> ObjectInfo {
    let range = ContentRange(of: head)
    return head.info(size: range?.size ?? (head.status == 206 ? nil : head.contentLength))
  }

  func reader(
    of key: String, _ part: ObjectPart
  ) async throws(StoreError) -> ResumingReader {
    try await ResumingReader(part, address: address + key, retries: retries) {
      range, etag throws(StoreError) in
      try await stream(
        .get, key: key, range: range, etag: etag, known: etag == nil ? part.known : nil,
        refusesPages: part.refusesPages && range == nil)
    }
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    throw StoreError(.unsupported, address: address, detail: "a web server can't be listed")
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(
      .unsupported, address: address + key, detail: "scregistry can't write to a web server")
  }

  package func delete(_ key: String) async throws(StoreError) {
    throw StoreError(
      .unsupported, address: address + key, detail: "scregistry can't delete from a web server")
  }
}

// MARK: - Requests

extension HTTPStorage {
  /// Sends a request until a response arrives that a retry would not change.
  private func stream(
    _ method: HTTPRequest.Method, key: String, range: Range<Int>?, etag: String?,
    known: ObjectInfo?, refusesPages: Bool = false
  ) async throws(StoreError) -> HTTPStream {
    var request = HTTPRequest(method, scheme: scheme, host: host)
    let target = PercentEncoding.encode(loosePath: key)
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    request.encodedPath = "/" + target[..<mark]
    if mark < target.endIndex {
      request.encodedQuery = String(target[target.utf8.index(after: mark)...])
    }
    request.headers.append(.init(name: "Accept-Encoding", value: "identity"))
    if let range { request.headers.append(.init(name: "Range", value: range.headerText)) }
    if let etag { request.headers.append(.init(name: "If-Match", value: etag)) }
    if let header = known?.condition { request.headers.append(header) }
    let started = SteadyClock.seconds
    var tried = 0
    while true {
      tried += 1
      var error: StoreError
      var retryAfter: Double?
      let isTransient: Bool
      var cause = RetryPolicy.Cause.failure
      do throws(HTTPFailure) {
        let stream = try await http.streamFollowing(request)
        if stream.head.hasFile {
          if refusesPages { try await Self.refusePage(stream, of: key) }
          return stream
        }
        error = Self.refusal(stream.head, address: address + key)
        retryAfter = RetryPolicy.seconds(
          of: stream.head["retry-after"], now: Int64(time(nil)))
        isTransient = [429, 500, 502, 503, 504].contains(stream.head.status)
        cause = RetryPolicy.Cause(ofStatus: stream.head.status)
      } catch let failure {
        (error, isTransient) = (StoreError(failure, address: address + key), failure.isTransient)
      }
      guard isTransient else { throw error }
      let elapsed = SteadyClock.seconds - started
      guard
        let wait = retries.wait(
          after: tried, elapsed: elapsed, retryAfter: retryAfter, cause: cause)
      else {
        throw StoreError(
          error.code, address: error.address,
          detail: error.detail + retries.remark(after: tried, retryAfter: retryAfter))
      }
      guard (try? await pause(for: .seconds(wait))) != nil else {
        throw StoreError(.cancelled, address: address + key, detail: "cancelled")
      }
    }
  }

  /// Refuses a page or an error that a server sends in place of a file.
  ///
  /// Unlike S3, web servers give pages an ETag, too.
  private static func refusePage(
    _ stream: HTTPStream, of key: String
  ) async throws(HTTPFailure) {
    let path = String(key.prefix { $0 != "?" })
    guard !MarkupKind.isExpected(of: path) else { return }
    if let failure = try await stream.markup()?.failure(insteadOf: path) { throw failure }
  }

  private static func refusal(_ head: HTTPHead, address: String) -> StoreError {
    let code: StoreError.Code
    var detail = "HTTP status \(head.status)"
    switch head.status {
    case 404, 410:
      code = .notFound
      detail += head.status == 404 ? ": there is no such file" : ": the file was removed"
    case 300..<400 where head["location"] == nil && head.status != 304:
      code = .malformed
      detail += ": the server redirects, but does not say where to"
    case 401:
      // Web servers ask for a login path by path, so this says nothing about other files.
      code = .accessDenied
      detail += ": the server asks for a login, which scregistry does not have"
    case 403:
      code = .accessDenied
      detail += ": the server refuses access"
    case 407:
      code = .unavailable
      detail = "the proxy asks for a user and password; put them into its URL (http_proxy)"
    case 304: code = .notModified
    case 412: code = .preconditionFailed
    case 416:
      code = .malformed
      detail = "it has no such part"
    case 200..<300:
      code = .malformed
      detail += ": the server answers, but sends no file"
    case 429, 500...599: code = .unavailable
    default: code = .malformed
    }
    return StoreError(code, address: address, detail: detail, fact: StoreError.Fact(of: head))
  }
}
