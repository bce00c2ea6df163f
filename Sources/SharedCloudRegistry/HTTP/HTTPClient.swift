/// Asks HTTP servers, many at a time, over connections that are kept.
///
/// It tries nothing twice; those who use it decide on that.
struct HTTPClient: Sendable {
  private let loop: TransferLoop
  /// How requests are made.
  let options: HTTPOptions

  /// Creates a client with a thread of its own.
  ///
  /// - Parameter options: How requests are to be made.
  /// - Throws: A failure if libcurl can't be started.
  init(_ options: HTTPOptions = HTTPOptions()) throws(HTTPFailure) {
    self.options = options
    loop = try TransferLoop(options)
  }

  /// Asks and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - request: What to ask.
  ///   - limit: The most bytes of the body; nil for that of the options.
  /// - Returns: The answer, whatever its status.
  /// - Throws: A failure if no whole answer came.
  func send(_ request: HTTPRequest, limit: Int? = nil) async throws(HTTPFailure) -> HTTPResponse {
    let channel = TransferChannel(collects: true, limit: limit ?? options.bodyLimit)
    let number = loop.start(request, channel)
    let head = await withTaskCancellationHandler {
      await channel.head()
    } onCancel: {
      loop.cancel(number)
    }
    return HTTPResponse(head: try head.get(), body: channel.body())
  }

  /// Asks and follows redirects as far as that is safe.
  ///
  /// - Parameters:
  ///   - request: What to ask.
  ///   - limit: The most bytes of the body; nil for that of the options.
  /// - Returns: The answer, whatever its status, that is no redirect.
  /// - Throws: A failure if no whole answer came, or a redirect leads where it must not.
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

  /// Asks and returns as soon as the body begins.
  ///
  /// - Parameter request: What to ask.
  /// - Returns: What the server says, and the body to read on.
  /// - Throws: A failure if no answer came.
  func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
    let channel = TransferChannel(collects: false, limit: .max)
    let number = loop.start(request, channel)
    let head = await withTaskCancellationHandler {
      await channel.head()
    } onCancel: {
      loop.cancel(number)
    }
    return HTTPStream(head: try head.get(), loop: loop, channel: channel, number: number)
  }
}

extension HTTPClient {
  /// Asks, follows redirects as far as that is safe, and returns as soon as the body begins.
  ///
  /// - Parameter request: What to ask.
  /// - Returns: What the server says, and the body to read on.
  /// - Throws: A failure if no answer came, or a redirect leads where it must not.
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

/// An answer whose body is read as it comes; the server waits while nobody reads.
final class HTTPStream: Sendable {
  /// What the server says before the body.
  let head: HTTPHead
  private let loop: TransferLoop
  private let channel: TransferChannel
  private let number: UInt64

  init(head: HTTPHead, loop: TransferLoop, channel: TransferChannel, number: UInt64) {
    self.head = head
    self.loop = loop
    self.channel = channel
    self.number = number
  }

  /// Who reads no further needs no more of it.
  deinit { loop.cancel(number) }

  /// Reads what is left of the body, or the first of it where it is longer.
  ///
  /// - Parameter limit: How many bytes are enough.
  /// - Returns: The bytes.
  /// - Throws: A failure if the rest does not come.
  func collected(limit: Int) async throws(HTTPFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit, let more = try await next() { bytes += more }
    return bytes
  }

  /// Waits for more of the body.
  ///
  /// - Returns: Bytes; nil at the end.
  /// - Throws: A failure if the rest does not come.
  func next() async throws(HTTPFailure) -> [UInt8]? {
    let result = await withTaskCancellationHandler {
      await channel.next { loop.resume(number) }
    } onCancel: {
      loop.cancel(number)
    }
    return try result.get()
  }
}
