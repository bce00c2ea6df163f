public import SharedCloudRegistry

/// What a command line says of how storages are to be reached; nil where it says nothing.
public struct StorageFlags: Sendable, Hashable {
  /// The server of S3.
  public var endpointURL: String?
  /// The region.
  public var region: String?
  /// The profile in the files of Amazon's tools.
  public var profile: String?
  /// Whether to ask S3 as nobody in particular.
  public var isAnonymous = false
  /// Whether to ask the machine or container for credentials.
  public var usesMetadata = false
  /// Whether the one who asks pays for it.
  public var paysForRequests = false

  /// Makes flags that say nothing.
  public init() {}

  /// Puts the command line before the configuration, and that before the defaults.
  ///
  /// - Parameter network: What the configuration says; nil if there is none.
  /// - Returns: The options.
  public func options(over network: Configuration.Network?) -> StorageOptions {
    var options = StorageOptions()
    if let seconds = network?.timeout?.value.seconds { options.stallTimeout = Int(seconds) }
    if let retries = network?.retries?.value { options.tries = retries + 1 }
    if let jobs = network?.jobs?.value { options.connections = jobs }
    options.endpointURL = endpointURL ?? network?.endpoint?.value
    options.region = region
    options.profile = profile
    options.isAnonymous = isAnonymous || network?.anonymous?.value ?? false
    options.paysForRequests = paysForRequests
    options.usesMetadata = usesMetadata
    return options
  }
}
