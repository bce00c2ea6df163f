internal import Formats
internal import RegistryValidation

/// Which requirements have cases in a suite.
public struct CoverageMatrix: Sendable {
  /// The cases of one requirement.
  public struct Row: Sendable {
    /// The requirement.
    public var requirement: Requirement
    /// Cases that keep it.
    public var positive: [String] = []
    /// Cases that break it, if that is an error or must be refused.
    public var negative: [String] = []
    /// Cases that break it, if that is a warning or less.
    public var warning: [String] = []
    /// Cases for which no finding is allowed.
    public var lenient: [String] = []
    /// What is missing, in a few words; empty if it is covered.
    public var gaps: [String] = []
  }

  /// The requirements, in the order of their file.
  public let rows: [Row]

  /// The minimum number of cases that break a MUST.
  private static let negatives = 2

  /// Makes the matrix of a suite.
  ///
  /// - Parameters:
  ///   - suite: The suite.
  ///   - area: The part of the spec; nil for all.
  public init(_ suite: Suite, area: String? = nil) {
    var rows: [String: Row] = [:]
    for requirement in suite.requirements.all {
      rows[requirement.id] = Row(requirement: requirement)
    }
    for one in suite.cases where one.status != .withdrawn {
      for id in Set(one.requirements + one.expectation.names) { rows[id]?.add(one) }
    }
    self.rows = suite.requirements.all.filter { area == nil || $0.area == area }
      .compactMap { rows[$0.id] }.map { row in
        var row = row
        row.gaps = row.findGaps(negatives: Self.negatives)
        return row
      }
  }

  /// Whether every testable requirement is covered.
  public var isComplete: Bool { rows.allSatisfy(\.gaps.isEmpty) }
}

extension Expectation {
  /// The ids of the requirements that must be reported as broken.
  fileprivate var names: [String] {
    guard case .findings(let expected) = self else { return [] }
    return expected.findings.flatMap(\.anyOf)
  }

  /// What a case shows about a requirement.
  fileprivate enum Role { case positive, negative, warning, lenient }

  /// What a case shows about a requirement.
  fileprivate func role(of requirement: Requirement) -> Role {
    switch self {
    case .refusal: return .negative
    case .anyOf(let all):
      return all.contains { $0.role(of: requirement) == .negative } ? .negative : .positive
    case .rows, .value, .registry: return .positive
    case .unit(let value): return value["valid"]?.bool == false ? .negative : .positive
    case .findings(let expected):
      let own = expected.findings.filter { $0.anyOf.contains(requirement.id) }
      if own.contains(where: { $0.minimum == .error }) { return .negative }
      if !own.isEmpty { return .warning }
      return expected.forbidden.contains(requirement.id) || expected.forbidden.contains("*")
        ? .lenient : .positive
    }
  }
}

extension CoverageMatrix.Row {
  fileprivate mutating func add(_ one: SuiteCase) {
    switch one.expectation.role(of: requirement) {
    case .positive: positive.append(one.id)
    case .negative: negative.append(one.id)
    case .warning: warning.append(one.id)
    case .lenient: lenient.append(one.id)
    }
  }

  fileprivate func findGaps(negatives: Int) -> [String] {
    guard requirement.testability == .yes else { return [] }
    let kept = positive.count + lenient.count
    switch requirement.level {
    case .must:
      // If the text contradicts itself, a warning may be the most that can be expected.
      let broken = negative.count + warning.count
      // Right answers show requirements on clients; there is no wrong input to give.
      if requirement.subject == "client" {
        return kept + broken == 0 ? ["no case"] : []
      }
      return (kept == 0 ? ["no case that keeps it"] : [])
        + (broken < negatives ? ["\(broken) of \(negatives) cases that break it"] : [])
    case .should:
      if requirement.subject == "client" { return kept + negative.count == 0 ? ["no case"] : [] }
      return warning.isEmpty && negative.isEmpty ? ["no case that breaks it"] : []
    case .may: return kept + warning.count + negative.count == 0 ? ["no case"] : []
    case .advice: return []
    }
  }
}

// MARK: - Writing

extension CoverageMatrix {
  /// The matrix, the gaps below it, and a summary.
  public var text: String {
    let head = ["requirement", "level", "testable", "kept", "broken", "warned", "allowed"]
    let body = rows.map { row in
      [
        row.requirement.id, row.requirement.level.rawValue, row.requirement.testability.rawValue,
        "\(row.positive.count)", "\(row.negative.count)", "\(row.warning.count)",
        "\(row.lenient.count)",
      ]
    }
    let gaps = rows.filter { !$0.gaps.isEmpty }
    var text = TextTable.text([head] + body)
    if !gaps.isEmpty { text += "\nGaps\n" }
    for row in gaps {
      text += "  \(row.requirement.id): \(row.gaps.joined(separator: ", "))\n"
    }
    return text
  }

  /// How much is covered, in one line.
  public var summaryLine: String {
    let testable = rows.filter { $0.requirement.testability == .yes }
    let open = rows.count { !$0.gaps.isEmpty }
    return "\(testable.count - open) of \(testable.count) testable requirements are "
      + "covered; \(rows.count - testable.count) can't be tested, or only in part"
  }

  /// The matrix as JSON.
  public var json: [UInt8] {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return JSONWriter.writeHarmless([
      "complete": .bool(isComplete),
      "requirements": .array(
        rows.map { row in
          [
            "id": .string(row.requirement.id), "area": .string(row.requirement.area),
            "level": .string(row.requirement.level.rawValue),
            "testable": .string(row.requirement.testability.rawValue),
            "positive": texts(row.positive), "negative": texts(row.negative),
            "warning": texts(row.warning), "may": texts(row.lenient), "gaps": texts(row.gaps),
          ]
        }),
    ])
  }
}
