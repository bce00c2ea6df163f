internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// The lines of a state file after its header.
struct StateReading {
  /// What is finished; nil if nothing.
  private(set) var finished: RunState.Finished?
  /// The number of bytes of the objects' lines.
  private(set) var position = 0
  /// The looks at objects after the last one that is finished.
  private(set) var looks: [[UInt8]: LookLine] = [:]

  /// Reads the lines.
  init(
    _ lines: ArraySlice<[UInt8]>, named path: String, limit: Int
  ) throws(MirrorError) {
    var findings = FindingCollector(limit: limit)
    var pending: [MirrorFinding] = []
    var settled: [[UInt8]] = []
    func unusable(_ number: Int, because reason: String) -> MirrorError {
      MirrorError(
        .usage,
        saying: "--state \(path), line \(number + 2): \(reason); delete the file to start over")
    }
    for (number, line) in lines.enumerated() {
      if line.starts(with: LookLine.start) {
        do throws(FactsFault) {
          let look = try LookLine(parsing: line)
          looks[look.key] = look
        } catch {
          throw unusable(number, because: error.detail)
        }
        continue
      }
      let root: Node
      do throws(SyntaxFault) {
        root = try JSONParser.parse(line).root
      } catch {
        throw unusable(number, because: error.message)
      }
      if let finding = Self.finding(root) {
        pending.append(finding)
        continue
      }
      if let key = root[Self.settledMember]?.string {
        settled.append(Array(key.utf8))
        continue
      }
      for finding in pending { findings.add(finding, in: finding.rule.fileOfState) }
      pending = []
      var state = RunState.Finished(key: Array((root["through"]?.string ?? "").utf8))
      state.mark = root["listings"]?.string.flatMap(ListingMark.init)
      state.totals = Self.totals(root["totals"])
      state.isDone = root["done"]?.bool ?? false
      state.settledRows = settled
      for member in root["unknown"].map({ Array($0.members) }) ?? [] {
        state.unknown[member.key.text] = member.value.integer
      }
      state.failures = root["sample"]?["failures"]?.integer ?? 0
      var counted = findings
      for node in root["counts"].map({ Array($0.elements) }) ?? [] {
        guard let rule = node["rule"]?.string.flatMap(MirrorRule.init) else { continue }
        let place = FindingCollector.Place(rule: rule, dataset: node["dataset"]?.string, file: "")
        let more = (node["count"]?.integer ?? 0) - (counted.groups[place]?.count ?? 0)
        for _ in 0..<Swift.max(0, more) { counted.countOnly(place) }
      }
      state.findings = counted
      if state.isDone, let before = finished, state.key.isEmpty { state.key = before.key }
      finished = state
      position = root["objects"]?.integer ?? 0
    }
    // A finished run has nothing left, so everything is looked at anew.
    if finished?.isDone == true {
      finished = nil
      position = 0
      looks = [:]
    }
    if let last = finished?.key { looks = looks.filter { last.lexicographicallyPrecedes($0.key) } }
  }

  // MARK: - Values

  /// The member of a line that names an object whose rows need no finding of their own.
  static let settledMember = "settled"

  /// The line of a finding.
  static func value(_ finding: MirrorFinding) -> JSONValue {
    let members: [(String, String?)] = [
      ("finding", finding.rule.rawValue), ("uri", finding.uri), ("key", finding.key),
      ("dataset", finding.dataset), ("message", finding.message), ("expected", finding.expected),
      ("actual", finding.actual),
    ]
    return .object(
      members.compactMap { name, text in text.map { (key: name, value: .string($0)) } })
  }

  private static func finding(_ node: Node) -> MirrorFinding? {
    guard let rule = node["finding"]?.string.flatMap(MirrorRule.init) else { return nil }
    var finding = MirrorFinding(
      rule, uri: node["uri"]?.string ?? "", key: node["key"]?.string ?? "",
      dataset: node["dataset"]?.string, saying: node["message"]?.string ?? "")
    finding.expected = node["expected"]?.string
    finding.actual = node["actual"]?.string
    return finding
  }

