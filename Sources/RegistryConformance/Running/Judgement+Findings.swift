internal import Formats
internal import RegistryValidation

/// A finding as an adapter reports it.
private struct ReportedFinding {
  var severity: Severity
  var requirements: [String]
  var code: String?
  var message: String?
  var place: ExpectedPlace?

  init(_ node: Node) {
    severity = node["severity"].flatMap { Severity(rawValue: $0.text) } ?? .error
    requirements = node["requirements"]?.elements.map(\.text) ?? []
    code = node["code"]?.string
    message = node["message"]?.string
    place = node["at"].map(ExpectedPlace.init)
  }

  /// The finding in one line.
  var text: String {
    let names = requirements.isEmpty ? "" : " [\(requirements.joined(separator: ", "))]"
    let position = place?.text.map { " at \($0)" } ?? ""
    return severity.rawValue + (code.map { " \($0)" } ?? "") + names + position
      + (message.map { ": \($0)" } ?? "")
  }

  /// Whether it may be the expected one, whatever its severity.
  func concerns(_ expected: ExpectedFindings.Finding) -> Bool {
    requirements.contains { expected.anyOf.contains($0) }
  }

  /// Whether its severity is an expected one.
  func hasSeverity(of expected: ExpectedFindings.Finding) -> Bool {
    severity >= expected.minimum && severity <= (expected.maximum ?? .error)
  }
}

extension ExpectedPlace {
  /// The place in one line; nil if nothing is given.
  var text: String? {
    let position = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
    let text = (uri ?? "") + position + (pointer.map { "#\($0)" } ?? "")
    return text.isEmpty ? nil : text
  }

  /// Tells whether another place has every part that this one gives.
  func agrees(with other: ExpectedPlace?) -> Bool {
    guard let other else { return false }
    return (uri == nil || uri == other.uri) && (pointer == nil || pointer == other.pointer)
      && (line == nil || line == other.line) && (column == nil || column == other.column)
  }
}

extension Judgement {
  mutating func judge(_ result: Node, by expected: ExpectedFindings) {
    guard !missIfRefused(result) else { return }
    let verdict = result["verdict"]?.string
    guard let verdict, ["no-violations", "violations", "undetermined"].contains(verdict) else {
      return miss(.verdict, text: "it gave no verdict, or an unknown one: \(verdict ?? "none")")
    }
    if let wanted = expected.verdict, verdict != wanted {
      miss(.verdict, text: "expected the verdict \(wanted), got \(verdict)")
    }
    let found = result["findings"]?.elements.map(ReportedFinding.init) ?? []
    for one in expected.findings { judge(one, in: found) }
    judgeExtra(found, expected: expected)
    if !expected.objects.isEmpty { judge(expected.objects, in: result["objects"]) }
    for one in found where one.severity >= .warning {
      let isForbidden = one.requirements.contains { expected.forbidden.contains($0) }
      if isForbidden || expected.forbidden.contains("*") {
        miss(.exact, text: "must not be reported: \(one.text)")
      }
    }
  }

  private mutating func judge(
    _ expected: ExpectedFindings.Finding, in found: [ReportedFinding]
  ) {
    let name = expected.anyOf.joined(separator: " or ")
    let candidates = found.filter { $0.concerns(expected) }
    let fitting = candidates.filter { $0.hasSeverity(of: expected) }
    guard !fitting.isEmpty else {
      let got = candidates.first.map { ", got \($0.text)" } ?? ""
      let limit = expected.maximum.map { " to \($0.rawValue)" } ?? ""
      return miss(
        .requirements, text: "not found: \(expected.minimum.rawValue)\(limit) of \(name)\(got)")
    }
    if let count = expected.count, fitting.count != count {
      miss(.exact, text: "expected \(count) of \(name), got \(fitting.count)")
    }
    guard let place = expected.place, !fitting.contains(where: { place.agrees(with: $0.place) })
    else { return }
    let got = fitting.compactMap { $0.place?.text }.joined(separator: ", ")
    miss(
      .location,
      text: "expected \(name) at \(place.text ?? ""), got it at \(got.isEmpty ? "no place" : got)")
  }

  /// Judges the verdicts on objects, whose levels matter less.
  private mutating func judge(_ expected: [ExpectedObject], in found: Node?) {
    let objects = found?.elements.map(ExpectedObject.init) ?? []
    let byKey = Dictionary(objects.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for one in expected {
      guard let own = byKey[one.key] else {
        miss(.requirements, text: "no verdict on \(one.key), expected \(one.verdict)")
        continue
      }
      guard own.verdict == one.verdict else {
        miss(
          .requirements, text: "expected \(one.verdict) for \(one.key), got \(own.verdict)")
        continue
      }
      if let level = one.level, own.level != level {
        miss(
          .exact,
          text: "expected the level \(level) for \(one.key), got \(own.level ?? "none")")
      }
      if let isDamaged = one.isDamaged, (own.isDamaged ?? false) != isDamaged {
        miss(
          .exact, text: "\(one.key) must \(isDamaged ? "" : "not ")be reported as damaged")
      }
    }
  }

  private mutating func judgeExtra(_ found: [ReportedFinding], expected: ExpectedFindings) {
    guard expected.extra != .allowed else { return }
    let mildest = expected.findings.map(\.minimum).min() ?? .warning
    for one in found where !expected.findings.contains(where: { one.concerns($0) }) {
      if expected.extra == .forbidden {
        miss(.exact, text: "nothing else may be reported: \(one.text)")
      } else if one.severity >= mildest {
        miss(
          .exact, text: "other findings must be less severe than \(mildest.rawValue): \(one.text)")
      }
    }
  }
}
