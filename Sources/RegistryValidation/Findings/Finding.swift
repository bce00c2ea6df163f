/// One departure from the spec, at one place, found by one rule.
public struct Finding: Sendable, Hashable {
  /// The code of the rule that found it.
  public var rule: String
  /// How much it matters, after profile and configuration.
  public var severity: Severity
  /// The fault, in one line: the facts first, no final period.
  public var message: String
  /// Where it is.
  public var location: Location
  /// The file it is counted for, if that is not the file it points to.
  public var countedIn: String?
  /// The id of the dataset concerned.
  public var dataset: String?
  /// What the rule expects, if known.
  public var expected: String?
  /// The value found.
  public var actual: String?
  /// The line at the place, for people to read; nil if it is missing or too long.
  public var excerpt: Excerpt?
  /// How often the same was found in the same file, when it is listed only once.
  public var occurrences: Int
  /// Other places that belong to the finding.
  public var related: [Related]
  /// The fingerprint of the finding that makes this one likely a consequence.
  public var causedBy: String?
  /// What stays the same if the finding moves; the fingerprint is made from it.
  public var identity: String
  /// The fingerprint that a report gave it; nil for a finding made here.
  public var recordedFingerprint: String?
  /// The suppression that makes it not count; nil if it counts.
  public var suppression: Suppression.Note?
  /// Whether the baseline has it; nil without a baseline.
  public var baseline: BaselineState?
  /// A change that fixes it.
  public var fix: Fix?

  /// Whether it counts: it is neither suppressed nor known from the baseline.
  public var isActive: Bool { suppression == nil && baseline != .known }

  /// The file it is counted for.
  package var countingFile: String { countedIn ?? location.uri }

  /// Whether a baseline has a finding.
  public enum BaselineState: String, Sendable, Hashable {
    /// The baseline does not have it.
    case new
    /// The baseline has it.
    case known
  }

  /// Another place that belongs to a finding.
  public struct Related: Sendable, Hashable {
    /// The file.
    public var uri: String
    /// The line, counted from 1.
    public var line: Int?
    /// What is there.
    public var message: String

    /// Makes a related place.
    ///
    /// - Parameters:
    ///   - uri: The file.
    ///   - line: The line, counted from 1.
    ///   - message: What is there.
    public init(uri: String, line: Int? = nil, message: String) {
      self.uri = uri
      self.line = line
      self.message = message
    }
  }

  /// One line of the file, and the part of it at fault.
  public struct Excerpt: Sendable, Hashable {
    /// The line, without its end.
    public var text: String
    /// The column of the part, counted from 1 in Unicode scalars.
    public var column: Int
    /// The length of the part in Unicode scalars; 0 for a point.
    public var length: Int

    /// Makes an excerpt.
    ///
    /// - Parameters:
    ///   - text: The line, without its end.
    ///   - column: The column of the part, counted from 1.
    ///   - length: The length of the part.
    public init(text: String, column: Int, length: Int) {
      self.text = text
      self.column = column
      self.length = length
    }
  }

  /// Makes a finding.
  ///
  /// - Parameters:
  ///   - rule: The code of the rule.
  ///   - severity: How much it matters.
  ///   - message: The fault.
  ///   - location: Where it is.
  ///   - dataset: The id of the dataset concerned.
  ///   - expected: What the rule expects.
  ///   - actual: The value found.
  ///   - identity: What stays the same when lines move; the message if empty.
  public init(
    rule: String, severity: Severity, message: String, location: Location, dataset: String? = nil,
    expected: String? = nil, actual: String? = nil, identity: String = ""
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.location = location
    self.dataset = dataset
    self.expected = expected
    self.actual = actual
    self.identity = identity
    occurrences = 1
    related = []
  }

  /// A name of 16 hexadecimal digits that survives moves of lines.
  ///
  /// It is made of the rule, the dataset, the file's key and the content: a JSON pointer or
  /// the content of the row, never a line number.
  public var fingerprint: String {
    if let recordedFingerprint { return recordedFingerprint }
    var hash = StableHash()
    hash.add(rule)
    hash.add(dataset ?? "")
    hash.add(location.key)
    hash.add(identity.isEmpty ? (location.pointer ?? message) : identity)
    return hash.text
  }
}
