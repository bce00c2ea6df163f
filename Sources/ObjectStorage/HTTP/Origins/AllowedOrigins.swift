internal import Locks

/// The servers that the user named, which may be at any address.
///
/// Documents, redirects and servers can lead anywhere; everything they name that the user did not
/// name must be at a public address. Otherwise a catalog on the web could make this program read
/// the servers of a private network, and its findings would quote them.
final class AllowedOrigins: Sendable {
  private let named = Lock<Set<Origin>>([])
  private let hosts: [(host: String, port: Int?)]

  /// Creates a set without servers.
  ///
  /// - Parameter hosts: Hosts that are allowed with every scheme: `HOST` or `HOST:PORT`.
  init(hosts: [String] = []) {
    self.hosts = hosts.compactMap(Self.host)
  }

  /// Splits a host of an option; nil if it is not one.
  static func host(_ text: String) -> (host: String, port: Int?)? {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"/@?#\\".utf8.contains($0) }) else {
      return nil
    }
    // An IPv6 address is clear without brackets too.
    let isBare = !text.hasPrefix("[") && text.count { $0 == ":" } > 1
    return Origin.split(isBare ? "[\(text)]" : text)
  }

  /// Adds a server that the user named.
  ///
  /// - Parameter origin: The server.
  func add(_ origin: Origin) { named.withLock { _ = $0.insert(origin) } }

  /// Returns how far requests to a server may go.
  ///
  /// - Parameter origin: The server; nil if the URL has none that can be read.
  /// - Returns: The addresses that it may have.
  func reach(of origin: Origin?) -> NetworkReach {
    guard let origin else { return .publicOnly }
    if hosts.contains(where: { $0.host == origin.host && ($0.port ?? origin.port) == origin.port })
    {
      return .anywhere
    }
    if named.withLock({ $0.contains(origin) }) { return .notLinkLocal }
    // Only the user's own network can give Amazon's names private addresses (PrivateLink).
    if origin.scheme == "https", origin.port == 443, AmazonHost(origin.host) != nil {
      return .notLinkLocal
    }
    return .publicOnly
  }
}

extension AllowedOrigins: Hashable {
  static func == (left: AllowedOrigins, right: AllowedOrigins) -> Bool { left === right }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// The addresses that a request may connect to.
enum NetworkReach: Sendable, Hashable {
  /// All of them.
  case anywhere
  /// All but link-local ones, where clouds keep the credentials of their machines.
  case notLinkLocal
  /// Public ones.
  case publicOnly

  /// Returns whether it includes an address.
  func includes(_ address: NetworkAddress) -> Bool {
    switch self {
    case .anywhere: true
    case .notLinkLocal: !address.isLinkLocal
    case .publicOnly: address.isPublic
    }
  }
}