  /// The line of a finished range of keys.
  static func value(
    _ run: borrowing PairRun, through place: RunState.Place?, position: Int, isDone: Bool
  ) -> JSONValue {
    let parts = run.result.totals.parts.sorted { left, right in
      (left.key.dataset ?? -1, left.key.year ?? -1) < (
        right.key.dataset ?? -1, right.key.year ?? -1
      )
    }
    let totals = parts.map { place, part -> JSONValue in
      var members: [(key: String, value: JSONValue)] = []
      if let dataset = place.dataset { members.append(("dataset", .number(dataset))) }
      if let year = place.year { members.append(("year", .number(year))) }
      members.append(("verdicts", counts(part.verdicts.map { ($0.key.rawValue, $0.value) })))
      members.append(("levels", counts(part.levels.map { ($0.key.rawValue, $0.value) })))
      members.append(("bytes", .number(part.bytes)))
      if !part.lagging.isEmpty {
        members.append(("lagging", counts(part.lagging.map { ($0.key.rawValue, $0.value) })))
      }
      return .object(members)
    }
    let numbers = run.indexes.findings.groups.filter(\.key.file.isEmpty)
    let groups = numbers.map { place, group -> (String, JSONValue) in
      var members: [(key: String, value: JSONValue)] = [("rule", .string(place.rule.rawValue))]
      if let dataset = place.dataset { members.append(("dataset", .string(dataset))) }
      members.append(("count", .number(group.count)))
      return (place.rule.rawValue + (place.dataset ?? ""), .object(members))
    }
    var members: [(key: String, value: JSONValue)] = []
    if let place {
      members.append(("through", .utf8(place.key)))
      members.append(("listings", .string(place.mark.text)))
    }
    members.append(("totals", .array(totals)))
    members.append(("counts", .array(groups.sorted { $0.0 < $1.0 }.map(\.1))))
    members.append(("unknown", counts(run.result.unknown.map { ($0.key, $0.value) })))
    if let sample = run.result.sample {
      members.append(("sample", ["failures": .number(sample.failures)]))
    }
    members.append(("objects", .number(position)))
    if isDone { members.append(("done", true)) }
    return .object(members)
  }

  private static func counts(_ counts: [(String, Int)]) -> JSONValue {
    .object(counts.sorted { $0.0 < $1.0 }.map { (key: $0.0, value: .number($0.1)) })
  }

  private static func totals(_ node: Node?) -> MirrorTotals {
    var totals = MirrorTotals()
    for entry in node.map({ Array($0.elements) }) ?? [] {
      var part = MirrorTotals.Part()
      for member in entry["verdicts"].map({ Array($0.members) }) ?? [] {
        guard let verdict = Verdict(rawValue: member.key.text) else { continue }
        part.verdicts[verdict] = member.value.integer
      }
      for member in entry["levels"].map({ Array($0.members) }) ?? [] {
        guard let level = AssuranceLevel(rawValue: member.key.text) else { continue }
        part.levels[level] = member.value.integer
      }
      for member in entry["lagging"].map({ Array($0.members) }) ?? [] {
        guard let verdict = Verdict(rawValue: member.key.text) else { continue }
        part.lagging[verdict] = member.value.integer
      }
      part.bytes = entry["bytes"]?.integer ?? 0
      let place = MirrorTotals.Place(
        dataset: entry["dataset"]?.integer, year: entry["year"]?.integer)
      totals.parts[place] = part
    }
    return totals
  }
}

extension FindingCollector.Place {
  /// Whether its findings come from objects, not from documents, which are read in every run.
  var isOfObjects: Bool { file == rule.fileOfState }
}

extension MirrorRule {
  /// The file that findings of the rule are grouped by if they come from objects.
  fileprivate var fileOfState: String {
    self == .sourceReplacedWithoutModification ? MirrorCatalog.key : ""
  }
}
