internal import Files
public import ObjectStorage
public import SharedCloudRegistry

/// The settings of a run: the command line overrides the configuration, which overrides defaults.
public struct AppliedConfiguration: Sendable {
  /// The settings of the command line; nil or empty where it sets nothing.
  public struct Flags: Sendable {
    /// The targets.
    public var targets: [String] = []
    /// The profile of severities.
    public var profile: Profile?
    /// The version of the specification, or `auto`.
    public var spec: String?
    /// The depth of the validation.
    public var depth: Validator.Depth?
    /// The lowest severity that makes the verdict `violations`.
    public var failLevel: Severity?
    /// The directories that hold copies of buckets.
    public var roots: [Validator.Root] = []
    /// Listings of the objects of buckets.
    public var listings: [Validator.Listing] = []
    /// The access to storages, as far as the command line sets it.
    public var storage = StorageFlags()
    /// The reports to write, as `FORMAT` or `FORMAT=PATH`.
    public var outputs: [String] = []

    /// Makes flags that set nothing.
    public init() {}
  }

  /// The origin of a setting.
  public enum Origin: Sendable, Hashable {
    /// The command line.
    case commandLine
    /// A line of the configuration.
    case configuration(line: Int)
    /// The profile of severities.
    case profile
    /// The default.
    case standard
  }

  /// A value and its origin.
  public struct Setting<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    public var value: Value
    /// Its origin.
    public var origin: Origin
  }

  /// The configuration; nil if none exists.
  public let configuration: Configuration?
  /// The rules.
  public let book: RuleBook
  /// The profile of severities.
  public let profile: Setting<Profile>
  /// The version of the specification, or `auto`.
  public let spec: Setting<String>
  /// The depth of the validation.
  public let depth: Setting<Validator.Depth>
  /// The lowest severity that makes the verdict `violations`.
  public let failLevel: Setting<Severity>
  /// The targets.
  public let targets: [Setting<String>]
  /// The reports to write; empty if none is set.
  public let outputs: [Setting<String>]
  /// The severity of each rule by dataset and file, and the suppressions.
  public let rules: RuleSettings
  /// Listings of the objects of buckets.
  public let listings: [Validator.Listing]
  /// The access to storages.
  public let storage: StorageOptions
  private let roots: [Validator.Root]

  /// Combines the command line and the configuration.
  ///
  /// - Parameters:
  ///   - flags: The settings of the command line.
  ///   - configuration: The configuration; nil if none exists.
  ///   - now: The current time, which decides which suppressions have expired.
  ///   - book: The rules.
  public init(
    _ flags: Flags, over configuration: Configuration?, at now: SCRTime?,
    book: RuleBook = .standard
  ) {
    self.configuration = configuration
    self.book = book
    profile = Self.first(flags.profile, or: configuration?.profile, else: .default)
    spec = Self.first(flags.spec, or: configuration?.spec, else: "auto")
    // A listing is useful only at one depth.
    let implied: Validator.Depth? = flags.listings.isEmpty ? nil : .objects
    depth = Self.first(flags.depth ?? implied, or: configuration?.depth, else: .index)
    failLevel = Self.first(flags.failLevel, or: configuration?.failLevel, else: .error)
    targets =
      flags.targets.isEmpty
      ? configuration?.targets.map {
        Setting(value: $0.place, origin: .configuration(line: $0.line))
      } ?? [] : flags.targets.map { Setting(value: $0, origin: .commandLine) }
    outputs =
      flags.outputs.isEmpty
      ? configuration?.outputs.map {
        Setting(value: $0.value, origin: .configuration(line: $0.line))
      } ?? [] : flags.outputs.map { Setting(value: $0, origin: .commandLine) }
    storage = flags.storage.options(over: configuration?.network)
    roots = Self.roots(flags.roots, in: configuration)
    listings = Self.listings(flags, in: configuration)
    rules = Self.rules(profile.value, in: configuration, at: now, book: book)
  }

  private static func first<Value>(
    _ flag: Value?, or stated: Configuration.Stated<Value>?, else standard: Value
  ) -> Setting<Value> {
    if let flag { return Setting(value: flag, origin: .commandLine) }
    if let stated {
      return Setting(value: stated.value, origin: .configuration(line: stated.line))
    }
    return Setting(value: standard, origin: .standard)
  }

  /// The roots of the command line, then the existing roots of the configuration's targets.
  private static func roots(
    _ flags: [Validator.Root], in configuration: Configuration?
  ) -> [Validator.Root] {
    let own = configuration?.targets.compactMap { target in
      target.root.map { Validator.Root(prefix: target.uri, path: $0) }
    }
    let given = Set(flags.map(\.prefix))
    return flags
      + (own ?? []).filter { !given.contains($0.prefix) && PathKind($0.path) == .directory }
  }

  /// The listings of the command line, then those of the configuration's targets that are
  /// validated.
  private static func listings(
    _ given: Flags, in configuration: Configuration?
  ) -> [Validator.Listing] {
    let flags = given.listings
    let own = configuration?.targets.compactMap { target -> Validator.Listing? in
      guard let path = target.listing else { return nil }
      guard given.targets.isEmpty || given.targets.contains(target.place) else { return nil }
      guard let address = ObjectAddress(target.uri) else {
        return Validator.Listing(target: target.place, path: path)
      }
      return Validator.Listing(prefix: address.description, path: path)
    }
    // The command line wins for a bucket; a listing without a bucket may be of any.
    let prefixes = Set(flags.compactMap(\.prefix))
    guard !flags.contains(where: { $0.prefix == nil }) else { return flags }
    return flags + (own ?? []).filter { $0.prefix.map { !prefixes.contains($0) } ?? true }
  }

  private static func rules(
    _ profile: Profile, in configuration: Configuration?, at now: SCRTime?, book: RuleBook
  ) -> RuleSettings {
    var settings = RuleSettings(profile, of: book)
    guard let configuration else { return settings }
    for change in configuration.rules {
      if let severity = change.severity {
        settings.set(severity.value, for: change.code, by: configuration.path)
      }
      for (name, value) in change.options { settings.set(name, of: change.code, to: value.value) }
    }
    for override in configuration.overrides { settings.add(override.value) }
    for suppression in configuration.suppressions { settings.suppress(suppression, at: now) }
    return settings
  }

  /// Applies the settings to those of a validator.
  ///
  /// - Parameter options: The settings, of which the others stay as they are.
  public func configure(_ options: inout Validator.Options) {
    options.rules = book
    options.profile = profile.value
    options.failLevel = failLevel.value
    options.depth = depth.value
    options.dialect = Dialect(version: spec.value)
    options.roots = roots
    options.listings = listings
    options.settings = rules
    options.storages = StorageProvider(storage)
  }
}

