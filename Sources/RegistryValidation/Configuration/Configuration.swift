/// The content of `scregistry.yml`: targets, rules and suppressions.
public struct Configuration: Sendable, Hashable {
  /// A value and its line.
  public struct Stated<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    public var value: Value
    /// The line, counted from 1.
    public var line: Int

    /// Makes a value with a line.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - line: The line, counted from 1.
    public init(_ value: Value, line: Int) {
      self.value = value
      self.line = line
    }
  }

  /// A target.
  public struct Target: Sendable, Hashable {
    /// A path or an address; a path is relative to the working directory.
    public var uri: String
    /// The directory that holds a copy of the files at the address.
    public var root: String?
    /// The path of a listing of the bucket's objects.
    public var listing: String?
    /// The line.
    public var line: Int

    /// Makes a target.
    ///
    /// - Parameters:
    ///   - uri: A path or an address.
    ///   - root: The directory that holds a copy.
    ///   - listing: The path of a listing.
    ///   - line: The line.
    public init(uri: String, root: String? = nil, listing: String? = nil, line: Int) {
      self.uri = uri
      self.root = root
      self.listing = listing
      self.line = line
    }

    /// The place to check: the copy if there is one.
    public var place: String { root ?? uri }
  }

  /// The settings of one rule for all files.
  public struct RuleChange: Sendable, Hashable {
    /// The code of the rule.
    public var code: String
    /// The severity, nil for off; if not set, that of the profile.
    public var severity: Stated<Severity?>?
    /// The options by name, in the unit of their kind.
    public var options: [String: Stated<Int>] = [:]
  }

  /// How to reach buckets and web servers.
  public struct Network: Sendable, Hashable {
    /// How long to wait for an answer.
    public var timeout: Stated<TimeSpan>?
    /// The maximum number of retries of a request.
    public var retries: Stated<Int>?
    /// The number of simultaneous requests.
    public var jobs: Stated<Int>?
    /// The address of an S3 server; a nil value means Amazon's.
    public var endpoint: Stated<String?>?
    /// Whether requests are not signed.
    public var anonymous: Stated<Bool>?
  }

  /// The name of the file, for messages.
  public var path: String
  /// The directory that its paths are relative to, with its final slash, or empty.
  public var directory: String
  /// The version of the specification, or `auto`.
  public var spec: Stated<String>?
  /// The profile of severities.
  public var profile: Stated<Profile>?
  /// The depth of the validation.
  public var depth: Stated<Validator.Depth>?
  /// The lowest severity that makes the verdict `violations`.
  public var failLevel: Stated<Severity>?
  /// The targets when the command line names none.
  public var targets: [Target] = []
  /// The settings of rules for all files.
  public var rules: [RuleChange] = []
  /// Other severities for some datasets or files; the last match wins.
  public var overrides: [Stated<RuleSettings.Override>] = []
  /// The suppressions.
  public var suppressions: [Suppression] = []
  /// The path of the baseline.
  public var baseline: Stated<String>?
  /// How to reach buckets.
  public var network = Network()
  /// The reports to write, as `FORMAT` or `FORMAT=PATH`.
  public var outputs: [Stated<String>] = []
  /// The copies of buckets: the prefix of an address, and a directory below this file's directory.
  public var sourceMap: [Stated<SourceMapping>] = []

  /// Makes an empty configuration.
  ///
  /// - Parameter path: The name of the file, for messages.
  public init(path: String) {
    self.path = path
    directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

extension Configuration {
  /// The name of the file in each directory.
  public static let fileName = ConfigurationFindings.fileName

  /// Reads the text of a configuration.
  ///
  /// - Parameters:
  ///   - text: The bytes of the file.
  ///   - path: The path of the file; its paths are relative to its directory.
  ///   - book: The rules it may name.
  /// - Throws: All faults of the file.
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
