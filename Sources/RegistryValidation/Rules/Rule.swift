/// What a rule is: the entry of its file under `Schemas/rules`.
public struct Rule: Sendable, Hashable {
  /// The permanent code: three letters and three digits.
  public var code: String
  /// The fault as a kebab-case name that reads well after "allow".
  public var name: String
  /// The fault in one line.
  public var title: String
  /// The numbers of the requirements it serves, such as `I5`.
  public var requirements: [String]
  /// How strongly the spec asks for it.
  public var level: RequirementLevel
  /// The section of the spec, as 1.1 numbers them; empty for what the spec knows nothing of.
  public var section: String
  /// A few words of the spec.
  public var quote: String?
  /// What the rule rests on.
  public var basis: Basis
  /// How much a finding matters in each profile; a profile in which the rule is off is absent.
  public var severities: [Profile: Severity]
  /// What the rule looks at.
  public var scope: Scope
  /// What checking it costs: once a document, a row, a file or an object.
  public var cost: String
  /// Whether a schema or the program checks it.
  public var isCheckedBySchema: Bool
  /// The numbers it goes by that the configuration may change.
  public var options: [RuleOption]
  /// Whether the program can mend the fault; nil if it never can.
  public var fix: FixAvailability?
  /// How to mend the fault.
  public var help: String
  /// Why it matters.
  public var explanation: String
  /// The version of this program that brought the rule.
  public var since: String
  /// Data that keep the rule.
  public var validExamples: [RuleExample]
  /// Data that break it.
  public var invalidExamples: [RuleExample]
  /// Whether `\xNN` in examples stands for a byte.
  public var examplesHaveEscapes: Bool
  /// The dialect of the examples, where it is not the newest.
  public var exampleDialect: String?

  /// Which findings of a rule have a fix.
  public enum FixAvailability: String, Sendable, Hashable, CaseIterable {
    /// All, and every one is safe.
    case safe
    /// All or some, and none is safe.
    case unsafe
    /// It depends on the case: a safe fix, an unsafe one or none.
    case sometimes
  }

  /// What a rule looks at.
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// The text of a JSON document.
    case document
    /// A global registry.
    case registry
    /// A bucket catalog.
    case catalog
    /// One entry of a catalog.
    case dataset
    /// An index file as a whole.
    case index
    /// A row of an index file.
    case row
    /// An info document.
    case info
    /// A catalog and the index files of its bucket.
    case bucket
    /// A data object and the row that names it.
    case object
    /// The configuration of this program.
    case configuration
  }

  /// Returns the option of a name; nil if there is none.
  ///
  /// - Parameter name: The name.
  /// - Returns: The option.
  public func option(_ name: String) -> RuleOption? { options.first { $0.name == name } }
}

/// An example of a rule: the files of a tiny registry, or the text of the file concerned.
///
/// The place of the finding is marked with `↓`.
public struct RuleExample: Sendable, Hashable {
  /// The files by their path; the text concerned alone has an empty path.
  public var files: [String: String]
}
