internal import Formats

/// Findings as values, complete enough to be counted and listed elsewhere.
///
/// Unlike in a report, words that the rule has are absent. A finding is redacted, and keeps its
/// fingerprint in place of what it is made from.
extension Finding {
  /// The finding as a value.
  ///
  /// - Parameter file: The file in which it was counted.
  /// - Returns: The value.
  func facts(in file: Location) -> JSONValue {
    var members = FactsMembers()
    members.add("rule", rule)
    members.add("severity", severity.rawValue)
    members.add("message", message)
    members.add("print", fingerprint)
    if location.uri != file.uri { members.add("uri", location.uri) }
    if location.key != file.key { members.add("key", location.key) }
    members.add("pointer", location.pointer)
    members.add("line", location.line)
    members.add("column", location.column)
    members.add("endLine", location.endLine)
    members.add("endColumn", location.endColumn)
    members.add("offset", location.byteOffset)
    members.add("row", location.row)
    members.add("rowGroup", location.rowGroup)
    members.add("field", location.field)
    members.add("fieldIndex", location.fieldIndex)
    members.add("countedIn", countedIn)
    members.add("dataset", dataset)
    members.add("expected", expected)
    members.add("actual", actual)
    if occurrences != 1 { members.add("occurrences", occurrences) }
    if let excerpt {
      members.add(
        "excerpt",
        always: [
          "text": .string(excerpt.text), "column": .number(excerpt.column),
          "length": .number(excerpt.length),
        ])
    }
    members.add("related", list: related.map(\.facts))
    if let suppression { members.add("suppressed", always: suppression.facts) }
    if let fix { members.add("fix", always: fix.facts) }
    return members.value
  }

  /// Reads a finding.
  ///
  /// - Parameters:
  ///   - object: The value.
  ///   - file: The file in which it was counted.
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  init(facts object: FactsObject, in file: Location) throws(FactsFault) {
    var location = Location(
      uri: try object.optionalText("uri") ?? file.uri,
      key: try object.optionalText("key") ?? file.key)
    location.pointer = try object.optionalText("pointer")
    location.line = try object.optionalNumber("line")
    location.column = try object.optionalNumber("column")
    location.endLine = try object.optionalNumber("endLine")
    location.endColumn = try object.optionalNumber("endColumn")
    location.byteOffset = try object.optionalNumber("offset")
    location.row = try object.optionalNumber("row")
    location.rowGroup = try object.optionalNumber("rowGroup")
    location.field = try object.optionalText("field")
    location.fieldIndex = try object.optionalNumber("fieldIndex")
    guard let severity = try object.word("severity", of: Severity.self) else {
      throw FactsFault("severity is missing")
    }
    self.init(
      rule: try object.text("rule"), severity: severity, message: try object.text("message"),
      location: location, dataset: try object.optionalText("dataset"),
      expected: try object.optionalText("expected"), actual: try object.optionalText("actual"))
    recordedFingerprint = try object.text("print")
    countedIn = try object.optionalText("countedIn")
    occurrences = try object.optionalNumber("occurrences") ?? 1
    if let part = try object.object("excerpt") {
      excerpt = Excerpt(
        text: try part.text("text"), column: try part.number("column"),
        length: try part.number("length"))
    }
    related = try object.objects("related").map { place throws(FactsFault) in
      try Related(facts: place)
    }
    if let note = try object.object("suppressed") { suppression = try .init(facts: note) }
    if let change = try object.object("fix") { fix = try Fix(facts: change) }
  }
}

extension Finding.Related {
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    members.add("uri", uri)
    members.add("line", line)
    members.add("message", message)
    return members.value
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    self.init(
      uri: try object.text("uri"), line: try object.optionalNumber("line"),
      message: try object.text("message"))
  }
}

extension Suppression.Note {
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    members.add("reason", reason)
    members.add("owner", owner)
    members.add("expires", expires)
    return members.value
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    self.init(
      reason: try object.text("reason"), owner: try object.optionalText("owner"),
      expires: try object.optionalText("expires"))
  }
}

extension Fix {
  fileprivate var facts: JSONValue {
    [
      "description": .string(description), "safety": .string(safety.rawValue),
      "edits": .array(
        edits.map { edit in
          [
            "start": .number(edit.range.lowerBound), "end": .number(edit.range.upperBound),
            "text": .string(edit.text),
          ]
        }),
    ]
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    guard let safety = try object.word("safety", of: Safety.self) else {
      throw FactsFault("safety is missing")
    }
    self.init(try object.text("description"), safety)
    for edit in try object.objects("edits") {
      let (start, end) = (try edit.number("start"), try edit.number("end"))
      guard start <= end else { throw FactsFault("an edit ends before it starts") }
      edits.append(.init(range: start..<end, text: try edit.text("text")))
    }
  }
}
