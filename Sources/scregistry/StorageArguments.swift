internal import ArgumentParser
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

  @Flag(help: "Accept the costs of reading requester-pays buckets.")
  var requestPayer = false

  @Option(help: "Retry a request that fails temporarily at most N times (default: 4).")
  var retries: Int?

  func validate() throws {
    if let retries, !(0...100).contains(retries) {
      throw ValidationError("--retries must be from 0 to 100")
    }
    if metadataCredentials, noSignRequest {
      throw ValidationError("--metadata-credentials and --no-sign-request can't be used together")
    }
    if let endpointURL, S3Endpoint(url: endpointURL) == nil {
      throw ValidationError(
        "--endpoint-url \(TextStyle.harmless(endpointURL)) is not the URL of a server")
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
    return flags
  }
}
