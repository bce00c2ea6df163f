internal import Formats
internal import RegistryValidation

/// Writes a statement as JSON, as `conformance-statement.schema.json` describes it.
struct StatementJSON {
  let statement: RegistryStatement

  /// The document, with a line end.
  var bytes: [UInt8] {
    var members: [(key: String, value: JSONValue)] = [
      ("schemaVersion", 1),
      ("tool", ["name": "scregistry", "version": .string(statement.toolVersion)]),
      ("suite", .string(statement.suiteVersion)),
    ]
    if let date = statement.date { members.append(("date", .string(date))) }
    members += [
      ("target", .string(statement.target)), ("spec", .string(statement.spec)),
      ("classes", ["provider"]), ("verdict", .string(statement.verdict.rawValue)),
      ("content", content), ("summary", summary),
      ("requirements", .array(statement.rows.map(Self.value))),
      ("notices", .array(statement.notices.map { .string($0) })),
    ]
    return JSONWriter.writeHarmless(.object(members))
  }

  private var content: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("method", .string(ContentDigest.method)), ("files", .number(statement.content.files)),
      ("bytes", .number(statement.content.bytes)),
    ]
    if let digest = statement.content.sha256 { members.append(("sha256", .string(digest))) }
    if let obstacle = statement.content.obstacle {
      members.append(("obstacle", .string(obstacle)))
    }
    return .object(members)
  }

  private var summary: JSONValue {
    let levels: [RequirementLevel] = [.must, .should, .may]
    return .object(
      levels.map { level in
        let counts = RegistryStatement.Outcome.allCases.map { outcome in
          (key: outcome.rawValue, value: JSONValue.number(statement.count(outcome, level: level)))
        }
        return (level.rawValue, .object(counts))
      })
  }

  private static func value(of row: RegistryStatement.Row) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(row.requirement.id)), ("level", .string(row.requirement.level.rawValue)),
      ("area", .string(row.requirement.area)), ("statement", .string(row.requirement.statement)),
      ("outcome", .string(row.outcome.rawValue)),
      ("rules", .array(row.rules.map { .string($0) })), ("inputs", .number(row.inputs)),
      ("findings", .number(row.findings)),
    ]
    if let reason = row.reason { members.append(("reason", .string(reason))) }
    return .object(members)
  }
}
