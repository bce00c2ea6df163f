internal import Formats
internal import RegistryValidation

/// Why reports can't be merged.
public struct MergeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The first report and the one that differs from it.
  public let names: [String]
  /// The difference, with both values.
  public let detail: String

  /// The reports and the difference, in one line that is harmless for a terminal.
  public var description: String {
    TextStyle.harmless("\(names.joined(separator: " and ")) can't be merged: \(detail)")
  }
}

/// Reports on some targets each that become one report on all of them.
///
/// Only their union is in memory: of what several reports have, one copy. The order and the number
/// of steps do not matter, nor does adding a report twice.
public struct ReportUnion {
  /// The first report, without what it found.
  private var first: RecordedReport?
  private var merge: ReportMerge?
  private var paths = DistinctPaths()
  private var isSecondPass = false

  /// Begins without reports.
  public init() {}

  /// Adds a report.
  ///
  /// - Parameter report: The report.
  /// - Throws: ``MergeError`` when another version or another configuration made it than the first.
  public mutating func add(_ report: RecordedReport) throws(MergeError) {
    if let first, let detail = ReportAgreement(first, and: report).difference {
      throw MergeError(names: [first.name, report.name], detail: detail)
    }
    let parts = report.report.parts
    first = first ?? report.withoutFindings
    if !isSecondPass { paths.add(parts) }
    guard isSecondPass || !paths.areAmbiguous else {
      // The union has the two as one.
      merge = nil
      return
    }
    var union = merge ?? ReportMerge(report.report.settings)
    merge = nil
    union.add(paths.separated(parts))
    merge = union
  }

  /// Whether all reports have to be added once more.
  ///
  /// That is so if one path has different contents in two reports, such as the directory `copy` of
  /// two jobs, so that the paths need other names. Call it once all reports are added.
  ///
  /// - Returns: Whether they have to; the second time, they need not.
  public mutating func needsSecondPass() -> Bool {
    guard paths.areAmbiguous, !isSecondPass else { return false }
    isSecondPass = true
    merge = nil
    return true
  }

  /// Ends the union.
  ///
  /// - Returns: The report that one run over all targets would have given; it has no times.
  /// - Throws: ``MergeError`` without a report.
  public consuming func finish() throws(MergeError) -> RecordedReport {
    guard let first, let merge = merge.take() else {
      throw MergeError(names: [], detail: "no report")
    }
    return RecordedReport(
      merge.report(), named: first.name,
      options: ReportOptions(toolVersion: first.options.toolVersion))
  }
}

extension RecordedReport {
  /// Merges reports on some targets each into one report on all of them.
  ///
  /// - Parameter reports: The reports; at least one.
  /// - Returns: The report that one run over all targets would have given.
  /// - Throws: ``MergeError`` when the reports were not made by one version with one configuration.
  public static func merged(_ reports: [RecordedReport]) throws(MergeError) -> RecordedReport {
    var union = ReportUnion()
    repeat {
      for report in reports { try union.add(report) }
    } while union.needsSecondPass()
    return try union.finish()
  }

  /// The report with its settings alone.
  fileprivate var withoutFindings: RecordedReport {
    var parts = report.parts
    // One of them tells the depth.
    parts.targets = Array(parts.targets.prefix(1))
    parts.timelines = []
    parts.files = [:]
    parts.findings = []
    parts.notices = []
    parts.shardLines = []
    return RecordedReport(Report(parts), named: name, options: options)
  }
}
