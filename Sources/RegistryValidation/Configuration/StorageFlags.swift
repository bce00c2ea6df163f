public import ObjectStorage
internal import SharedCloudRegistry

/// The settings of the command line for the access to storages; nil where it sets nothing.
public struct StorageFlags: Sendable, Hashable {
  /// The address of the S3 server.
  public var endpointURL: String?
  /// The region.
  public var region: String?
  /// The profile in the configuration files of Amazon's tools.
  public var profile: String?
  /// Whether to send unsigned requests to S3.
  public var isAnonymous = false
  /// Whether to get credentials from the machine or container.
  public var usesMetadata = false
  /// Hosts that may be at addresses of this machine or its network, although only a document or a
  /// redirect names them.
  public var allowedHosts: [String] = []
  /// Receives warnings; nil to drop them.
  public var warnings: StorageWarnings?
  /// Whether the requester pays.
  public var paysForRequests = false

  /// The maximum number of retries of a request.
  public var retries: Int?
  /// The time after which no request begins or continues.
  public var deadline: TimeSpan?

  /// Makes flags that set nothing.
  public init() {}

  /// Combines the command line, the configuration and the defaults, in this order of precedence.
  ///
  /// - Parameter network: The settings of the configuration; nil if none exists.
  /// - Returns: The options.
  public func options(over network: Configuration.Network?) -> StorageOptions {
    var options = StorageOptions()
    if let seconds = network?.timeout?.value.seconds { options.stallTimeout = Int(seconds) }
    if let retries = retries ?? network?.retries?.value { options.tries = retries + 1 }
    options.deadline = deadline.map { Swift.max(1, $0.seconds) }
    if let jobs = network?.jobs?.value { options.connections = jobs }
    options.endpointURL = endpointURL ?? network?.endpoint?.value
    options.hasForeignEndpoint = endpointURL == nil && options.endpointURL != nil
    options.allowedHosts = allowedHosts
    options.warnings = warnings
    options.region = region
    options.profile = profile
    options.isAnonymous = isAnonymous || network?.anonymous?.value ?? false
    options.paysForRequests = paysForRequests
    options.usesMetadata = usesMetadata
    return options
  }
}
