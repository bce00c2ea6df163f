internal import Locks

/// Sends requests to HTTP servers, many at a time, over connections that stay open.
///
/// It retries nothing; its callers decide on that.
struct HTTPClient: Sendable {
  private let loop: TransferLoop
  /// The options of the requests.
  let options: HTTPOptions

  /// Creates a client with its own thread.
  ///
  /// - Parameter options: The options of the requests.
  /// - Throws: A failure if libcurl can't be started.
  init(_ options: HTTPOptions = HTTPOptions()) throws(HTTPFailure) {
    self.options = options
    loop = try TransferLoop(options)
  }

  /// Sends a request and waits for the complete response.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - limit: The maximum size of the body, in bytes; nil for that of the options.
  /// - Returns: The response, whatever its status.
  /// - Throws: A failure if no complete response arrived.
  func send(_ request: HTTPRequest, limit: Int? = nil) async throws(HTTPFailure) -> HTTPResponse {
    if let late = options.lateness { throw late }
    let channel = TransferChannel(collects: true, limit: limit ?? options.bodyLimit)
    let number = loop.start(request, channel: channel)
    let head = await withTaskCancellationHandler {
      await channel.head()
    } onCancel: {
      loop.cancel(number)
    }
    return HTTPResponse(head: try head.mapError(options.explained).get(), body: channel.body())
  }

  /// Sends a request and follows redirects that are safe.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - limit: The maximum size of the body, in bytes; nil for that of the options.
  /// - Returns: The first response that is not a redirect, whatever its status.
  /// - Throws: A failure if no complete response arrived, or a redirect is not allowed.
  func sendFollowing(
    _ request: HTTPRequest, limit: Int? = nil
  ) async throws(HTTPFailure) -> HTTPResponse {
    var request = request
    var redirects = Redirects()
    while true {
      let response = try await send(request, limit: limit)
      guard let next = try redirects.next(after: response.head, to: request) else {
        return response
      }
      request = next
    }
  }

  /// Sends a request and returns as soon as the body begins.
  ///
  /// - Parameter request: The request.
  /// - Returns: The head of the response, and a stream of the body.
  /// - Throws: A failure if no response arrived.
  func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
    if let late = options.lateness { throw late }
    let channel = TransferChannel(collects: false, limit: .max)
    let number = loop.start(request, channel: channel)
    let head = await withTaskCancellationHandler {
      await channel.head()
    } onCancel: {
      loop.cancel(number)
    }
    return HTTPStream(
      head: try head.mapError(options.explained).get(), loop: loop, channel: channel,
      number: number, options: options)
  }
}

extension HTTPClient {
  /// Sends a request, follows redirects that are safe, and returns as soon as the body begins.
  ///
  /// - Parameter request: The request.
  /// - Returns: The head of the response, and a stream of the body.
  /// - Throws: A failure if no response arrived, or a redirect is not allowed.
  func streamFollowing(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
    var request = request
    var redirects = Redirects()
    while true {
      let stream = try await stream(request)
      guard let next = try redirects.next(after: stream.head, to: request) else { return stream }
      request = next
    }
  }
}

/// A response whose body is read as it arrives; the server waits while nobody reads.
final class HTTPStream: Sendable {
  /// The head of the response.
  let head: HTTPHead
  private let loop: TransferLoop
  private let channel: TransferChannel
  private let number: UInt64
  private let options: HTTPOptions
  /// Bytes that were read to look at them, and that come again.
  private let seen = Lock<[UInt8]>([])

  init(
    head: HTTPHead, loop: TransferLoop, channel: TransferChannel, number: UInt64,
    options: HTTPOptions
  ) {
    self.options = options
    self.head = head
    self.loop = loop
    self.channel = channel
    self.number = number
  }

  /// Nobody can read the rest, so the transfer is cancelled.
  deinit { loop.cancel(number) }

  /// Reads the rest of the body, or its beginning if it is longer than the limit.
  ///
  /// - Parameter limit: How many bytes are enough.
  /// - Returns: The bytes.
  /// - Throws: A failure if the rest does not come.
  func collected(limit: Int) async throws(HTTPFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit, let more = try await next() { bytes += more }
    return bytes
  }

  /// Reads the beginning of the body, which ``next()`` returns again.
  ///
  /// - Parameter count: How many bytes are enough.
  /// - Returns: At least so many bytes, unless the body is shorter.
  /// - Throws: A failure if the rest does not come.
  func beginning(of count: Int) async throws(HTTPFailure) -> [UInt8] {
    let bytes = try await collected(limit: count)
    seen.withLock { $0 = bytes }
    return bytes
  }

  /// Waits for more of the body.
  ///
  /// - Returns: Bytes; nil at the end.
  /// - Throws: A failure if the rest does not come.
  func next() async throws(HTTPFailure) -> [UInt8]? {
    let seen = seen.withLock { seen in
      defer { seen = [] }
      return seen
    }
    guard seen.isEmpty else { return seen }
    let result = await withTaskCancellationHandler {
      await channel.next { loop.resume(number) }
    } onCancel: {
      loop.cancel(number)
    }
    return try result.mapError(options.explained).get()
  }
}
