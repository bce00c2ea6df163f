internal import Formats
internal import RegistryValidation

extension ReportReader {
  /// Reads a finding.
  mutating func finding(_ node: Node) throws(MemberFault) -> Finding {
    guard let place = node["location"] else { throw MemberFault(node, "location is missing") }
    var finding = Finding(
      rule: try members.text(node, at: "rule"),
      severity: try members.word(node, at: "severity", of: Severity.self),
      message: try members.text(node, at: "message"), location: try location(place),
      dataset: try members.optionalText(node, at: "dataset"),
      expected: try members.optionalText(node, at: "expected"),
      actual: try members.optionalText(node, at: "actual"))
    finding.recordedFingerprint = try members.text(node, at: "fingerprint")
    finding.countedIn = try members.optionalText(node, at: "countedIn")
    finding.excerpt = try excerpt(node)
    if node["occurrences"] != nil {
      finding.occurrences = try members.count(node, at: "occurrences")
    }
    for node in node["related"]?.elements.map(\.self) ?? [] {
      finding.related.append(
        .init(
          uri: try members.text(node, at: "uri"), line: try members.number(node, at: "line"),
          message: try members.text(node, at: "message")))
    }
    finding.causedBy = try members.optionalText(node, at: "causedBy")
    finding.fix = try node["fix"].map { node throws(MemberFault) in try fix(node) }
    finding.baseline = try members.optionalWord(
      node, at: "baseline", of: Finding.BaselineState.self)
    if let node = node["suppressed"] {
      finding.suppression = .init(
        reason: try members.text(node, at: "reason"),
        owner: try members.optionalText(node, at: "owner"),
        expires: try members.optionalText(node, at: "expires"))
    }
    return finding
  }

  private func location(_ node: Node) throws(MemberFault) -> Location {
    let uri = try members.text(node, at: "uri")
    var place = Location(uri: uri, key: try members.optionalText(node, at: "key") ?? uri)
    place.pointer = try members.optionalText(node, at: "pointer")
    place.line = try position(node, at: "line")
    place.column = try position(node, at: "column")
    place.endLine = try position(node, at: "endLine")
    place.endColumn = try position(node, at: "endColumn")
    place.byteOffset = try members.number(node, at: "byteOffset")
    place.row = try position(node, at: "row")
    place.rowGroup = try position(node, at: "rowGroup")
    place.field = try members.optionalText(node, at: "field")
    place.fieldIndex = try position(node, at: "fieldIndex")
    return place
  }

  /// A number that counts from 1.
  private func position(_ node: Node, at key: String) throws(MemberFault) -> Int? {
    guard let number = try members.number(node, at: key) else { return nil }
    guard number > 0 else { throw MemberFault(node, "\(key) is not at least 1") }
    return number
  }

  private func excerpt(_ node: Node) throws(MemberFault) -> Finding.Excerpt? {
    guard let text = try members.optionalText(node, at: "evidence"), let part = node["excerpt"]
    else {
      return nil
    }
    var excerpt = Finding.Excerpt(
      text: text, column: try position(part, at: "column") ?? 1,
      length: try members.number(part, at: "length") ?? 0)
    excerpt.clip()
    return excerpt
  }

  private func fix(_ node: Node) throws(MemberFault) -> Fix {
    var fix = Fix(
      try members.text(node, at: "description"),
      try members.word(node, at: "safety", of: Fix.Safety.self))
    for node in node["edits"]?.elements.map(\.self) ?? [] {
      let start = try members.number(node, at: "start") ?? 0
      let end = try members.number(node, at: "end") ?? 0
      guard start <= end else { throw MemberFault(node, "the edit ends before it starts") }
      fix.edits.append(.init(range: start..<end, text: try members.text(node, at: "text")))
    }
    return fix
  }

  /// Reads a notice.
  func notice(_ node: Node) throws(MemberFault) -> Notice {
    Notice(
      try members.text(node, at: "code"), try members.text(node, at: "message"),
      uri: try members.optionalText(node, at: "uri"),
      isTransient: try members.flag(node, at: "transient"))
  }

  /// Adds the rules that only the version that made the report knows.
  func rules(_ source: ReportSource) throws(MemberFault) -> RuleBook {
    var unknown: [Rule] = []
    for node in source.summary["rules"]?.elements.map(\.self) ?? [] {
      let code = try members.text(node, at: "code")
      guard RuleBook.standard[code] == nil else { continue }
      unknown.append(try rule(code, node: node))
    }
    let known = RuleBook.standard.onMirrors(source.summary["mirror"] != nil)
    return unknown.isEmpty ? known : RuleBook(rules: known.rules + unknown)
  }

  private func rule(_ code: String, node: Node) throws(MemberFault) -> Rule {
    Rule(
      code: code, name: try members.text(node, at: "name"),
      title: try members.optionalText(node, at: "title") ?? "",
      requirements: node["requirements"]?.elements.map(\.text) ?? [],
      level: try members.optionalWord(node, at: "level", of: RequirementLevel.self) ?? .advice,
      section: try members.optionalText(node, at: "section") ?? "",
      quote: try members.optionalText(node, at: "quote"),
      basis: try members.optionalWord(node, at: "basis", of: Basis.self) ?? .bestPractice,
      scope: try members.optionalText(node, at: "scope").flatMap(Rule.Scope.init) ?? .document,
      help: try members.optionalText(node, at: "help") ?? "")
  }
}
