internal import CCurl

/// Why no complete response arrived from a server.
struct HTTPFailure: Error, Sendable, Hashable {
  /// The kinds of failure.
  enum Code: String, Sendable, Hashable {
    /// The URL is not allowed.
    case badURL
    /// The name of the server or proxy is not known.
    case unknownHost
    /// No server accepts connections there.
    case refused
    /// The proxy refuses to connect to the server.
    case refusedByProxy
    /// The server can't prove who it is, or its encryption fails.
    case insecure
    /// The server took longer than allowed.
    case timedOut
    /// The connection broke.
    case reset
    /// The response was truncated.
    case truncated
    /// The response is larger than allowed.
    case tooLarge
    /// The response is not HTTP, or its content coding is broken.
    case malformed
    /// The server is at an address that is not allowed.
    case forbiddenAddress
    /// There are too many redirects, or one is not allowed.
    case badRedirect
    /// The task was cancelled.
    case cancelled
    /// libcurl failed in another way.
    case other
  }

  /// The kind of failure.
  var code: Code
  /// A message for people.
  var detail: String

  init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  /// Whether the same request may succeed a little later.
  var isTransient: Bool {
    switch code {
    case .unknownHost, .refused, .timedOut, .reset, .truncated: true
    default: false
    }
  }

  /// Translates a libcurl error.
  init(_ code: CURLcode, _ detail: String) {
    let text = detail.isEmpty ? EasyHandle.text(of: code) : detail
    // libcurl reports an unknown protocol when a server does not speak HTTP.
    let isNoHTTP = code == CURLE_UNSUPPORTED_PROTOCOL && text.contains("HTTP/0.9")
    if let refusal = Self.proxyRefusal(text) {
      self = refusal
      return
    }
    self.init(isNoHTTP ? .malformed : Self.kinds[code.rawValue] ?? .other, text)
  }

  /// Reads what libcurl says about a proxy that answered CONNECT with a status from 400 to 499,
  /// which a retry would not change.
  private static func proxyRefusal(_ text: String) -> HTTPFailure? {
    guard text.contains("CONNECT"),
      let status = text.split(separator: " ").lazy.compactMap({ Int($0) }).first(where: {
        (400..<500).contains($0)
      })
    else { return nil }
    let advice =
      status == 407 ? "; put a user and password into the URL of the proxy (https_proxy)" : ""
    return HTTPFailure(
      .refusedByProxy, "the proxy refuses the connection with status \(status)\(advice)")
  }

  private static let kinds: [UInt32: Code] = [
    CURLE_UNSUPPORTED_PROTOCOL.rawValue: .badURL, CURLE_URL_MALFORMAT.rawValue: .badURL,
    CURLE_COULDNT_RESOLVE_PROXY.rawValue: .unknownHost,
    CURLE_COULDNT_RESOLVE_HOST.rawValue: .unknownHost,
    CURLE_COULDNT_CONNECT.rawValue: .refused, CURLE_PARTIAL_FILE.rawValue: .truncated,
    CURLE_OPERATION_TIMEDOUT.rawValue: .timedOut, CURLE_SSL_CONNECT_ERROR.rawValue: .insecure,
    CURLE_PEER_FAILED_VERIFICATION.rawValue: .insecure,
    CURLE_SSL_CACERT_BADFILE.rawValue: .insecure, CURLE_SSL_CERTPROBLEM.rawValue: .insecure,
    CURLE_GOT_NOTHING.rawValue: .reset, CURLE_SEND_ERROR.rawValue: .reset,
    CURLE_RECV_ERROR.rawValue: .reset, CURLE_HTTP2.rawValue: .reset,
    CURLE_HTTP2_STREAM.rawValue: .reset, CURLE_WEIRD_SERVER_REPLY.rawValue: .malformed,
    CURLE_BAD_CONTENT_ENCODING.rawValue: .malformed,
  ]
}

extension HTTPFailure {
  /// The server is not at a public address, and the user did not name it.
  ///
  /// - Parameters:
  ///   - host: The host, with or without its port.
  ///   - address: Its address; nil if the host is one.
  /// - Returns: The failure.
  static func forbidden(host: String, address: NetworkAddress?) -> HTTPFailure {
    let name = Origin.split(host)?.host ?? host
    let place = address.map { " is at \($0.text), which" } ?? ""
    return HTTPFailure(
      .forbiddenAddress,
      "\(host)\(place) is not a public address, and no target names this server; pass "
        + "--allow-host \(name) if it is yours")
  }
}
