internal import Formats
internal import RegistryValidation

extension ReportReader {
  /// Reads a finding.
  mutating func finding(_ node: Node) throws(MemberFault) -> Finding {
    guard let place = node["location"] else { throw MemberFault(node, "location is missing") }
    var finding = Finding(
      rule: try members.text(node, "rule"),
      severity: try members.word(node, "severity", of: Severity.self),
      message: try members.text(node, "message"), location: try location(place),
      dataset: try members.optionalText(node, "dataset"),
      expected: try members.optionalText(node, "expected"),
      actual: try members.optionalText(node, "actual"))
    finding.recordedFingerprint = try members.text(node, "fingerprint")
    finding.countedIn = try members.optionalText(node, "countedIn")
    finding.excerpt = try excerpt(node)
    if node["occurrences"] != nil {
      finding.occurrences = try members.count(node, "occurrences")
    }
    for node in node["related"]?.elements.map(\.self) ?? [] {
      finding.related.append(
        .init(
          uri: try members.text(node, "uri"), line: try members.number(node, "line"),
          message: try members.text(node, "message")))
    }
    finding.causedBy = try members.optionalText(node, "causedBy")
    finding.fix = try node["fix"].map { node throws(MemberFault) in try fix(node) }
    finding.baseline = try members.optionalWord(node, "baseline", of: Finding.BaselineState.self)
    if let node = node["suppressed"] {
      finding.suppression = .init(
        reason: try members.text(node, "reason"), owner: try members.optionalText(node, "owner"),
        expires: try members.optionalText(node, "expires"))
    }
    return finding
  }

  private func location(_ node: Node) throws(MemberFault) -> Location {
    let uri = try members.text(node, "uri")
    var place = Location(uri: uri, key: try members.optionalText(node, "key") ?? uri)
    place.pointer = try members.optionalText(node, "pointer")
    place.line = try position(node, "line")
    place.column = try position(node, "column")
    place.endLine = try position(node, "endLine")
    place.endColumn = try position(node, "endColumn")
    place.byteOffset = try members.number(node, "byteOffset")
    place.row = try position(node, "row")
    place.rowGroup = try position(node, "rowGroup")
    place.field = try members.optionalText(node, "field")
    place.fieldIndex = try position(node, "fieldIndex")
    return place
  }

  /// A number that counts from 1.
  private func position(_ node: Node, _ key: String) throws(MemberFault) -> Int? {
    guard let number = try members.number(node, key) else { return nil }
    guard number > 0 else { throw MemberFault(node, "\(key) is not at least 1") }
    return number
  }

  private func excerpt(_ node: Node) throws(MemberFault) -> Finding.Excerpt? {
    guard let text = try members.optionalText(node, "evidence"), let part = node["excerpt"] else {
      return nil
    }
    var excerpt = Finding.Excerpt(
      text: text, column: try position(part, "column") ?? 1,
      length: try members.number(part, "length") ?? 0)
    excerpt.clip()
    return excerpt
  }

  private func fix(_ node: Node) throws(MemberFault) -> Fix {
    var fix = Fix(
      try members.text(node, "description"), try members.word(node, "safety", of: Fix.Safety.self))
    for node in node["edits"]?.elements.map(\.self) ?? [] {
      let start = try members.number(node, "start") ?? 0
      let end = try members.number(node, "end") ?? 0
      guard start <= end else { throw MemberFault(node, "the edit ends before it starts") }
      fix.edits.append(.init(range: start..<end, text: try members.text(node, "text")))
    }
    return fix
  }

  /// Reads a notice.
  func notice(_ node: Node) throws(MemberFault) -> Notice {
    Notice(
      try members.text(node, "code"), try members.text(node, "message"),
      uri: try members.optionalText(node, "uri"), isTransient: try members.flag(node, "transient"))
  }

  /// Adds the rules that only the version that made the report knows.
  func rules(_ source: ReportSource) throws(MemberFault) -> RuleBook {
    var unknown: [Rule] = []
    for node in source.summary["rules"]?.elements.map(\.self) ?? [] {
      let code = try members.text(node, "code")
      guard RuleBook.standard[code] == nil else { continue }
      unknown.append(try rule(code, node))
    }
    let known = RuleBook.standard.onMirrors(source.summary["mirror"] != nil)
    return unknown.isEmpty ? known : RuleBook(rules: known.rules + unknown)
  }

  private func rule(_ code: String, _ node: Node) throws(MemberFault) -> Rule {
    Rule(
      code: code, name: try members.text(node, "name"),
      title: try members.optionalText(node, "title") ?? "",
      requirements: node["requirements"]?.elements.map(\.text) ?? [],
      level: try members.optionalWord(node, "level", of: RequirementLevel.self) ?? .advice,
      section: try members.optionalText(node, "section") ?? "",
      quote: try members.optionalText(node, "quote"),
      basis: try members.optionalWord(node, "basis", of: Basis.self) ?? .bestPractice,
      scope: try members.optionalText(node, "scope").flatMap(Rule.Scope.init) ?? .document,
      help: try members.optionalText(node, "help") ?? "")
  }
}
