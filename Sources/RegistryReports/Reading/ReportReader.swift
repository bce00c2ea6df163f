internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Makes the parts of a report from its JSON values.
struct ReportReader {
  /// Reads members and limits their sum.
  var members = MemberReader()

  /// Reads all parts of a report.
  mutating func parts(of source: ReportSource) throws(MemberFault) -> Report.Parts {
    let rules = try rules(source)
    guard let settings = source.header["settings"], let files = source.summary["files"] else {
      throw MemberFault(
        source.header,
        "the report has no settings or no files, since an older scregistry wrote it; "
          + "make it again with this version")
    }
    var parts = Report.Parts(settings: try self.settings(settings), rules: rules)
    for node in source.header["targets"]?.elements.map(\.self) ?? [] {
      parts.targets.append(try target(node))
    }
    for node in source.summary["timelines"]?.elements.map(\.self) ?? [] {
      parts.timelines.append(try TimelineReader(members: members).timeline(node))
    }
    for node in source.findings { parts.findings.append(try finding(node)) }
    for node in source.notices { parts.notices.append(try notice(node)) }
    for node in files.elements {
      let uri = try members.text(node, at: "uri")
      guard parts.files[uri] == nil else { throw MemberFault(node, "duplicate file") }
      parts.files[uri] = try fileCounts(node)
    }
    for node in source.summary["suppressions"]?.elements.map(\.self) ?? [] {
      parts.suppressions.append(try suppression(node))
    }
    if let node = source.summary["baseline"] { parts.baseline = try baseline(node) }
    parts.mirror = source.summary["mirror"].map { MirrorSummary($0) }
    parts.askSuppressions()
    return parts
  }

  /// Reads the facts about the run.
  func options(of header: Node) throws(MemberFault) -> ReportOptions {
    guard let tool = header["tool"] else { throw MemberFault(header, "tool is missing") }
    var options = ReportOptions(toolVersion: try members.text(tool, at: "version"))
    guard let run = header["run"] else { return options }
    options.started = try members.optionalText(run, at: "started")
    if let node = run["seconds"] {
      guard let seconds = node.numberText.flatMap(Double.init), seconds.isFinite else {
        throw MemberFault(node, "seconds is out of range")
      }
      options.seconds = seconds
    }
    options.command = run["command"]?.elements.map(\.text)
    return options
  }

  /// Throws if the totals of the file differ from those computed from its parts.
  func check(_ report: Report, against source: ReportSource) throws(MemberFault) {
    var listed: [[ExactText]: Int] = [:]
    for (finding, node) in zip(report.findings, source.findings) {
      let (file, rule) = (finding.countingFile, finding.rule)
      let place = [ExactText(file), ExactText(rule)]
      listed[place, default: 0] += finding.occurrences
      guard listed[place, default: 0] <= report.files[file]?.rules[rule]?.total ?? 0 else {
        throw MemberFault(node, "the counts of \(file) do not include the finding")
      }
    }
    guard let summary = source.summary["summary"] else { return }
    for severity in Severity.allCases {
      let (count, name) = (report.count(of: severity), severity.rawValue)
      guard try members.number(summary, at: name) == count else {
        throw MemberFault(
          summary, "the report contradicts itself: \(name) is not \(count), as the files say")
      }
    }
    guard let verdict = source.summary["verdict"], verdict.string == report.verdict.rawValue else {
      throw MemberFault(
        source.summary,
        "the report contradicts itself: its counts give the verdict "
          + report.verdict.rawValue)
    }
  }

  // MARK: - Parts

  private func settings(_ node: Node) throws(MemberFault) -> Report.Settings {
    var reasons: [String: String] = [:]
    for member in node["off"]?.members.map(\.self) ?? [] {
      reasons[member.key.text] = member.value.text
    }
    var severities: [String: Severity] = [:]
    for member in node["severities"]?.members.map(\.self) ?? [] {
      severities[member.key.text] = try members.word(
        member.value, called: "severities", of: Severity.self)
    }
    return Report.Settings(
      profile: try members.word(node, at: "profile", of: Profile.self),
      failLevel: try members.word(node, at: "failLevel", of: Severity.self), reasonsOff: reasons,
      severities: severities)
  }

