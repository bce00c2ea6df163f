internal import Formats

/// A request to an HTTP server, with its URL in parts that are encoded only when it is sent.
struct HTTPRequest: Sendable, Hashable {
  /// The HTTP method.
  enum Method: String, Sendable, Hashable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"
  }

  /// A header's name and value.
  struct Header: Sendable, Hashable {
    var name: String
    var value: String
  }

  /// A query item's name and value, not encoded.
  struct QueryItem: Sendable, Hashable {
    var name: String
    var value: String
  }

  /// The HTTP method.
  var method = Method.get
  /// `http` or `https`.
  var scheme = "https"
  /// The server, with its port unless it is the default.
  var host: String
  /// The path, not encoded, with its leading slash.
  var path = "/"
  /// The path as it is sent, if it must not be encoded again.
  var encodedPath: String?
  /// The query.
  var query: [QueryItem] = []
  /// The query as it is sent, if it must not be encoded again.
  var encodedQuery: String?
  /// The headers, except `Host`.
  var headers: [Header] = []
  /// The body.
  var body: [UInt8] = []

  /// Creates a request.
  ///
  /// - Parameters:
  ///   - method: The HTTP method.
  ///   - scheme: `http` or `https`.
  ///   - host: The server, with its port.
  ///   - path: The path, not encoded.
  init(_ method: Method = .get, scheme: String = "https", host: String, path: String = "/") {
    self.method = method
    self.scheme = scheme
    self.host = host
    self.path = path
  }

  /// The path as it is sent.
  var pathText: String { encodedPath ?? PercentEncoding.encode(path: path) }

  /// The query as it is sent, in the order in which it is signed; empty if there is no query.
  var queryText: String {
    if let encodedQuery { return encodedQuery }
    return query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
      .sorted { $0 < $1 }
      .map { "\($0)=\($1)" }
      .joined(separator: "&")
  }

  /// The URL as it is sent.
  var url: String {
    let query = queryText
    return "\(scheme)://\(host)\(pathText)" + (query.isEmpty ? "" : "?\(query)")
  }

  /// The value of a header; the case of its name does not matter.
  subscript(header name: String) -> String? {
    get { headers.first { $0.name.isSameName(as: name) }?.value }
    set {
      headers.removeAll { $0.name.isSameName(as: name) }
      if let newValue { headers.append(Header(name: name, value: newValue)) }
    }
  }
}
