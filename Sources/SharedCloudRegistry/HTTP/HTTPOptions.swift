/// How requests are to be made: how long to wait, how much to take, whom to trust.
struct HTTPOptions: Sendable, Hashable {
  /// The longest time for making a connection, in milliseconds.
  var connectTimeout = 10_000
  /// The longest time in which not a byte comes, in seconds.
  var stallTimeout = 30
  /// The longest time for a whole request, in milliseconds; 0 for no limit.
  var totalTimeout = 0
  /// The most connections to one server.
  var connectionsPerHost = 64
  /// The largest body that is taken into memory, in bytes.
  var bodyLimit = 256 << 20
  /// The file of certificates to trust; nil for those of the system.
  var certificateFile: String?
  /// Whether link-local addresses may be asked, where clouds keep the credentials of machines.
  var allowsLinkLocal = false
  /// Whether the proxies are used that the environment names.
  var usesProxies = true
  /// What the program calls itself.
  var userAgent = "scregistry"

  /// Creates the usual options.
  init() {}

  /// Takes over what the environment says of certificates; libcurl reads the proxies itself.
  ///
  /// - Parameter environment: Looks up a variable.
  init(environment: (String) -> String?) {
    certificateFile = ["AWS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy
      .compactMap(environment).first { !$0.isEmpty }
  }
}
