internal import Formats
internal import RegistryValidation

/// Writes a run report as JSON, as `conformance-report.schema.json` describes it.
struct RunJSON {
  let report: RunReport

  /// The document, with a line end.
  var bytes: [UInt8] {
    var members: [(key: String, value: JSONValue)] = [
      ("schemaVersion", 1),
      ("tool", ["name": "scregistry", "version": .string(report.toolVersion)]),
    ]
    if let started = report.started {
      members.append(("started", .string(started)))
      members += Self.seconds(report.seconds)
    }
    members += [
      ("suite", ["version": .string(report.suiteVersion), "digest": .string(report.suiteDigest)]),
      ("adapter", .string(report.adapter)), ("implementation", implementation),
      ("selection", selection), ("verdict", .string(report.verdict.rawValue)),
      ("exitCode", .number(report.exitCode)), ("summary", summary),
      ("cases", .array(report.results.map { value(of: $0) })),
      (
        "misfits",
        .array(
          report.misfits.map { ["case": .string($0.id), "detail": .string($0.detail)] })
      ),
    ]
    if !report.notices.isEmpty { members.append(("notices", Self.texts(report.notices))) }
    return JSONWriter.writeHarmless(.object(members))
  }

  private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private static func seconds(_ seconds: Double?) -> [(key: String, value: JSONValue)] {
    seconds.map { [("seconds", .number(($0 * 1000).rounded() / 1000))] } ?? []
  }

  private var implementation: JSONValue {
    let one = report.implementation
    var members: [(key: String, value: JSONValue)] = [
      ("name", .string(one.name)), ("version", .string(one.version)),
      ("language", .string(one.language)),
    ]
    if let homepage = one.homepage { members.append(("homepage", .string(homepage))) }
    if let issues = one.issues { members.append(("issues", .string(issues))) }
    members.append(("classes", Self.texts(one.classes)))
    members.append(("specVersions", Self.texts(one.specVersions)))
    if let features = one.features { members.append(("features", Self.texts(features))) }
    if let functions = one.functions { members.append(("functions", Self.texts(functions))) }
    members.append(("grades", Self.texts(one.grades.map(\.name))))
    return .object(members)
  }

  private var selection: JSONValue {
    let filter = report.filter
    var members: [(key: String, value: JSONValue)] = []
    for (name, texts) in [
      ("cases", filter.ids), ("areas", filter.areas), ("classes", filter.kinds.map(\.rawValue)),
      ("requirements", filter.requirements),
    ] where !texts.isEmpty {
      members.append((name, Self.texts(texts)))
    }
    if let spec = filter.spec { members.append(("spec", .string(spec))) }
    members += [
      ("grade", .string(report.grade.name)), ("served", .bool(report.isServed)),
      ("unclaimed", .number(report.unclaimed)),
    ]
    return .object(members)
  }

  private var summary: JSONValue {
    let areas = report.areas.map { area -> (key: String, value: JSONValue) in
      let levels: [RequirementLevel] = [.must, .should, .may]
      let counts = levels.compactMap { level -> (key: String, value: JSONValue)? in
        let count = report.count { $0.area == area && $0.level == level }
        return count.total == 0 ? nil : (level.rawValue, count.value)
      }
      return (area, .object(counts))
    }
    return [
      "all": report.count().value, "decisive": report.decisive.value, "areas": .object(areas),
    ]
  }

  private func value(of result: CaseResult) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(result.id)), ("version", .number(result.version)),
      ("description", .string(result.description)), ("class", .string(result.kind.rawValue)),
      ("area", .string(result.area)), ("level", .string(result.level.rawValue)),
      ("status", .string(result.status.rawValue)),
      ("requirements", Self.texts(result.requirements)), ("spec", .string(result.spec)),
      ("outcome", .string(result.outcome.rawValue)),
    ]
    if let grade = result.grade { members.append(("grade", .string(grade.name))) }
    members.append(("wanted", .string(result.wanted.name)))
    if !result.reasons.isEmpty { members.append(("reasons", Self.texts(result.reasons))) }
    if let fault = result.fault { members.append(("fault", .string(fault.rawValue))) }
    if result.outcome == .errored { members.append(("caught", .bool(result.fault == nil))) }
    if !result.diagnostics.isEmpty {
      members.append(("diagnostics", .string(HarmlessText.of(result.diagnostics))))
    }
    if !result.codes.isEmpty { members.append(("codes", Self.texts(result.codes))) }
    if report.started != nil { members += Self.seconds(result.seconds) }
    if let known = result.known {
      members.append(
        (
          "known",
          [
            "issue": .string(known.issue), "reason": .string(known.reason),
            "fits": .bool(result.failsAsKnown),
          ]
        ))
    }
    members.append(("reproduce", .string(result.reproduction)))
    return .object(members)
  }
}

extension RunReport.Count {
  /// The numbers as JSON.
  fileprivate var value: JSONValue {
    [
      "passed": .number(passed), "failed": .number(failed), "skipped": .number(skipped),
      "errored": .number(errored),
    ]
  }
}
