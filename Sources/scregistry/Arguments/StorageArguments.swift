internal import ArgumentParser
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// How buckets and web servers are accessed.
struct StorageArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use this S3 server (default: AWS_ENDPOINT_URL_S3, else AWS_ENDPOINT_URL, else Amazon's).",
      valueName: "url"))
  var endpointURL: String?

  @Option(help: "Use this S3 region (default: AWS_REGION, else the profile's, else us-east-1).")
  var region: String?

  @Option(help: "Use this profile in ~/.aws (default: AWS_PROFILE).")
  var awsProfile: String?

  @Flag(help: "Send S3 requests without credentials, as public buckets allow.")
  var noSignRequest = false

  @Flag(
    help: "Take the credentials of this machine or container in Amazon's cloud.")
  var metadataCredentials = false

  @Option(
    help: ArgumentHelp(
      """
      Let documents and redirects lead to this server of a private network. Repeatable (default: \
      only targets, --map and the S3 server may be at addresses that are not public).
      """, valueName: "host[:port]"))
  var allowHost: [String] = []

  @Flag(help: "Accept the costs of reading requester-pays buckets.")
  var requestPayer = false

  @Option(
    help: "Retry a failed request at most N times (default: 4, or 11 if the server is busy).")
  var retries: Int?

  @Option(
    help: ArgumentHelp(
      "Begin and continue no request after this time, such as 90s or 10m (default: no limit).",
      valueName: "duration"))
  var deadline: TimeSpan?

  func validate() throws {
    if let retries, !(0...1000).contains(retries) {
      throw ValidationError("--retries must be from 0 to 1000")
    }
    if metadataCredentials, noSignRequest {
      throw ValidationError("--metadata-credentials and --no-sign-request can't be used together")
    }
    if let endpointURL, S3Endpoint(url: endpointURL) == nil {
      throw ValidationError(
        "--endpoint-url \(TextStyle.harmless(endpointURL)) is not the URL of a server")
    }
    if let region, !StorageOptions.isRegion(region) {
      throw ValidationError("--region \(TextStyle.harmless(region)) is not the name of a region")
    }
    for host in allowHost where !StorageOptions.isHost(host) {
      throw ValidationError(
        "--allow-host \(TextStyle.harmless(host)) is not a host, such as data.example.org or "
          + "10.0.0.7:8080")
    }
  }

  /// The settings of the command line.
  var flags: StorageFlags {
    var flags = StorageFlags()
    flags.endpointURL = endpointURL
    flags.region = region
    flags.profile = awsProfile
    flags.isAnonymous = noSignRequest
    flags.paysForRequests = requestPayer
    flags.usesMetadata = metadataCredentials
    flags.retries = retries
    flags.deadline = deadline
    flags.allowedHosts = allowHost
    flags.warnings = StorageWarnings { text in
      Streams().writeError(TextStyle.harmless("scregistry: warning: \(text)") + "\n")
    }
    return flags
  }
}