  private mutating func target(_ node: Node) throws(MemberFault) -> Report.Target {
    var target = Report.Target(
      uri: try members.text(node, at: "uri"),
      kind: try members.optionalText(node, at: "kind") ?? "document",
      size: try members.number(node, at: "size"),
      declared: try members.optionalText(node, at: "declared"),
      dialect: try members.optionalWord(node, at: "dialect", of: Dialect.self))
    target.digest = try members.optionalText(node, at: "digest")
    if let node = node["coverage"] { target.coverage = try coverage(node) }
    return target
  }

  private mutating func coverage(_ node: Node) throws(MemberFault) -> Coverage {
    var coverage = Coverage()
    for member in node["inputs"]?.members.map(\.self) ?? [] {
      coverage.note(try scope(member.key), count: try members.count(member.value, called: "inputs"))
    }
    for member in node["obstacles"]?.members.map(\.self) ?? [] {
      let scope = try scope(member.key)
      for reason in member.value.elements { coverage.obstruct([scope], because: reason.text) }
    }
    for member in node["ruleObstacles"]?.members.map(\.self) ?? [] {
      coverage.obstruct(rule: member.key.text, because: member.value.text)
    }
    for reason in node["tolerated"]?.elements.map(\.self) ?? [] {
      coverage.tolerate(reason: reason.text)
    }
    for member in node["exclusions"]?.members.map(\.self) ?? [] {
      coverage.exclude([try scope(member.key)], because: member.value.text)
    }
    coverage.rows = try members.count(node, at: "rows")
    coverage.objects = try members.count(node, at: "objects")
    coverage.bytes = try members.count(node, at: "bytes")
    coverage.files = try members.count(node, at: "files")
    return coverage
  }

  private func scope(_ key: Node) throws(MemberFault) -> Rule.Scope {
    try members.word(key, called: "coverage", of: Rule.Scope.self)
  }

  private mutating func fileCounts(_ node: Node) throws(MemberFault) -> Report.FileCounts {
    var counts = Report.FileCounts()
    for member in node["rules"]?.members.map(\.self) ?? [] {
      var tally = Tally()
      for severity in Severity.allCases {
        tally[severity] = try members.count(member.value, at: severity.rawValue)
      }
      tally.suppressed = try members.count(member.value, at: "suppressed")
      tally.known = try members.count(member.value, at: "known")
      tally.safeFixes = try members.count(member.value, at: "safeFixes")
      tally.unsafeFixes = try members.count(member.value, at: "unsafeFixes")
      counts.rules[member.key.text] = tally
    }
    for member in node["datasets"]?.members.map(\.self) ?? [] {
      counts.datasets[member.key.text] = try members.count(member.value, called: "datasets")
    }
    return counts
  }

  private mutating func suppression(_ node: Node) throws(MemberFault) -> SuppressionUse {
    var use = SuppressionUse(
      rule: try members.text(node, at: "rule"), line: try members.number(node, at: "line"),
      file: try members.text(node, at: "file"), reason: try members.text(node, at: "reason"),
      owner: try members.optionalText(node, at: "owner"),
      expires: try members.optionalText(node, at: "expires"),
      hasExpired: try members.flag(node, at: "expired"))
    for member in node["matched"]?.members.map(\.self) ?? [] {
      use.matches[member.key.text] = try members.count(member.value, called: "matched")
    }
    use.hasFile = try members.flag(node, at: "hasFile")
    use.hasDataset = try members.flag(node, at: "hasDataset")
    return use
  }

  private mutating func baseline(_ node: Node) throws(MemberFault) -> BaselineUse {
    var use = BaselineUse(
      file: try members.text(node, at: "file"), digest: try members.text(node, at: "digest"),
      listed: try members.number(node, at: "listed") ?? 20)
    for line in node["matched"]?.elements.map(\.self) ?? [] {
      use.matchedLines.insert(try members.number(line, called: "matched"))
    }
    for node in node["stale"]?.elements.map(\.self) ?? [] {
      let entry = BaselineEntry(
        rule: try members.text(node, at: "rule"), root: try members.optionalText(node, at: "root"),
        key: try members.text(node, at: "key"),
        fingerprint: try members.optionalText(node, at: "fingerprint"),
        count: try members.count(node, at: "count"))
      use.stale[try members.number(node, at: "line") ?? 0] = .init(
        entry: entry, matched: try members.count(node, at: "matched"))
    }
    return use
  }
}
