/// A web URL split into its parts, with its percent-encoding unchanged.
struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  var scheme: String
  /// The server, with its port unless it is the default; never a user or password.
  var host: String
  /// The path, with its leading slash.
  var path: String
  /// The query without its question mark; empty if there is no query.
  var query: String

  /// Splits a URL.
  ///
  /// The result is nil for other schemes, without a host, with a user, and for spaces and control
  /// characters anywhere. A fragment is removed.
  ///
  /// - Parameter text: An absolute URL.
  init?(_ text: String) {
    let text = text.prefix { $0 != "#" }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
      return nil
    }
    let lower = text.prefix(8).lowercased()
    guard let scheme = ["https", "http"].first(where: { lower.hasPrefix($0 + "://") }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count + 3)
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    guard !host.isEmpty, !host.contains("@") else { return nil }
    self.scheme = scheme
    self.host = host.lowercased()
    (path, query) = Self.split(rest.dropFirst(host.count))
  }

  private static func split(_ target: Substring) -> (path: String, query: String) {
    let path = target.prefix { $0 != "?" }
    return (path.isEmpty ? "/" : String(path), String(target.dropFirst(path.count).dropFirst()))
  }

  /// Resolves a reference on this page.
  ///
  /// Source: RFC 3986, section 5.2, for http and https.
  ///
  /// - Parameter reference: An absolute or relative URL.
  /// - Returns: The absolute URL; nil if it is not a web URL.
  func resolve(_ reference: String) -> WebAddress? {
    let reference = String(reference.prefix { $0 != "#" })
    if let absolute = WebAddress(reference) { return absolute }
    if reference.hasPrefix("//") { return WebAddress("\(scheme):\(reference)") }
    // A reference with a scheme is absolute.
    let first = reference.prefix { $0 != "/" && $0 != "?" }
    guard !first.contains(":") else { return nil }
    var (path, query) = Self.split(Substring(reference))
    if reference.isEmpty || reference.hasPrefix("?") {
      path = self.path
      if reference.isEmpty { query = self.query }
    } else if !reference.hasPrefix("/") {
      let directory = self.path.prefix(
        through: self.path.lastIndex(of: "/") ?? self.path.startIndex)
      path = directory + path
    }
    return WebAddress(
      "\(scheme)://\(host)\(Self.withoutDots(path))" + (query.isEmpty ? "" : "?\(query)"))
  }

  /// Removes `.` and `..` from a path.
  private static func withoutDots(_ path: String) -> String {
    var segments: [Substring] = []
    let all = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in all.enumerated() {
      let isLast = index == all.count - 1
      switch segment {
      case ".": if isLast { segments.append("") }
      case "..":
        _ = segments.popLast()
        if isLast { segments.append("") }
      default: segments.append(segment)
      }
    }
    return "/" + segments.joined(separator: "/")
  }

  /// The URL as text.
  var description: String { "\(scheme)://\(host)\(path)" + (query.isEmpty ? "" : "?\(query)") }
}

extension HTTPRequest {
  /// Creates a request for a URL, whose encoding stays as it is.
  ///
  /// - Parameters:
  ///   - method: The HTTP method.
  ///   - address: The URL.
  init(_ method: Method = .get, _ address: WebAddress) {
    self.init(method, scheme: address.scheme, host: address.host)
    encodedPath = address.path
    encodedQuery = address.query
  }
}
