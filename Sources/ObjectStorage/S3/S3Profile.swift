internal import Formats

/// The settings of one profile in the files of Amazon's tools.
struct S3Profile: Sendable {
  /// The settings in the file of credentials; nil if the profile is not there.
  let secrets: [String: String]?
  /// The settings in the configuration file; nil if the profile is not there.
  let config: [String: String]?
  /// The settings below `s3 =` in the configuration file.
  let nested: [String: String]
  /// The settings below `s3 =` in the section `services` that the profile names.
  let service: [String: String]

  /// Finds a profile.
  ///
  /// - Parameters:
  ///   - name: The name of the profile.
  ///   - credentials: The file of credentials.
  ///   - configuration: The configuration file.
  init(_ name: String, credentials: INIFile?, configuration: INIFile?) {
    // Some write the name as the configuration file has it.
    secrets = credentials.flatMap { file in
      let section = Self.section(named: [name], in: file)
      return file[section ?? Self.section(named: ["profile", name], in: file) ?? ""]
    }
    let wanted = name == "default" ? ["default"] : [name]
    let section = configuration.flatMap { Self.section(named: ["profile"] + wanted, in: $0) }
    let plain = configuration.flatMap { Self.section(named: wanted, in: $0) }
    let own = name == "default" ? plain ?? section : section ?? plain
    config = own.flatMap { configuration?[$0] }
    nested = own.flatMap { configuration?[$0, below: "s3"] } ?? [:]
    let services = (config?["services"]).flatMap { services in
      configuration.flatMap { Self.section(named: ["services", services], in: $0) }
    }
    service = services.flatMap { configuration?[$0, below: "s3"] } ?? [:]
  }

  /// Finds the section whose name has these words, which may be in quotes.
  private static func section(named words: [String], in file: INIFile) -> String? {
    let wanted = words.joined(separator: " ")
    return file.names.contains(wanted)
      ? wanted : file.names.first { Self.words(of: $0, count: words.count) == words }
  }

  /// Splits the name of a section: `profile "my name"`, `profile\tname`.
  private static func words(of name: String, count: Int) -> [String] {
    var words: [String] = []
    var rest = name[...]
    func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }
    while words.count < count - 1 {
      let word = rest.prefix { !isSpace($0) }
      words.append(String(word))
      rest = rest.dropFirst(word.count).drop(while: isSpace)
    }
    if let quote = rest.first, quote == "\"" || quote == "'", rest.count > 1, rest.last == quote {
      rest = rest.dropFirst().dropLast()
    }
    return words + [String(rest)]
  }

  /// How the profile gets its credentials, if scregistry does not do this; nil otherwise.
  ///
  /// Amazon's tools use a role before keys of the same profile. Single sign-on, a process and the
  /// like matter only if the profile has no keys, since other tools write such keys beside them.
  var otherSource: String? {
    func has(_ key: String) -> Bool {
      [config, secrets].contains { $0?[key].map { !$0.isEmpty } ?? false }
    }
    if has("role_arn") {
      return has("web_identity_token_file") ? "a role by web identity" : "a role (role_arn)"
    }
    let hasKeys = has("aws_access_key_id") || has("aws_secret_access_key")
    guard !hasKeys else { return nil }
    if has("sso_session") || has("sso_start_url") || has("sso_account_id") {
      return "single sign-on (SSO)"
    }
    if has("credential_process") { return "a process (credential_process)" }
    if has("credential_source") { return "a service (credential_source)" }
    if has("login_session") { return "a login session" }
    return nil
  }
}
