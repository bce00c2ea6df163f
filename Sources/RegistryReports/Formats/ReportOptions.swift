/// How to write a report.
public struct ReportOptions: Sendable, Hashable {
  /// Whether text is coloured for a terminal.
  public var usesColor = false
  /// The start of the run, as an RFC 3339 time; nil for a report that is the same in every run.
  public var started: String?
  /// The duration of the run in seconds.
  public var seconds: Double?
  /// The arguments of the command line.
  public var command: [String]?
  /// The version of this program.
  public var toolVersion: String
  /// Where the files are in the checkout.
  public var places = SourcePlaces()
  /// The category that distinguishes these SARIF runs from those of other tools and jobs.
  public var category = "scregistry"
  /// Whether SARIF also lists the rules that found nothing, with the reason.
  public var listsEveryOutcome = false
  /// The number of findings that the user wants listed per rule and file; nil for the usual
  /// number of each format.
  public var listedPerRule: Int?
  /// The exit code of the run; nil for the one that the verdict implies.
  public var exitCode: Int?
  /// Where the pages of the rules can be read, which SARIF, HTML and Markdown link to; nil for no
  /// links.
  public var rulePages: RulePages?
  /// The maximum number of bytes of a Markdown report; omitted findings are counted.
  ///
  /// GitHub takes comments of at most 65,536 characters.
  public var markdownLimit = 65_536

  /// Makes options for a report that is the same in every run.
  ///
  /// - Parameter toolVersion: The version of this program.
  public init(toolVersion: String) { self.toolVersion = toolVersion }
}
