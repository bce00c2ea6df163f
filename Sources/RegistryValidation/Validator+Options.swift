package import Formats
public import ObjectStorage
public import SharedCloudRegistry

extension Validator {
  /// The settings of a validation, which go down to every check as one value.
  public struct Options: Sendable {
    /// The rules.
    public var rules = RuleBook.standard
    /// The profile of severities; setting it forgets other changes to ``settings``.
    public var profile = Profile.default {
      didSet { settings = RuleSettings(profile, of: rules) }
    }
    /// The severity of each rule for each file, and the findings that don't count.
    public var settings = RuleSettings(.default, of: .standard)
    /// The lowest severity that makes the verdict `violations`.
    public var failLevel = Severity.error
    /// The dialect to check; nil to detect it for each document.
    public var dialect: Dialect?
    /// The kind of each target; nil to detect it.
    public var kind: String?
    /// How far to go.
    public var depth = Depth.index
    /// The number of files to read at a time.
    public var jobs = 1
    /// The number of findings to list per rule and file; all are counted.
    public var listedPerRule = 20
    /// How many findings more are listed, so that known ones do not hide new ones: by key of the
    /// file, then by rule.
    package var extraListings: ExactDictionary<[String: Int]> = [:]
    /// The local copies of buckets that the targets refer to.
    public var roots: [Root] = []
    /// Listings to use for the objects of buckets, at the depth of objects.
    public var listings: [Listing] = []
    /// The storages for targets and files that are not local.
    public var storages = StorageProvider()
    /// The present time, for the rules on times in the future; nil to skip them.
    public var now: SCRTime?
    /// Counters that follow the run.
    public var progress = ValidationProgress()

    /// Whether rows go through the fast test first; it changes only the time that a run takes.
    var usesFastTest = true
    /// The number of findings to list per rule and index file; nil for the same as in other files.
    package var listedInIndexes: Int?

    /// Makes the settings of the default profile.
    public init() {}
  }
}

extension CheckOptions {
  /// Takes the settings of a validation.
  init(_ options: Validator.Options) {
    self.init(rules: options.rules, settings: options.settings)
    listedPerRule = options.listedPerRule
    extraListings = options.extraListings
    usesFastTest = options.usesFastTest
    listedInIndexes = options.listedInIndexes
    now = options.now
  }
}
