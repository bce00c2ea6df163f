internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// How buckets and web servers are reached.
struct StorageArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The server of S3. (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, Amazon's)",
      valueName: "url"))
  var endpointURL: String?

  @Option(help: "The region of S3. (default: AWS_REGION, the profile's, us-east-1)")
  var region: String?

  @Option(help: "The profile in ~/.aws. (default: AWS_PROFILE)")
  var awsProfile: String?

  @Flag(help: "Ask S3 without credentials, as public buckets allow.")
  var noSignRequest = false

  @Flag(
    help: "Ask the machine or container for credentials, as those of Amazon's cloud have them.")
  var metadataCredentials = false

  @Flag(help: "Pay for what is read from buckets that ask for it.")
  var requestPayer = false

  func validate() throws {
    if metadataCredentials, noSignRequest {
      throw ValidationError("--metadata-credentials and --no-sign-request exclude each other")
    }
    if let endpointURL, S3Endpoint(url: endpointURL) == nil {
      throw ValidationError(
        "--endpoint-url \(TextStyle.harmless(endpointURL)) is no URL of a server")
    }
  }

  /// What the command line says.
  var flags: StorageFlags {
    var flags = StorageFlags()
    flags.endpointURL = endpointURL
    flags.region = region
    flags.profile = awsProfile
    flags.isAnonymous = noSignRequest
    flags.paysForRequests = requestPayer
    flags.usesMetadata = metadataCredentials
    return flags
  }
}
