internal import Formats
internal import RegistryValidation

/// The findings in one kind of document, by rules that check every kind.
///
/// A fault in an info document says nothing about the catalog, and a kind of document that does not
/// exist meets nothing.
struct DocumentEvidence {
  private let report: Report
  private let kind: String
  private let scope: Rule.Scope

  /// Selects the documents that a requirement is about.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - area: The area of the requirement; the result is nil if it is not a kind of document.
  init?(_ report: Report, area: String) {
    switch area {
    case "registry": scope = .registry
    case "catalog": scope = .catalog
    case "info": scope = .info
    default: return nil
    }
    self.report = report
    kind = area
  }

  /// The outcome of a rule for these documents alone.
  func outcome(of whole: Coverage.RuleOutcome) -> Coverage.RuleOutcome {
    var own = whole
    own.inputs = inputs
    if findings(of: whole.rule) > 0 {
      own.outcome = .fail
    } else if whole.outcome == .notApplicable {
      return whole
    } else if let obstacle {
      (own.outcome, own.reason) = (.notEvaluated, obstacle)
    } else if inputs > 0 {
      (own.outcome, own.reason) = (.pass, nil)
    } else {
      (own.outcome, own.reason) = (.notApplicable, "no \(kind) among the targets")
    }
    return own
  }

  /// The number of findings of a rule in these documents.
  func findings(of rule: String) -> Int {
    files.reduce(0) { $0 + (report.files[$1]?.rules[rule]?.total ?? 0) }
  }

  /// The files with findings that are these documents.
  ///
  /// The info documents of a bucket are not targets, so they are all that is not one.
  private var files: [String] {
    let kinds = Dictionary(
      report.targets.map { ($0.uri, $0.kind) }, uniquingKeysWith: { first, _ in first })
    return report.files.keys.filter { (kinds[$0] ?? "info") == kind }
  }

  private var inputs: Int {
    guard kind == "info" else {
      return report.targets.count { $0.kind == kind && $0.size != nil }
    }
    let syntax = Set(report.rules.rules.filter { $0.scope == .document }.map(\.code))
    let broken = files.count { file in
      report.files[file]?.rules.keys.contains(where: syntax.contains) ?? false
    }
    return Swift.max(report.coverage.inputs[.info] ?? 0, broken)
  }

  /// Why some of these documents were not read; a syntax error is an answer.
  private var obstacle: String? {
    (report.coverage.obstacles[scope] ?? []).filter { !$0.hasSuffix("is not JSON") }.min()
  }
}
