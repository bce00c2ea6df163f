/// The proxies that the environment names, chosen as libcurl would.
///
/// libcurl doesn't tell whether a connection leads to a proxy or to the server, so the choice is
/// made here and given to it.
struct ProxySettings: Sendable, Hashable {
  private let http: String?
  private let https: String?
  private let exceptions: [String]

  /// Reads the environment.
  ///
  /// - Parameter environment: Looks up a variable.
  init(environment: (String) -> String?) {
    func first(_ names: String...) -> String? {
      names.lazy.compactMap(environment).first { !$0.isEmpty }
    }
    // HTTP_PROXY in capitals is ignored, since web servers set it from a header.
    http = first("http_proxy", "all_proxy", "ALL_PROXY")
    https = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    exceptions = (first("no_proxy", "NO_PROXY") ?? "")
      .split { $0 == "," || $0 == " " || $0 == "\t" }
      .map { $0.lowercased() }
  }

  /// The proxy for a server; nil for a direct connection.
  ///
  /// - Parameter origin: The server.
  /// - Returns: The URL of the proxy, as the environment has it.
  func proxy(for origin: Origin) -> String? {
    guard !exceptions.contains(where: { Self.covers($0, origin: origin) }) else { return nil }
    return origin.scheme == "https" ? https : http
  }

  private static func covers(_ exception: String, origin: Origin) -> Bool {
    if exception == "*" { return true }
    if let address = origin.address {
      let parts = exception.split(separator: "/", maxSplits: 1)
      guard let first = parts.first, let base = NetworkAddress(literal: String(first)),
        base.bytes.count == address.bytes.count
      else { return false }
      let bits = parts.count > 1 ? Int(parts[1]) ?? -1 : base.bytes.count * 8
      return (0...base.bytes.count * 8).contains(bits)
        && address.begins(with: base.bytes, bits: bits)
    }
    var name = exception
    while name.hasSuffix(".") { name.removeLast() }
    while name.hasPrefix(".") { name.removeFirst() }
    return !name.isEmpty && (origin.host == name || origin.host.hasSuffix("." + name))
  }
}
