internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// One run of a SARIF document: the findings of one bucket.
struct SARIFRun {
  let report: Report
  let options: ReportOptions
  let lookup: SourceLookup
  let rules: SARIFRules
  let part: SARIFReport.Part
  private let results: SARIFResults
  private let outcomes: [Coverage.RuleOutcome]

  init(
    report: Report, options: ReportOptions, lookup: SourceLookup, rules: SARIFRules,
    part: SARIFReport.Part
  ) {
    self.report = report
    self.options = options
    self.lookup = lookup
    self.rules = rules
    self.part = part
    var coverage = Coverage()
    for target in part.targets { coverage.add(target.coverage) }
    var counts: [String: Int] = [:]
    for found in part.rulesInFiles { counts[found.rule, default: 0] += found.total }
    let outcomes = coverage.outcomes(
      of: report.rules.rules, counts: counts, reasonsOff: report.reasonsOff)
    self.outcomes = outcomes
    results = SARIFResults(
      report: report, lookup: lookup, part: part,
      outcomes: options.listsEveryOutcome ? outcomes : [])
  }

  /// The run.
  var value: JSONValue {
    let codes = results.codes.sorted()
    let indices = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    return [
      "tool": ["driver": driver(codes)],
      "taxonomies": [rules.taxonomy],
      "automationDetails": ["id": .string(part.category)],
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": [
        "SRCROOT": ["description": ["text": "The root of the repository that runs the check"]]
      ],
      "invocations": [invocation],
      "results": .array(results.values(ruleIndices: indices)),
    ]
  }

  private func driver(_ codes: [String]) -> JSONValue {
    .present([
      ("name", "scregistry"), ("version", .string(options.toolVersion)),
      ("semanticVersion", isSemantic ? .string(options.toolVersion) : nil),
      ("language", "en"), ("rules", .array(codes.map { rules[$0] })),
      ("notifications", .array(notifications.descriptors)),
      ("supportedTaxonomies", [["name": "SCR", "index": 0]]),
    ])
  }

  private var isSemantic: Bool {
    let numbers = options.toolVersion.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3 && numbers.allSatisfy { UInt($0) != nil }
  }

  private var notifications: SARIFNotifications {
    SARIFNotifications(
      lookup: lookup, part: part, outcomes: outcomes, cut: results.cut,
      limit: SARIFResults.mostResults)
  }

  private var invocation: JSONValue {
    let times = RunTimes(options)
    let exitCode = options.exitCode ?? report.verdict.usualExitCode
    return .present([
      // Code scanning must not close the alerts of inputs that were not evaluated.
      ("executionSuccessful", .bool(report.verdict != .undetermined)),
      ("exitCode", .number(exitCode)),
      ("arguments", options.command.map { .array($0.dropFirst().map { .string($0) }) }),
      ("startTimeUtc", .text(times.start)), ("endTimeUtc", .text(times.end)),
      ("toolExecutionNotifications", .array(notifications.values)),
    ])
  }
}

extension Report.Verdict {
  /// The exit code that the verdict implies.
  var usualExitCode: Int {
    switch self {
    case .noViolations: 0
    case .violations: 1
    case .undetermined: 3
    }
  }
}

/// The start and end of a run, if the options give them.
struct RunTimes: Sendable {
  /// The start, as an RFC 3339 time in UTC with whole seconds.
  let start: String?
  /// The end, in the same form.
  let end: String?

  init(_ options: ReportOptions) {
    guard let text = options.started, let time = try? SCRTime(parsing: Array(text.utf8).span),
      time.seconds >= 0
    else {
      start = nil
      end = nil
      return
    }
    start = SCRTime(seconds: time.seconds).text
    end = options.seconds.map { seconds in
      SCRTime(seconds: time.seconds + Int64(Swift.min(Swift.max(0, seconds), 1e9))).text
    }
  }
}
