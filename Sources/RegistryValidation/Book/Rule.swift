/// A rule, from its file under `Schemas/rules`.
public struct Rule: Sendable, Hashable {
  /// The permanent code: three letters and three digits.
  public var code: String
  /// The fault as a kebab-case name that reads well after "allow".
  public var name: String
  /// The fault in one line.
  public var title: String
  /// The numbers of the requirements it serves, such as `I5`.
  public var requirements: [String]
  /// How strongly the spec demands it.
  public var level: RequirementLevel
  /// The section of the spec 1.1; empty if the spec is silent.
  public var section: String
  /// A few words of the spec.
  public var quote: String?
  /// What the rule is based on.
  public var basis: Basis
  /// How much a finding matters in each profile; a profile in which the rule is off is absent.
  public var severities: [Profile: Severity]
  /// What the rule checks.
  public var scope: Scope
  /// The cost of checking it: once per document, row, file or object.
  public var cost: String
  /// Whether a schema or the program checks it.
  public var isCheckedBySchema: Bool
  /// The options that the configuration may change.
  public var options: [RuleOption]
  /// Whether scregistry can fix the fault; nil if it never can.
  public var fix: FixAvailability?
  /// Whether the fault comes from how a file was written, so its findings in the file count as one.
  public var isHabit = false
  /// The codes of the rules whose findings on the same dataset likely cause this one's, the
  /// likeliest first.
  public var causes: [String] = []
  /// The codes of the rules that can't be checked where this one has a finding, or
  /// ``everything``.
  public var hides: Set<String> = []
  /// The word in ``hides`` that means all rules.
  public static let everything = "everything"
  /// Whether a finding makes it uncertain which field of a row is which.
  public var makesFieldsUncertain = false
  /// How to fix the fault.
  public var help: String
  /// Why it matters.
  public var explanation: String
  /// The version of scregistry that introduced the rule.
  public var since: String
  /// Data that complies.
  public var validExamples: [RuleExample]
  /// Data that breaks it.
  public var invalidExamples: [RuleExample]
  /// Whether `\xNN` in examples means a byte.
  public var examplesHaveEscapes: Bool
  /// The dialect of the examples, if it is not the newest.
  public var exampleDialect: String?

  /// Which findings of a rule have a fix.
  public enum FixAvailability: String, Sendable, Hashable, CaseIterable {
    /// All, and every one is safe.
    case safe
    /// All or some, and they are unsafe.
    case unsafe
    /// It depends on the case: a safe fix, an unsafe fix or no fix.
    case sometimes
  }

  /// What a rule checks.
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// The text of a JSON document.
    case document
    /// A global registry.
    case registry
    /// A bucket catalog.
    case catalog
    /// One entry of a catalog.
    case dataset
    /// A whole index file.
    case index
    /// A row of an index file.
    case row
    /// An info document.
    case info
    /// A catalog and the index files of its bucket.
    case bucket
    /// A data object and its row.
    case object
    /// A mirror and its source.
    case mirror
    /// The configuration of scregistry.
    case configuration
  }

  /// Returns the option of a name; nil if it does not exist.
  ///
  /// - Parameter name: The name.
  /// - Returns: The option.
  public func option(_ name: String) -> RuleOption? { options.first { $0.name == name } }
}

extension Rule {
  /// What the rule is based on, in a word or two: `MUST §3.1`.
  ///
  /// The specification says nothing about mirrors; rules on them are a proposal of this project.
  public var standing: String {
    guard scope != .mirror else { return "proposal" }
    return section.isEmpty ? level.rawValue : "\(level.rawValue) §\(section)"
  }

  /// Makes a rule that only a report names, since another version of scregistry knows it.
  package init(
    code: String, name: String, title: String, requirements: [String], level: RequirementLevel,
    section: String, quote: String?, basis: Basis, scope: Scope, help: String
  ) {
    self.init(
      code: code, name: name, title: title, requirements: requirements, level: level,
      section: section, quote: quote, basis: basis, severities: [:], scope: scope, cost: "",
      isCheckedBySchema: false, options: [], help: help, explanation: "", since: "",
      validExamples: [], invalidExamples: [], examplesHaveEscapes: false)
  }
}

/// An example of a rule: the files of a tiny registry, or the content of one file.
///
/// The place of the finding is marked with `↓`.
public struct RuleExample: Sendable, Hashable {
  /// The files by their path; a single file has an empty path.
  public var files: [String: String]
}
