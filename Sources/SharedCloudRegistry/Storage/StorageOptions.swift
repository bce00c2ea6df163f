/// How storages are to be reached.
public struct StorageOptions: Sendable, Hashable {
  /// The server of S3, such as `http://127.0.0.1:9000`; nil for what the environment says, or
  /// Amazon's own.
  public var endpointURL: String?
  /// The region; nil for what the environment says.
  public var region: String?
  /// The profile in the files of Amazon's tools; nil for what the environment says.
  public var profile: String?
  /// What proves to S3 who asks; nil for what environment and profile say.
  public var credentials: S3Credentials?
  /// Whether to ask the machine or container for credentials that hold for a time, where there are
  /// no others.
  public var usesMetadata = false
  /// Whether to ask S3 as nobody in particular.
  public var isAnonymous = false
  /// Whether the one who asks pays for it.
  public var paysForRequests = false
  /// The most tries of a request that fails for a while.
  public var tries = 5
  /// The longest time for making a connection, in seconds.
  public var connectTimeout = 10
  /// The longest time in which not a byte comes, in seconds.
  public var stallTimeout = 30
  /// The most requests to one server at a time.
  public var connections = 64
  /// The largest object that is written to a bucket in one request, in bytes; Amazon takes 5 GiB.
  public var largestUpload = 64 << 20
  /// The size of the parts in which larger objects are written, in bytes: 5 MiB at least, and more
  /// where an object would have more parts than the 10,000 that Amazon takes.
  public var uploadPartSize = 16 << 20
  /// Whether what a catalog on the web names may lie in this machine or its network.
  public var allowsLocalNames = false

  /// Creates the usual options.
  public init() {}
}
