internal import Formats

/// The settings of Amazon's tools on this machine: credentials, region and server.
///
/// Source: the environment variables and files of the AWS command line. The environment comes
/// first, then the profile in the files.
struct S3Settings: Sendable, Hashable {
  /// The credentials; nil if they are not set.
  var credentials: S3Credentials?
  /// The region; nil if it is not set.
  var region: String?
  /// The URL of the server; nil for Amazon's.
  var endpointURL: String?
  /// The source of the credentials, for messages.
  var source: String?

  /// Finds the settings.
  ///
  /// - Parameters:
  ///   - profile: The requested profile; nil for the one in the environment, or `default`.
  ///   - environment: Looks up a variable.
  ///   - file: Reads a file; nil if it does not exist.
  /// - Throws: ``StoreError`` if the requested profile does not exist, or has only half of its
  ///   credentials.
  init(
    profile: String? = nil, environment: (String) -> String?, file: (String) -> String?
  ) throws(StoreError) {
    func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    let home = variable("HOME") ?? ""
    let asked = profile ?? variable("AWS_PROFILE")
    let name = asked ?? "default"
    let credentialsPath = variable("AWS_SHARED_CREDENTIALS_FILE") ?? home + "/.aws/credentials"
    let configPath = variable("AWS_CONFIG_FILE") ?? home + "/.aws/config"
    let secrets = file(credentialsPath).map { INIFile($0) }?[name]
    let configFile = file(configPath).map { INIFile($0) }
    let config = configFile?[name == "default" ? "default" : "profile \(name)"] ?? configFile?[name]
    if let asked, secrets == nil, config == nil {
      throw StoreError(
        .badCredentials, address: configPath,
        detail: "there is no profile \(asked), neither here nor in \(credentialsPath)")
    }
    region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? config?["region"]
    endpointURL =
      variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL") ?? config?["endpoint_url"]
    // A profile requested by name comes before the credentials in the environment.
    if profile == nil, let found = try Self.credentials(ofEnvironment: variable) {
      credentials = found
      source = "environment"
    } else if let found = try Self.credentials(secrets, path: credentialsPath) {
      credentials = found
      source = credentialsPath
    } else if let found = try Self.credentials(config, path: configPath) {
      credentials = found
      source = configPath
    }
  }

  private static func credentials(
    ofEnvironment variable: (String) -> String?
  ) throws(StoreError) -> S3Credentials? {
    try credentials(
      variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"),
      variable("AWS_SESSION_TOKEN"), place: "environment",
      names: ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
  }

  private static func credentials(
    _ section: [String: String]?, path: String
  ) throws(StoreError) -> S3Credentials? {
    guard let section else { return nil }
    return try credentials(
      section["aws_access_key_id"], section["aws_secret_access_key"],
      section["aws_session_token"], place: path,
      names: ("aws_access_key_id", "aws_secret_access_key"))
  }

  private static func credentials(
    _ key: String?, _ secret: String?, _ token: String?, place: String,
    names: (key: String, secret: String)
  ) throws(StoreError) -> S3Credentials? {
    switch (key, secret) {
    case (nil, nil): return nil
    case (let key?, let secret?):
      return S3Credentials(accessKeyID: key, secretAccessKey: secret, sessionToken: token)
    case (_?, nil):
      throw StoreError(
        .badCredentials, address: place, detail: "there is \(names.key) without \(names.secret)")
    case (nil, _?):
      throw StoreError(
        .badCredentials, address: place, detail: "there is \(names.secret) without \(names.key)")
    }
  }
}
