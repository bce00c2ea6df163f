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
  /// Why the credentials that the user has set up can't be used; nil if nothing is set up that
  /// scregistry does not know.
  var refusal: StoreError?
  /// How URLs name the bucket; nil if it is not set.
  var style: S3Endpoint.Style?
  /// Whether to use Amazon's servers with validated cryptography.
  var usesFIPS = false
  /// Whether to use Amazon's servers that have addresses of IPv6, too.
  var usesDualStack = false

  /// Finds the settings.
  ///
  /// - Parameters:
  ///   - profile: The requested profile; nil for the one in the environment, or `default`.
  ///   - environment: Looks up a variable.
  ///   - file: Reads a file; nil if it does not exist. One that can't be read may have the
  ///     credentials, so that requests without any would be no answer.
  /// - Throws: ``StoreError`` if the requested profile does not exist, or has only half of its
  ///   credentials.
  init(
    profile: String? = nil, environment: (String) -> String?,
    file: (String) throws(StoreError) -> String?
  ) throws(StoreError) {
    func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    let home = variable("HOME") ?? ""
    let asked = profile ?? variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE")
    let name = asked ?? "default"
    let credentialsPath = variable("AWS_SHARED_CREDENTIALS_FILE") ?? home + "/.aws/credentials"
    let configPath = variable("AWS_CONFIG_FILE") ?? home + "/.aws/config"
    var unread: StoreError?
    func settingsFile(_ path: String) -> INIFile? {
      do throws(StoreError) {
        let settings = try file(path).map { INIFile($0) }
        if let line = settings?.firstUnreadLine {
          // It may be of the credentials, so that requests without any would be no answer.
          unread =
            unread
            ?? StoreError(
              .badCredentials, address: path,
              detail: "line \(line) is not a section, setting or comment")
        }
        return settings
      } catch {
        unread = unread ?? error
        return nil
      }
    }
    let settings = S3Profile(
      name, credentials: settingsFile(credentialsPath), configuration: settingsFile(configPath))
    let (secrets, config) = (settings.secrets, settings.config)
    if let asked, secrets == nil, config == nil {
      throw unread
        ?? StoreError(
          .badCredentials, address: configPath,
          detail: "there is no profile \(asked), neither here nor in \(credentialsPath)")
    }
    region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? config?["region"]
    func isOn(_ name: String, key: String) -> Bool {
      (variable(name) ?? config?[key] ?? settings.nested[key])?.lowercased() == "true"
    }
    if !isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls") {
      endpointURL =
        variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL")
        ?? settings.service["endpoint_url"] ?? config?["endpoint_url"]
    }
    style = settings.nested["addressing_style"].flatMap {
      ["path": .path, "virtual": .virtualHosted][$0.lowercased()]
    }
    usesFIPS = isOn("AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint")
    usesDualStack = isOn("AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint")
    // A profile requested by name comes before the credentials in the environment.
    if profile == nil, let found = try Self.credentials(ofEnvironment: variable) {
      credentials = found
      source = "environment"
    } else if let way = settings.otherSource {
      refusal = Self.refusal("the profile \(name) gets its credentials from \(way)", at: configPath)
    } else if profile == nil, variable("AWS_WEB_IDENTITY_TOKEN_FILE") != nil,
      variable("AWS_ROLE_ARN") != nil
    {
      refusal = Self.refusal(
        "AWS_WEB_IDENTITY_TOKEN_FILE gets credentials by web identity", at: "environment")
    } else if let found = try Self.credentials(secrets, path: credentialsPath) {
      credentials = found
      source = credentialsPath
    } else if let found = try Self.credentials(config, path: configPath) {
      credentials = found
      source = configPath
    } else {
      refusal = unread
    }
  }

  private static func refusal(_ cause: String, at place: String) -> StoreError {
    StoreError(
      .badCredentials, address: place,
      detail: "\(cause), which scregistry does not do; run "
        + "eval \"$(aws configure export-credentials --format env)\" first, "
        + "or pass --no-sign-request for a public bucket")
  }

  private static func credentials(
    ofEnvironment variable: (String) -> String?
  ) throws(StoreError) -> S3Credentials? {
    try credentials(
      variable("AWS_ACCESS_KEY_ID"), secret: variable("AWS_SECRET_ACCESS_KEY"),
      token: variable("AWS_SESSION_TOKEN") ?? variable("AWS_SECURITY_TOKEN"), place: "environment",
      names: ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
  }

  private static func credentials(
    _ section: [String: String]?, path: String
  ) throws(StoreError) -> S3Credentials? {
    guard let section else { return nil }
    // An empty value is a template that nobody has filled in.
    func value(_ name: String) -> String? { section[name].flatMap { $0.isEmpty ? nil : $0 } }
    return try credentials(
      value("aws_access_key_id"), secret: value("aws_secret_access_key"),
      token: value("aws_session_token"), place: path,
      names: ("aws_access_key_id", "aws_secret_access_key"))
  }

  private static func credentials(
    _ key: String?, secret: String?, token: String?, place: String,
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
