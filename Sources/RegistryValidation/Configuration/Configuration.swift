/// What `scregistry.yml` says: what to validate, by which rules, and what doesn't count.
public struct Configuration: Sendable, Hashable {
  /// A value and the line on which it is stated.
  public struct Stated<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    public var value: Value
    /// The line, counted from 1.
    public var line: Int

    /// Makes a stated value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - line: The line, counted from 1.
    public init(_ value: Value, line: Int) {
      self.value = value
      self.line = line
    }
  }

  /// Something to validate.
  public struct Target: Sendable, Hashable {
    /// A path or an address; a path leads there from the working directory.
    public var uri: String
    /// The directory that holds a copy of what lies at the address.
    public var root: String?
    /// The path of a listing that stands for the objects of the bucket.
    public var listing: String?
    /// The line on which it is stated.
    public var line: Int

    /// Makes a target.
    ///
    /// - Parameters:
    ///   - uri: A path or an address.
    ///   - root: The directory that holds a copy.
    ///   - listing: The path of a listing.
    ///   - line: The line on which it is stated.
    public init(uri: String, root: String? = nil, listing: String? = nil, line: Int) {
      self.uri = uri
      self.root = root
      self.listing = listing
      self.line = line
    }

    /// What is looked at: the copy where there is one.
    public var place: String { root ?? uri }
  }

  /// What is changed about one rule everywhere.
  public struct RuleChange: Sendable, Hashable {
    /// The code of the rule.
    public var code: String
    /// The severity, nil for off; without it the profile's stays.
    public var severity: Stated<Severity?>?
    /// The options by name, in the unit of their kind.
    public var options: [String: Stated<Int>] = [:]
  }

  /// How to reach buckets and web servers.
  public struct Network: Sendable, Hashable {
    /// How long to wait for an answer.
    public var timeout: Stated<TimeSpan>?
    /// How often a request is tried again.
    public var retries: Stated<Int>?
    /// The number of requests at a time.
    public var jobs: Stated<Int>?
    /// The address of an S3 server; nil within for Amazon's.
    public var endpoint: Stated<String?>?
    /// Whether requests are not signed.
    public var anonymous: Stated<Bool>?
  }

  /// The file, as people are shown it.
  public var path: String
  /// What its paths are relative to: a directory with its final slash, or nothing.
  public var directory: String
  /// The version of the specification, or `auto`.
  public var spec: Stated<String>?
  /// The profile of severities.
  public var profile: Stated<Profile>?
  /// How far to go.
  public var depth: Stated<Validator.Depth>?
  /// The least severity that makes the verdict `violations`.
  public var failLevel: Stated<Severity>?
  /// What is validated when nothing is named.
  public var targets: [Target] = []
  /// What is changed about rules everywhere.
  public var rules: [RuleChange] = []
  /// Other severities for some datasets or files; the last that fits wins.
  public var overrides: [Stated<RuleSettings.Override>] = []
  /// What doesn't count.
  public var suppressions: [Suppression] = []
  /// The path of the baseline.
  public var baseline: Stated<String>?
  /// How to reach buckets.
  public var network = Network()
  /// The reports to write, as `FORMAT` or `FORMAT=PATH`.
  public var outputs: [Stated<String>] = []
  /// Where buckets lie: the start of an address, and a directory below this file's.
  public var sourceMap: [Stated<SourcePlaces.Mapping>] = []

  /// Makes a configuration that says nothing.
  ///
  /// - Parameter path: The file, as people are shown it.
  public init(path: String) {
    self.path = path
    directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

extension Configuration {
  /// The name of the file in each directory.
  public static let fileName = "scregistry.yml"

  /// Reads the text of a configuration.
  ///
  /// - Parameters:
  ///   - text: The bytes of the file.
  ///   - path: The file, as people are shown it; its paths are relative to its directory.
  ///   - book: The rules it may name.
  /// - Throws: Everything that is wrong with it.
  public init(
    parsing text: [UInt8], path: String, book: RuleBook = .standard
  ) throws(ConfigurationError) {
    self = try ConfigurationReader.read(text, path: path, book: book)
  }

  /// The lines that name targets, by target.
  public var targetLines: [String: Int] {
    Dictionary(
      targets.flatMap { [($0.uri, $0.line), ($0.place, $0.line)] },
      uniquingKeysWith: { first, _ in first })
  }
}
