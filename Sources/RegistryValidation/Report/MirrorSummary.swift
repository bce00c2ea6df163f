/// What a verification of mirrors counted, as a report keeps it.
public struct MirrorSummary: Sendable, Hashable {
  /// One mirror.
  public struct Copy: Sendable, Hashable {
    /// The mirror, as the user named it.
    public var name: String
    /// The address of its root.
    public var root: String
    /// The number of objects of each verdict, by name.
    public var verdicts: [String: Int] = [:]
    /// The number of objects of each level, by name.
    public var levels: [String: Int] = [:]
    /// Its lag by clock: seconds, or the digest of the generation.
    public var lag: [String: String] = [:]
    /// The reasons of unknown objects, with their numbers.
    public var unknown: [String: Int] = [:]
    /// What no `--map` or scope leads to and so was not compared: the number of `rows`, `indexes` of
    /// datasets, `sourceObjects` and `mirrorObjects`; none if there is nothing.
    public var outOfScope: [String: Int] = [:]
    /// What was assumed.
    public var notes: [String] = []

    /// Creates the summary of a mirror.
    ///
    /// - Parameters:
    ///   - name: The mirror, as the user named it.
    ///   - root: The address of its root.
    public init(name: String, root: String) {
      self.name = name
      self.root = root
    }
  }

  /// One year of one dataset in one mirror.
  public struct Part: Sendable, Hashable {
    /// The mirror; nil if there is only one.
    public var mirror: String?
    /// The id of the dataset; nil for objects of none.
    public var dataset: String?
    /// The year; nil if it is not known.
    public var year: Int?
    /// The number of files that must be there.
    public var files = 0
    /// The bytes of these files.
    public var bytes = 0
    /// The number of objects of each verdict, by name.
    public var verdicts: [String: Int] = [:]
    /// The number of objects of each level, by name.
    public var levels: [String: Int] = [:]

    /// Creates the summary of nothing.
    public init() {}
  }

  /// A sample whose content was read.
  public struct Sample: Sendable, Hashable {
    /// The number of objects drawn.
    public var drawn = 0
    /// The number of objects read in addition, so that every dataset and year appears.
    public var added = 0
    /// The number of objects from which they were drawn.
    public var population = 0
    /// The bytes of all these objects on one side.
    public var bytes = 0
    /// The number of datasets and years.
    public var strata = 0
    /// The seed.
    public var seed = 0
    /// The number of drawn objects that are bad or could not be read.
    public var failures = 0
    /// The share of bad objects that is not exceeded with a confidence of 95 %.
    public var upperBound = 1.0

    /// Creates an empty sample.
    public init() {}
  }

  /// The source, as the user named it.
  public var source: String
  /// The address of the source's root.
  public var root: String
  /// The map of the addresses, as pairs.
  public var maps: [[String]] = []
  /// The scope, by the names of the options.
  public var scope: [String: [String]] = [:]
  /// The required level.
  public var required: String
  /// The mirrors.
  public var copies: [Copy] = []
  /// The counts by dataset and year.
  public var parts: [Part] = []
  /// The sample; nil if none was drawn.
  public var sample: Sample?
  /// The objects on which the copies do not agree, by the copy that differs from all others; empty for one mirror.
  public var alone: [String: Int] = [:]
  /// The rules that had no input, by code, with the reason.
  public var notAsked: [String: String] = [:]

  /// Creates a summary without mirrors.
  ///
  /// - Parameters:
  ///   - source: The source, as the user named it.
  ///   - root: The address of the source's root.
  ///   - required: The required level.
  public init(source: String, root: String, required: String) {
    self.source = source
    self.root = root
    self.required = required
  }

  /// The number of objects of each level in all mirrors.
  public var levels: [String: Int] {
    copies.reduce(into: [:]) { $0.merge($1.levels, uniquingKeysWith: +) }
  }

  /// The number of objects of each verdict in all mirrors.
  public var verdicts: [String: Int] {
    copies.reduce(into: [:]) { $0.merge($1.verdicts, uniquingKeysWith: +) }
  }
}
