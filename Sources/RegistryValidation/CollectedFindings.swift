internal import Formats
internal import SharedCloudRegistry

/// Makes a report of findings that another module collected, by the settings of a validator.
package struct CollectedFindings {
  private struct Place: Hashable {
    var uri: String
    var dataset: String?
  }

  private let validator: Validator
  private let options: CheckOptions
  private var reporters: [Place: FileReporter]
  private var datasets: Set<String> = []

  /// Begins without findings.
  ///
  /// - Parameter validator: Has the rules, the profile and the suppressions.
  package init(_ validator: Validator) {
    self.validator = validator
    var options = CheckOptions(rules: validator.rules, settings: validator.settings)
    options.listedPerRule = validator.listedPerRule
    options.extraListings = validator.extraListings
    self.options = options
    reporters = [:]
  }

  /// Adds findings of one rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - listed: The first findings.
  ///   - total: The number of all findings.
  ///   - file: What they are counted for.
  ///   - dataset: The id of the dataset; nil if absent.
  package mutating func add(
    _ rule: RuleID, listed: [Finding], total: Int, file: Location, dataset: String?
  ) {
    let place = Place(uri: file.uri, dataset: dataset)
    var reporter =
      reporters[place] ?? FileReporter(file: file, dataset: dataset, options: options)
    let before = reporter.tallies[rule]?.total ?? 0
    for finding in listed {
      reporter.report(rule, finding.message, about: finding.location.key) {
        $0.location = finding.location
        $0.expected = finding.expected
        $0.actual = finding.actual
        $0.identity = finding.identity
      }
    }
    // Findings that a suppression hides are counted one by one.
    if total > listed.count { reporter.settle(rule, total: before + total) }
    reporters[place] = reporter
    if let dataset { datasets.insert(dataset) }
  }

  /// Makes the report.
  ///
  /// - Parameters:
  ///   - names: What was compared, each with its kind; the last one gets the coverage.
  ///   - inputs: The number of files, objects and rows that were compared.
  ///   - obstacles: Why something could not be compared.
  ///   - ruleObstacles: Why some rules could not be evaluated on everything, with their codes.
  ///   - summary: The counts.
  /// - Returns: The report.
  package func report(
    on names: [(uri: String, kind: String)], inputs: (files: Int, objects: Int, rows: Int),
    obstacles: [String], ruleObstacles: [(reason: String, rules: [String])],
    summary: MirrorSummary
  ) -> Report {
    var coverage = Coverage()
    coverage.note(.mirror, count: inputs.objects + inputs.rows)
    coverage.files = inputs.files
    coverage.objects = inputs.objects
    coverage.rows = inputs.rows
    var reasons = obstacles.map(\.clipped)
    if let first = reasons.first {
      coverage.obstruct([.mirror], because: first)
    }
    for obstacle in ruleObstacles {
      let reason = obstacle.reason.clipped
      for code in obstacle.rules { coverage.obstruct(rule: code, because: reason) }
      reasons.append(reason)
    }
    var targets = names.map { Report.Target(uri: $0.uri, kind: $0.kind) }
    if let last = targets.indices.last { targets[last].coverage = coverage }
    let notices = reasons.map { Notice(.unreadable, $0) }
    let sorted = reporters.sorted { left, right in
      (left.key.uri, left.key.dataset ?? "") < (right.key.uri, right.key.dataset ?? "")
    }
    return ReportAssembly(
      validator: validator, reporters: sorted.map(\.value), notices: notices, targets: targets,
      timelines: [], datasets: datasets, mirror: summary
    ).report()
  }
}
