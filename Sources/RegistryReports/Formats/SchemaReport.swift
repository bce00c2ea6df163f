internal import Formats
package import RegistryValidation

/// Writes the findings of JSON Schemas, for people and for programs.
package struct SchemaReport {
  private let style: TextStyle

  /// Makes a writer.
  ///
  /// - Parameter usesColor: Whether text is coloured for a terminal.
  package init(usesColor: Bool = false) { style = TextStyle(usesColor) }

  /// Writes the findings in one document; empty if it is valid.
  package func text(of outcome: SchemaValidation.Outcome) -> String {
    let lines = outcome.findings.map { text(of: $0, sort: "error") }.joined()
    guard outcome.isCutOff else { return lines }
    return lines + style.dim("... the first \(outcome.findings.count) findings; there may be more")
      + "\n"
  }

  /// Writes why nothing could be checked.
  package func text(of problem: SchemaProblem) -> String {
    problem.findings.map { finding in
      text(of: finding, sort: finding.finding.location.line == nil ? "error" : "schema error")
    }.joined()
  }

  private func text(of finding: SchemaFinding, sort: String) -> String {
    let place = finding.finding.location
    let position = place.line.map { ":\($0):\(place.column ?? 1)" } ?? ""
    let keyword = finding.keyword.isEmpty ? "" : " " + TextStyle.harmless(finding.keyword)
    var remarks = place.pointer.map { ["at \($0.isEmpty ? "the root" : $0)"] } ?? []
    if let note = finding.note { remarks.append(note) }
    let end = remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
    return style.bold(TextStyle.harmless(place.uri) + position)
      + ": \(style.error(sort))\(keyword): "
      + TextStyle.harmless(finding.finding.message + end) + "\n"
      + ExcerptText(finding.finding, limit: 160, style: style).text
      + line("expected", text: finding.finding.expected)
      + line("actual", text: finding.finding.actual)
      + line("rule", text: rule(of: finding))
  }

  /// The rule that the schema gives, with its title if scregistry has it.
  private func rule(of finding: SchemaFinding) -> String? {
    let code = finding.finding.rule
    guard !code.isEmpty else { return nil }
    return RuleBook.standard[code].map { "\(code) \($0.title)" } ?? code
  }

  private func line(_ name: String, text: String?) -> String {
    text.map { "  " + style.dim("\(name): ") + TextStyle.harmless($0) + "\n" } ?? ""
  }
}

// MARK: - JSON

extension SchemaReport {
  /// Writes the findings in all documents as one JSON document.
  ///
  /// - Parameters:
  ///   - outcomes: The findings.
  ///   - schema: The schema as the user gave it.
  ///   - unread: The documents that could not be read, and why.
  /// - Returns: The bytes of the document, with a line end.
  package func json(
    _ outcomes: [SchemaValidation.Outcome], schema: String, unread: [SchemaProblem]
  ) -> [UInt8] {
    let isValid = unread.isEmpty && outcomes.allSatisfy(\.findings.isEmpty)
    let checked = outcomes.map { outcome -> JSONValue in
      [
        "uri": .string(outcome.name), "valid": .bool(outcome.findings.isEmpty),
        "complete": .bool(!outcome.isCutOff),
        "findings": .array(outcome.findings.map { .object(members(of: $0)) }),
      ]
    }
    let problems = unread.flatMap(\.findings).map { problem -> JSONValue in
      ["uri": .string(problem.finding.location.uri), "message": .string(problem.finding.message)]
    }
    return JSONWriter.writeHarmless([
      "schema": .string(schema), "valid": .bool(isValid), "instances": .array(checked),
      "unread": .array(problems),
    ])
  }

  private func members(of finding: SchemaFinding) -> [(key: String, value: JSONValue)] {
    let place = finding.finding.location
    let rule = finding.finding.rule
    let members: [(String, JSONValue?)] = [
      ("keyword", .string(finding.keyword)), ("message", .string(finding.finding.message)),
      ("pointer", place.pointer.map { .string($0) }), ("line", place.line.map { .number($0) }),
      ("column", place.column.map { .number($0) }),
      ("byteOffset", place.byteOffset.map { .number($0) }),
      ("expected", finding.finding.expected.map { .string($0) }),
      ("actual", finding.finding.actual.map { .string($0) }),
      ("rule", rule.isEmpty ? nil : .string(rule)), ("note", finding.note.map { .string($0) }),
      ("schemaLocation", finding.schemaLocation.map { .string($0) }),
    ]
    return members.compactMap { name, value in value.map { (key: name, value: $0) } }
  }
}

extension TextStyle {
  /// A word in the colour of errors.
  fileprivate func error(_ word: String) -> String {
    word == Severity.error.rawValue ? self.word(.error) : bold(word)
  }
}
