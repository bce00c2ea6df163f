/// How to access storages.
public struct StorageOptions: Sendable, Hashable {
  /// The S3 server, such as `http://127.0.0.1:9000`; nil for the one in the environment, or
  /// Amazon's.
  public var endpointURL: String?
  /// The region; nil for the one in the environment.
  public var region: String?
  /// The profile in the files of Amazon's tools; nil for the one in the environment.
  public var profile: String?
  /// The S3 credentials; nil for those of the environment and the profile.
  public var credentials: S3Credentials?
  /// Whether to request temporary credentials from the machine or container, if there are no
  /// others.
  public var usesMetadata = false
  /// Whether to access S3 anonymously.
  public var isAnonymous = false
  /// Whether the user pays for the requests.
  public var paysForRequests = false
  /// The maximum number of attempts of a request that fails temporarily; nil for 5, or 12 if the
  /// server asks for fewer requests.
  public var tries: Int?
  /// The time after which no request begins or continues, in seconds; nil for no limit.
  ///
  /// It counts from the creation of the storage provider.
  public var deadline: Int?
  /// The longest time for making a connection, in seconds.
  public var connectTimeout = 10
  /// The longest time without a byte, in seconds.
  public var stallTimeout = 30
  /// The maximum number of requests to one server at a time.
  public var connections = 64
  /// The largest object that is written to a bucket in one request, in bytes; Amazon allows 5 GiB.
  public var largestUpload = 64 << 20
  /// The size of the parts in which larger objects are written, in bytes.
  ///
  /// It is at least 5 MiB, and grows if an object would need more than the 10,000 parts that
  /// Amazon allows.
  public var uploadPartSize = 16 << 20
  /// Hosts that may be at addresses of this machine or its network although only a document or a
  /// redirect names them: `HOST` or `HOST:PORT`.
  ///
  /// Targets, mappings and the S3 server need not be listed.
  public var allowedHosts: [String] = []
  /// Whether ``endpointURL`` comes from a file that others may have written, such as one in a
  /// repository.
  ///
  /// Such a server gets no credentials, unless the environment or the files of Amazon's tools name
  /// it too.
  public var hasForeignEndpoint = false
  /// Receives warnings; nil to drop them.
  public var warnings: StorageWarnings?

  /// Creates the usual options.
  public init() {}

  /// Returns whether a text can be the name of a region, also of another server than Amazon's.
  ///
  /// - Parameter text: The text.
  /// - Returns: Whether it can.
  public static func isRegion(_ text: String) -> Bool { S3Names.isRegion(text) }

  /// Returns whether a text has the form `HOST` or `HOST:PORT`, as ``allowedHosts`` takes them.
  ///
  /// - Parameter text: The text.
  /// - Returns: Whether it has.
  public static func isHost(_ text: String) -> Bool { AllowedOrigins.host(text) != nil }
}
