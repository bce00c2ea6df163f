internal import Formats
internal import RegistryValidation

/// Writes the report as a code quality report of GitLab: the findings that count, one by one.
///
/// GitLab has no mark for suppressed or known findings, so they are omitted.
struct GitLabReport {
  let report: Report
  let options: ReportOptions

  /// The document, with a line end.
  var bytes: [UInt8] {
    let lookup = SourceLookup(options.places)
    var names = UniqueNames()
    var issues: [JSONValue] = []
    for found in report.rulesInFiles where found.count(.active) > 0 {
      let listed = found.findings(.active)
      let shown = listed.reduce(0) { $0 + Swift.max(1, $1.occurrences) }
      let unlisted = found.count(.active) - shown
      for (number, finding) in listed.enumerated() {
        issues.append(
          issue(finding, rest: number == 0 ? unlisted : 0, lookup: lookup, fingerprint: &names))
      }
      guard listed.isEmpty else { continue }
      issues.append(
        issue(
          Self.unlisted(found, in: report), rest: unlisted - 1, lookup: lookup, fingerprint: &names)
      )
    }
    return JSONWriter.writeHarmless(.array(issues))
  }

  /// A placeholder for a group without listed findings.
  private static func unlisted(_ found: RuleInFile, in report: Report) -> Finding {
    let usual = report.usualSeverity(of: found.rule)
    return Finding(
      rule: found.rule, severity: found.severity(.active, otherwise: usual),
      message: report.rules[found.rule]?.title ?? found.rule,
      location: Location(uri: found.uri, key: found.uri))
  }

  private func issue(
    _ finding: Finding, rest: Int, lookup: SourceLookup, fingerprint names: inout UniqueNames
  ) -> JSONValue {
    let place = lookup.place(of: finding.location)
    return .present([
      ("description", .string(description(finding, at: place, rest: rest))),
      ("check_name", .string(finding.rule)),
      ("fingerprint", .string(names.name(finding.fingerprint))),
      ("severity", .string(severity(of: finding))),
      (
        "location", ["path": .string(place.path), "positions": positions(place)]
      ),
    ])
  }

  private func description(_ finding: Finding, at place: SourcePlace, rest: Int) -> String {
    // GitLab requires a description.
    let message =
      finding.message.isEmpty ? report.rules[finding.rule]?.title ?? finding.rule : finding.message
    let row = finding.location.placeInTable.map { $0 + ": " } ?? ""
    var text = TextStyle.harmless(row + message)
    if !place.isFile {
      let line = finding.location.line.map { ":\($0)" } ?? ""
      text = TextStyle.harmless(finding.location.uri) + line + ": " + text
    }
    if finding.occurrences > 1 { text += " (\(finding.occurrences) times)" }
    if rest > 0 { text += " (and \(rest) more in this file)" }
    return text
  }

  /// GitLab's words: an error is critical if the specification says MUST.
  private func severity(of finding: Finding) -> String {
    switch finding.severity {
    case .error: report.rules[finding.rule]?.level == .must ? "critical" : "major"
    case .warning: "minor"
    case .info: "info"
    }
  }

  private func positions(_ place: SourcePlace) -> JSONValue {
    func position(_ line: Int, column: Int) -> JSONValue {
      ["line": .number(line), "column": .number(column)]
    }
    return [
      "begin": position(place.line, column: place.column),
      "end": position(place.endLine ?? place.line, column: place.endColumn ?? place.column),
    ]
  }
}

/// Makes names unique.
struct UniqueNames {
  private var uses: [String: Int] = [:]
  private var used: Set<String> = []

  /// Returns the name, or a name derived from it if it was used before.
  mutating func name(_ wanted: String) -> String {
    var name = wanted
    while !used.insert(name).inserted {
      let use = uses[wanted, default: 1] + 1
      uses[wanted] = use
      var hash = StableHash()
      hash.add(wanted)
      hash.add("\(use)")
      name = hash.text
    }
    return name
  }
}
