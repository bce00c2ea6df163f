/// Where S3 requests go, and whether they are signed.
struct S3Access: Sendable {
  /// The server.
  let endpoint: S3Endpoint
  /// The credentials; nil for unsigned requests.
  let credentials: S3Credentials?
  /// Whether credentials of the machine may be requested.
  let usesMetadata: Bool

  /// Decides.
  ///
  /// Credentials go only to a server that the user named, over http with a warning unless it is
  /// this machine.
  ///
  /// - Parameters:
  ///   - options: The options of the user.
  ///   - settings: The environment and the files of Amazon's tools.
  /// - Throws: ``StoreError`` if the endpoint or the region can't be used.
  init(_ options: StorageOptions, settings: S3Settings) throws(StoreError) {
    // The host of one of Amazon's servers tells its region.
    let host = (options.endpointURL ?? settings.endpointURL).flatMap { ObjectAddress($0)?.bucket }
    let region =
      options.region ?? settings.region ?? host.flatMap { AmazonHost($0)?.region } ?? "us-east-1"
    guard S3Names.isRegion(region) else {
      throw StoreError(.unsupported, address: region, detail: "it is not the name of a region")
    }
    var credentials = options.credentials ?? settings.credentials
    var maySign = !options.isAnonymous
    var endpoint: S3Endpoint
    if let url = options.endpointURL ?? settings.endpointURL {
      guard let other = S3Endpoint(url: url, region: region), let origin = other.origin else {
        throw StoreError(.unsupported, address: url, detail: "it is not the URL of a server")
      }
      endpoint = other
      let own = settings.endpointURL.flatMap { S3Endpoint(url: $0)?.origin }
      let isForeign = options.endpointURL != nil && options.hasForeignEndpoint && own != origin
      let hasSecrets = credentials != nil || options.usesMetadata
      if isForeign, hasSecrets, maySign {
        maySign = false
        options.warnings?.warn(
          "only a configuration file names the server \(origin), so requests to it are not signed; "
            + "pass --endpoint-url \(other.scheme)://\(other.host ?? "") to sign them")
      } else if hasSecrets, maySign, origin.scheme == "http", !origin.isLoopback {
        options.warnings?.warn(
          "requests to \(origin) are signed, but not encrypted; use https if the server has it")
      }
    } else {
      endpoint = try Self.amazonEndpoint(region: region, settings)
    }
    if let style = settings.style { endpoint.style = style }
    self.endpoint = endpoint
    let takesOwn = maySign && options.credentials == nil && !options.usesMetadata
    if takesOwn, let refusal = settings.refusal { throw refusal }
    if !maySign { credentials = nil }
    self.credentials = credentials
    usesMetadata = maySign && credentials == nil && options.usesMetadata
  }
}

extension S3Endpoint {
  /// The server; nil for Amazon's, and if its URL can't be read.
  var origin: Origin? { host.flatMap { Origin(scheme: scheme, authority: $0) } }
}

extension S3Access {
  /// Amazon's endpoint of a region, as the settings ask for it.
  private static func amazonEndpoint(
    region: String, _ settings: S3Settings
  ) throws(StoreError) -> S3Endpoint {
    var endpoint = S3Endpoint(region: region)
    let partition = AmazonPartition(region: region)
    for (isAsked, exists, name) in [
      (settings.usesFIPS, partition.hasFIPS, "FIPS"),
      (settings.usesDualStack, partition.hasDualStack, "dual-stack"),
    ] where isAsked && !exists {
      throw StoreError(
        .unsupported, address: "s3.\(region).\(partition.suffix)",
        detail: "Amazon has no \(name) endpoints in \(region)")
    }
    endpoint.usesFIPS = settings.usesFIPS
    endpoint.usesDualStack = settings.usesDualStack
    return endpoint
  }
}
