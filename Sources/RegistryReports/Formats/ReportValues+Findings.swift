internal import Formats
internal import RegistryValidation

extension ReportValues {
  /// One finding.
  func finding(_ finding: Finding) -> [(key: String, value: JSONValue)] {
    let rule = report.rules[finding.rule]
    return members([
      ("fingerprint", .string(finding.fingerprint)), ("rule", .string(finding.rule)),
      ("name", .string(rule?.name ?? "")), ("severity", .string(finding.severity.rawValue)),
      ("requirement", .string(rule?.level.rawValue ?? "ADVICE")),
      ("basis", text(rule?.basis.rawValue)), ("message", .string(finding.message)),
      ("dataset", text(finding.dataset)), ("location", location(finding.location)),
      ("countedIn", text(finding.countedIn)),
      ("evidence", finding.excerpt.map(evidence)), ("excerpt", finding.excerpt.map(excerpt)),
      ("expected", text(finding.expected)), ("actual", text(finding.actual)),
      ("occurrences", .number(finding.occurrences)), ("related", related(finding)),
      ("causedBy", text(finding.causedBy)),
      (
        "specRef",
        rule.flatMap { rule -> JSONValue? in
          // A bare nil would be JSON's null.
          guard !rule.section.isEmpty else { return .none }
          return object([("section", .string(rule.section)), ("quote", text(rule.quote))])
        }
      ),
      ("help", text(rule?.help)), ("fix", finding.fix.map { fix($0, in: finding.location.uri) }),
      ("baseline", text(finding.baseline?.rawValue)),
      ("suppressed", finding.suppression.map(suppression)),
    ])
  }

  private func related(_ finding: Finding) -> JSONValue? {
    guard !finding.related.isEmpty else { return nil }
    return .array(
      finding.related.map { place in
        object([
          ("uri", .string(place.uri)), ("message", .string(place.message)),
          ("line", number(place.line)),
        ])
      })
  }

  private func location(_ place: Location) -> JSONValue {
    object([
      ("uri", .string(place.uri)), ("key", place.key == place.uri ? nil : .string(place.key)),
      ("pointer", text(place.pointer)), ("line", number(place.line)),
      ("column", number(place.column)), ("endLine", number(place.endLine)),
      ("endColumn", number(place.endColumn)), ("byteOffset", number(place.byteOffset)),
      ("row", number(place.row)), ("rowGroup", number(place.rowGroup)),
      ("field", text(place.field)),
      ("fieldIndex", number(place.fieldIndex)),
    ])
  }

  private func evidence(_ excerpt: Finding.Excerpt) -> JSONValue {
    var excerpt = excerpt
    excerpt.clip()
    return .string(excerpt.text)
  }

  private func excerpt(_ excerpt: Finding.Excerpt) -> JSONValue {
    ["column": .number(excerpt.column), "length": .number(excerpt.length)]
  }

  private func fix(_ fix: Fix, in uri: String) -> JSONValue {
    let edits = fix.edits.map { edit in
      object([
        ("uri", .string(uri)), ("start", .number(edit.range.lowerBound)),
        ("end", .number(edit.range.upperBound)), ("text", .string(edit.text)),
      ])
    }
    return object([
      ("description", .string(fix.description)), ("safety", .string(fix.safety.rawValue)),
      ("edits", unlessEmpty(.array(edits))),
    ])
  }

  private func suppression(_ note: Suppression.Note) -> JSONValue {
    object([
      ("by", "config"), ("reason", .string(note.reason)), ("owner", text(note.owner)),
      ("expires", text(note.expires)),
    ])
  }

  /// One notice.
  func notice(_ notice: Notice) -> [(key: String, value: JSONValue)] {
    members([
      ("code", .string(notice.code)), ("message", .string(notice.message)),
      ("uri", text(notice.uri)), ("transient", .bool(notice.isTransient)),
    ])
  }
}