// MARK: - Rules in one file

extension AppliedConfiguration {
  /// The severity of one rule for one file or dataset, and its origin.
  public struct RuleSetting: Sendable, Hashable {
    /// The code of the rule.
    public var code: String
    /// The severity; nil if the rule is off.
    public var severity: Severity?
    /// The origin of the severity.
    public var origin: Origin
    /// The suppression that matches its findings.
    public var suppression: Suppression?
  }

  /// Returns the severity of each rule for a file and dataset.
  ///
  /// - Parameters:
  ///   - key: The key of the file in its bucket.
  ///   - dataset: The id of the dataset.
  /// - Returns: A setting for every rule, in the order of the codes.
  public func ruleSettings(forFile key: String, dataset: String?) -> [RuleSetting] {
    let changes = Dictionary(
      (configuration?.rules ?? []).compactMap { change in
        change.severity.map { (change.code, $0.line) }
      }, uniquingKeysWith: { $1 })
    return book.rules.map { rule in
      let held = rules.rule(rule.code, inFile: key)
      let ruling = rules.ruling(on: rule.code, by: held, dataset: dataset)
      let override = rules.override(in: held, dataset: dataset)
      let line = override.flatMap { configuration?.overrides[$0].line } ?? changes[rule.code]
      return RuleSetting(
        code: rule.code, severity: ruling?.severity,
        origin: line.map { .configuration(line: $0) } ?? .profile,
        suppression: ruling?.suppression.map { rules.suppressions[$0] })
    }
  }

  /// Finds the file and dataset for a name on the command line.
  ///
  /// - Parameter name: An address, a path below a target, a key, or the id of a dataset.
  /// - Returns: The key of the file, and the dataset if the name has one.
  public func subject(named name: String) -> (key: String, dataset: String?) {
    if !name.contains("/"), !name.contains(".") { return ("catalog.json", name) }
    var key = name
    if let address = ObjectAddress(name) {
      key = address.key
    } else {
      for target in targets.map(\.value) where target != "." && target != "./" {
        let directory = target.hasSuffix("/") ? target : target + "/"
        if name.hasPrefix(directory) { key = String(name.dropFirst(directory.count)) }
      }
    }
    if key.hasPrefix("./") { key = String(key.dropFirst(2)) }
    let file = key.split(separator: "/").last.map(String.init) ?? key
    if let index = IndexFileName(file) { return (key, index.id) }
    for ending in [".json", ".info"] where file.hasSuffix(ending) {
      let id = String(file.dropLast(ending.count))
      if !["catalog", "HelioDataRegistry"].contains(id) { return (key, id) }
    }
    return (key, nil)
  }
}
