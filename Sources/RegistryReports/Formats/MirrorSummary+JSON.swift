internal import Formats
internal import RegistryValidation

extension MirrorSummary {
  /// The summary as a value of a report.
  var value: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("sources", .array(([source] + copies.map(\.name)).map { .string($0) })),
      ("root", .string(root)),
      ("maps", .array(maps.map { .array($0.map { .string($0) }) })),
      (
        "scope",
        .object(
          scope.sorted { $0.key < $1.key }.map { name, texts in
            (key: name, value: .array(texts.map { .string($0) }))
          })
      ),
      ("required", .string(required)), ("verdicts", Self.counts(verdicts)),
      ("levels", Self.counts(levels)), ("copies", .array(copies.map(Self.value))),
      ("byDataset", .array(parts.map(Self.value))),
    ]
    if let first = copies.first, copies.count == 1 { members.append(("lag", Self.lag(first.lag))) }
    if let sample { members.append(("sample", Self.value(sample))) }
    if !alone.isEmpty { members.append(("alone", Self.counts(alone))) }
    if !notAsked.isEmpty {
      members.append(
        (
          "notAsked",
          .object(
            notAsked.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) })
        ))
    }
    return .object(members)
  }

  private static func counts(_ counts: [String: Int]) -> JSONValue {
    .object(
      counts.sorted { $0.key < $1.key }.map { (key: $0.key, value: .number($0.value)) })
  }

  private static func lag(_ lag: [String: String]) -> JSONValue {
    .object(
      lag.sorted { $0.key < $1.key }.map { name, text in
        (key: name, value: Int(text).map { .number($0) } ?? .string(text))
      })
  }

  private static func value(_ copy: Copy) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("name", .string(copy.name)), ("root", .string(copy.root)),
      ("verdicts", counts(copy.verdicts)), ("levels", counts(copy.levels)),
      ("lag", lag(copy.lag)), ("unknown", counts(copy.unknown)),
    ]
    if !copy.outOfScope.isEmpty { members.append(("outOfScope", counts(copy.outOfScope))) }
    if !copy.notes.isEmpty {
      members.append(("notes", .array(copy.notes.map { .string($0) })))
    }
    return .object(members)
  }

  private static func value(_ part: Part) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    if let mirror = part.mirror { members.append(("mirror", .string(mirror))) }
    if let dataset = part.dataset { members.append(("id", .string(dataset))) }
    if let year = part.year { members.append(("year", .number(year))) }
    members.append(("files", .number(part.files)))
    members.append(("bytes", .number(part.bytes)))
    members.append(("levels", counts(part.levels)))
    for name in ["missing", "extra", "differs"] {
      members.append((name, .number(part.verdicts[name, default: 0])))
    }
    members.append(("verdicts", counts(part.verdicts)))
    return .object(members)
  }

  private static func value(_ sample: Sample) -> JSONValue {
    [
      "drawn": .number(sample.drawn), "added": .number(sample.added),
      "bytes": .number(sample.bytes),
      "population": .number(sample.population), "strata": .number(sample.strata),
      "seed": .number(sample.seed), "failures": .number(sample.failures),
      "upperBound": .number(sample.upperBound), "confidence": .number("0.95"),
    ]
  }
}

// MARK: - Reading

extension MirrorSummary {
  /// Reads the summary of a report; what it lacks is empty.
  init(_ node: Node) {
    let sources = node["sources"]?.elements.map(\.text) ?? []
    self.init(
      source: sources.first ?? "", root: node["root"]?.text ?? "",
      required: node["required"]?.text ?? "")
    maps = node["maps"]?.elements.map { $0.elements.map(\.text) } ?? []
    for member in node["scope"]?.members.map(\.self) ?? [] {
      scope[member.key.text] = member.value.elements.map(\.text)
    }
    for entry in node["copies"]?.elements.map(\.self) ?? [] {
      var copy = Copy(name: entry["name"]?.text ?? "", root: entry["root"]?.text ?? "")
      copy.verdicts = Self.counts(entry["verdicts"])
      copy.levels = Self.counts(entry["levels"])
      copy.unknown = Self.counts(entry["unknown"])
      copy.outOfScope = Self.counts(entry["outOfScope"])
      copy.notes = entry["notes"]?.elements.map(\.text) ?? []
      for member in entry["lag"]?.members.map(\.self) ?? [] {
        copy.lag[member.key.text] = member.value.text
      }
      copies.append(copy)
    }
    for entry in node["byDataset"]?.elements.map(\.self) ?? [] {
      var part = Part()
      part.mirror = entry["mirror"]?.string
      part.dataset = entry["id"]?.string
      part.year = entry["year"]?.integer
      part.files = entry["files"]?.integer ?? 0
      part.bytes = entry["bytes"]?.integer ?? 0
      part.verdicts = Self.counts(entry["verdicts"])
      part.levels = Self.counts(entry["levels"])
      parts.append(part)
    }
    alone = Self.counts(node["alone"])
    for member in node["notAsked"]?.members.map(\.self) ?? [] {
      notAsked[member.key.text] = member.value.text
    }
    guard let entry = node["sample"] else { return }
    var sample = Sample()
    sample.drawn = entry["drawn"]?.integer ?? 0
    sample.added = entry["added"]?.integer ?? 0
    sample.bytes = entry["bytes"]?.integer ?? 0
    sample.population = entry["population"]?.integer ?? 0
    sample.strata = entry["strata"]?.integer ?? 0
    sample.seed = entry["seed"]?.integer ?? 0
    sample.failures = entry["failures"]?.integer ?? 0
    sample.upperBound = entry["upperBound"]?.numberText.flatMap(Double.init) ?? 1
    self.sample = sample
  }

  private static func counts(_ node: Node?) -> [String: Int] {
    var counts: [String: Int] = [:]
    for member in node?.members.map(\.self) ?? [] { counts[member.key.text] = member.value.integer }
    return counts
  }
}
