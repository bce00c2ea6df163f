internal import RegistryValidation

/// The runs of a history in time order, and how the findings changed from one to the next.
///
/// Only two reports are in memory at a time, however long the history is.
public struct ReportHistory: Sendable {
  /// The runs, the oldest first.
  public private(set) var points: [HistoryPoint] = []
  /// The last report; nil without any.
  public private(set) var latest: RecordedReport?
  /// How the last report differs from the one before; nil with fewer than two.
  public private(set) var latestDifference: ReportDifference?
  /// The files that are not used, each with the reason.
  public private(set) var unusable: [UnusableFile] = []

  private var tallies: [String: [Int]] = [:]
  private var severities: [String: Severity] = [:]
  private var names: [String: String] = [:]
  /// The run since which a rule has findings, as far as the runs since then checked for them.
  private var begins: [String: String] = [:]
  /// The findings of earlier runs for which no later run checked.
  private var open = OpenFindings()

  /// Begins a history without runs.
  public init() {}

  /// Adds the next run.
  ///
  /// - Parameters:
  ///   - recorded: Its report, which is later than those before.
  ///   - name: The name of its file.
  ///   - started: The start of the run, as an RFC 3339 time.
  public mutating func add(_ recorded: RecordedReport, name: String, started: String) {
    let report = recorded.report
    let difference = latest.map { ReportDifference(from: $0.report, to: report) }
    let changes = difference.map { open.changes($0, from: latest?.report, to: report) }
    points.append(HistoryPoint(recorded, name: name, started: started, changes: changes))
    for (code, tally) in report.tallies where tally.activeTotal > 0 {
      tallies[code, default: []] += repeatElement(
        0, count: points.count - 1 - tallies[code, default: []].count)
      tallies[code, default: []].append(tally.activeTotal)
      severities[code] = Severity.allCases.filter { tally[$0] > 0 }.max()
      names[code] = report.rules[code]?.name
      begins[code] = begins[code] ?? started
    }
    for code in begins.keys
    where report.tallies[code]?.activeTotal ?? 0 == 0 && !open.codes.contains(code) {
      begins[code] = nil
    }
    latest = recorded
    latestDifference = difference
  }

  /// Notes a file that is not used.
  ///
  /// - Parameter file: The file, with the reason.
  public mutating func note(unusable file: UnusableFile) { unusable.append(file) }

  /// The rules that had findings in any run; those with findings in the last run come first.
  public var rules: [RuleHistory] {
    let rules = tallies.map { code, counts in
      let all = counts + repeatElement(0, count: points.count - counts.count)
      let isOpen = all.last ?? 0 > 0
      return RuleHistory(
        code: code, name: names[code] ?? "", severity: severities[code] ?? .info, counts: all,
        since: isOpen ? begins[code] : nil, isUnknown: !isOpen && open.codes.contains(code))
    }
    return rules.sorted { left, right in
      let (one, other) = (left.since != nil, right.since != nil)
      if one != other { return one }
      if left.isUnknown != right.isUnknown { return left.isUnknown }
      if left.severity != right.severity { return left.severity > right.severity }
      return left.code < right.code
    }
  }

  /// The last runs of the history.
  ///
  /// - Parameter count: The number of runs to keep, at least 1.
  /// - Returns: The same history with the runs before them removed.
  public func suffix(_ count: Int) -> ReportHistory {
    guard count < points.count else { return self }
    var history = self
    history.points = points.suffix(count)
    history.tallies = tallies.compactMapValues { counts in
      let kept = Array(counts.dropFirst(points.count - count))
      return kept.contains { $0 > 0 } ? kept : nil
    }
    return history
  }

  /// The last change, in one line without LF: what is new, fixed and still there.
  public var summary: String {
    guard let last = points.last else { return "no runs" }
    guard let changes = last.changes, points.count > 1 || latestDifference != nil else {
      return "first run of the history"
    }
    let before = points.count > 1 ? " since \(points[points.count - 2].started)" : ""
    let unknown = changes.unknown > 0 ? ", \(changes.unknown) unknown" : ""
    return "\(changes.new) new, \(changes.fixed) fixed\(unknown), \(changes.still) still\(before)"
  }
}
