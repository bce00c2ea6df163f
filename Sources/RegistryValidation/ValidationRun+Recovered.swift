internal import Formats

/// Documents with faults of syntax, of which the readable part is checked.
extension ValidationRun {
  /// Makes the checks of one document beyond its schema, without comparing it with anything else:
  /// what it lacks may only be unreadable.
  mutating func takeRecovered(_ result: DocumentResult) {
    var result = result
    switch result.kind {
    case .registry:
      // An endpoint that it lacks may only be unreadable.
      hasUnreadRegistry = true
      coverage.note(.registry)
      result.reporter = RegistryChecks.check(result, latest: latestTime)
    case .catalog, .dataset:
      coverage.note(.catalog, count: result.kind == .catalog ? 1 : 0)
      coverage.note(.dataset, count: result.entries.count)
      result.reporter = CatalogChecks.check(result, now: validator.now, latest: latestTime)
    case .info:
      coverage.note(.info)
      result.reporter = InfoChecks.check(result)
    case nil: break
    }
    coverage.obstruct(
      Self.scopes(of: result.kind).filter { $0 != .document },
      because: "\(result.reporter.file.uri) is not JSON; damaged parts can't be evaluated")
    result.withholdFixes()
    reporters.append(result.reporter)
  }
}

extension DocumentResult {
  /// Takes the fixes back that have to wait until the syntax is right.
  mutating func withholdFixes() {
    reporter.removeFixes(except: .jsonSyntax)
  }
}
