/// Follows redirects that are safe.
///
/// It stays with http and https, never goes from https to http, and sends no credentials to another
/// server.
struct Redirects: Sendable {
  /// The maximum number of redirects of one request.
  static let limit = 10

  private var followed = 0

  /// Starts without redirects.
  init() {}

  /// Finds where a response redirects.
  ///
  /// - Parameters:
  ///   - head: The head of the response.
  ///   - request: The request.
  /// - Returns: The next request; nil if the response is not a redirect.
  /// - Throws: ``HTTPFailure`` if the redirect is not allowed, or there are too many.
  mutating func next(
    after head: HTTPHead, to request: HTTPRequest
  ) throws(HTTPFailure) -> HTTPRequest? {
    guard [301, 302, 303, 307, 308].contains(head.status), let location = head["location"] else {
      return nil
    }
    guard request.method == .get || request.method == .head else {
      throw HTTPFailure(.badRedirect, "the server redirects a request that changes something")
    }
    followed += 1
    guard followed <= Self.limit else {
      throw HTTPFailure(.badRedirect, "more than \(Self.limit) redirects")
    }
    guard let own = WebAddress(request.url), let target = own.resolve(location) else {
      throw HTTPFailure(.badRedirect, "the redirect does not lead to a web address: \(location)")
    }
    guard !(own.scheme == "https" && target.scheme == "http") else {
      throw HTTPFailure(.badRedirect, "the redirect leads from https to http: \(target)")
    }
    var next = HTTPRequest(request.method, target)
    let isSameServer = own.scheme == target.scheme && own.host == target.host
    next.headers = request.headers.filter { isSameServer || !Self.tellsWhoAsks($0.name) }
    return next
  }

  /// Whether a header identifies the user.
  private static func tellsWhoAsks(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "cookie", "proxy-authorization"].contains(name)
      || name.hasPrefix("x-amz-")
  }
}
