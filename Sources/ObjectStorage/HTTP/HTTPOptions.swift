internal import Files

/// How to send requests: timeouts, limits and trust.
struct HTTPOptions: Sendable, Hashable {
  /// The longest time for making a connection, in milliseconds.
  var connectTimeout = 10_000
  /// The longest time without a byte, or with less than the slowest rate, in seconds.
  var stallTimeout = 30
  /// The longest time for a whole request, in milliseconds; 0 for no limit.
  var totalTimeout = 0
  /// When everything has to end, by ``SteadyClock``; nil for no limit.
  var deadline: Double?
  /// The maximum number of connections to one server.
  var connectionsPerHost = 64
  /// The largest body that is held in memory, in bytes.
  var bodyLimit = 256 << 20
  /// The file of trusted certificates; nil for those of the system.
  var certificateFile: String?
  /// The slowest transfer that is not given up after the longest time, in bytes per second.
  var slowestRate = 100
  /// Whether to allow link-local addresses, where clouds keep the credentials of machines.
  var allowsLinkLocal = false
  /// The servers that may be at any address; nil if all may.
  var origins: AllowedOrigins?
  /// Whether to use the proxies that the environment names.
  var usesProxies = true
  /// Those proxies; nil to let libcurl find them.
  var proxies: ProxySettings?
  /// The name that the program sends.
  var userAgent = "scregistry"

  /// Creates the usual options.
  init() {}

  /// The longest time for a request that begins now, in milliseconds; 0 for no limit.
  var allowedTime: Int {
    guard let deadline else { return totalTimeout }
    let rest = Swift.max(1, Int((deadline - SteadyClock.seconds) * 1000))
    return totalTimeout == 0 ? rest : Swift.min(rest, totalTimeout)
  }

  /// Why no request may begin any more; nil before the deadline.
  var lateness: HTTPFailure? {
    guard let deadline, SteadyClock.seconds >= deadline else { return nil }
    return Self.late
  }

  private static let late = HTTPFailure(
    .timedOut, "the deadline has passed; allow more time with --deadline")

  /// Says that the deadline ended a request, if it did.
  ///
  /// - Parameter failure: How the request failed.
  /// - Returns: The failure to report.
  func explained(_ failure: HTTPFailure) -> HTTPFailure {
    guard failure.code == .timedOut, let deadline else { return failure }
    // The limit of a request is in whole milliseconds.
    return SteadyClock.seconds + 0.01 >= deadline ? Self.late : failure
  }

  /// Takes the certificates and proxies from the environment.
  ///
  /// - Parameter environment: Looks up a variable.
  init(environment: (String) -> String?) {
    certificateFile = ["AWS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy
      .compactMap(environment).first { !$0.isEmpty }
    proxies = ProxySettings(environment: environment)
  }
}
