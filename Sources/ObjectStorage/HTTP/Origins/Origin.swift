internal import Formats

/// A server as a URL names it: scheme, host and port.
struct Origin: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  let scheme: String
  /// The host in lower case, without a final period; IPv6 addresses have brackets.
  let host: String
  /// The port.
  let port: Int

  /// Splits a host and its port.
  ///
  /// - Parameters:
  ///   - scheme: `http` or `https`.
  ///   - authority: The host, with its port unless it is the default; the result is nil if it is
  ///     not of this form.
  init?(scheme: String, authority: String) {
    guard let parts = Self.split(authority) else { return nil }
    self.scheme = scheme
    host = parts.host
    port = parts.port ?? (scheme == "https" ? 443 : 80)
  }

  /// Splits `host`, `host:port`, `[address]` or `[address]:port`.
  ///
  /// - Parameter authority: The text.
  /// - Returns: The parts; nil if the host is empty or the port is not a number.
  static func split(_ authority: String) -> (host: String, port: Int?)? {
    let text = authority.lowercased()
    var host: Substring
    var rest: Substring
    if text.hasPrefix("["), let bracket = text.firstIndex(of: "]") {
      host = text[...bracket]
      rest = text[text.index(after: bracket)...]
    } else {
      host = text.prefix { $0 != ":" }
      rest = text.dropFirst(host.count)
      // Programs decode a host before they look it up.
      if host.contains("%"), let decoded = PercentEncoding.decode(host)?.lowercased() {
        guard decoded.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"/:@?#\\".utf8.contains($0) })
        else { return nil }
        host = decoded[...]
      }
      while host.hasSuffix(".") { host.removeLast() }
    }
    guard !host.isEmpty else { return nil }
    guard !rest.isEmpty, rest != ":" else { return (String(host), nil) }
    guard rest.removeFirst() == ":", let port = UInt16(rest) else { return nil }
    return (String(host), Int(port))
  }

  /// Whether the host is a name of this machine.
  var isLocalhost: Bool {
    let name = PercentEncoding.decode(host)?.lowercased() ?? host
    return name == "localhost" || name.hasSuffix(".localhost")
      || ["localhost.localdomain", "ip6-localhost", "ip6-loopback"].contains(name)
  }

  /// The address, if the host is one.
  var address: NetworkAddress? { NetworkAddress(literal: host) }

  /// Whether the host is an address that is not public, or a name of this machine.
  ///
  /// Other names are judged when they are resolved.
  var isPlainlyLocal: Bool { isLocalhost || address.map { !$0.isPublic } ?? false }

  /// Whether the host is this machine.
  var isLoopback: Bool {
    if isLocalhost { return true }
    guard let address else { return false }
    return address.bytes.count == 4
      ? address.bytes[0] == 127 : address.bytes == [UInt8](repeating: 0, count: 15) + [1]
  }

  /// The URL without a path.
  var description: String { "\(scheme)://\(host):\(port)" }
}
