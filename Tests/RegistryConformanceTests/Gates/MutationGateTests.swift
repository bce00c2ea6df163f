import ObjectStorage
import RegistryConformance
import RegistryValidation
import SharedCloudRegistry
import Testing

/// The suite is as strong as the faults it notices: this program is made worse, one rule or option
/// at a time, and the suite must fail it.
@Suite("The suite notices every fault of this program")
struct MutationGateTests {
  /// The rules that the suite must notice.
  ///
  /// Rules on the configuration of this program are not about registries. Rules that are off in
  /// the default profile are about the Python client, which the suite does not demand; their
  /// examples and client_safe_test.py notice when they are switched off.
  static let rules = RuleBook.standard.rules.filter {
    $0.scope != .configuration && $0.severities[.default] != nil
  }

  @Test func `a rule that is switched off`() async throws {
    let firing = try await Self.casesByRule()
    let survivors = await Self.rules.parallelMap(width: 2) { rule -> String? in
      let ids = firing[rule.code] ?? []
      let isKilled = await Self.isNoticed(ids) {
        $0.severities[rule.code] = .some(nil)
      }
      return isKilled ? nil : "\(rule.code) \(rule.name) (fires in \(ids.count) cases)"
    }.compactMap(\.self)
    Self.tell("rules switched off", Self.rules.count, survivors)
    #expect(survivors.isEmpty)
  }

  @Test func `a rule that is made milder`() async throws {
    let firing = try await Self.casesByRule()
    // A warning about something that the spec allows is not required.
    let serious = Self.rules.filter { rule in
      (rule.severities[.default] ?? .info) > .info && [.must, .should].contains(rule.level)
    }
    let survivors = await serious.parallelMap(width: 2) { rule -> String? in
      let ids = firing[rule.code] ?? []
      let isKilled = await Self.isNoticed(ids) { $0.severities[rule.code] = .some(.info) }
      return isKilled ? nil : "\(rule.code) \(rule.name) (fires in \(ids.count) cases)"
    }.compactMap(\.self)
    Self.tell("rules made mild", serious.count, survivors)
    #expect(survivors.isEmpty)
  }

  /// A rule's option, and another value of it.
  struct Move: Sendable {
    var rule: Rule
    var option: RuleOption
    var value: Int
  }

  /// Rules whose options depend on the present time, which no case can know.
  static let measuredFromNow: Set = ["DST031", "IDX058"]

  @Test func `an option that is raised or lowered`() async throws {
    let moves = Self.rules.filter { !Self.measuredFromNow.contains($0.code) }.flatMap { rule in
      rule.options.flatMap { option in
        [option.defaultValue + 1, option.defaultValue - 1].filter(option.range.contains)
          .map { Move(rule: rule, option: option, value: $0) }
      }
    }
    let ids = try await Self.passed().filter { $0.kind == .validator }.map(\.id)
    let survivors = await moves.parallelMap(width: 2) { move -> String? in
      let isKilled = await Self.isNoticed(Self.likely(for: move.rule, ids)) {
        $0.ruleOptions[move.rule.code] = [move.option.name: move.value]
      }
      let value = move.option.text(move.value)
      return isKilled ? nil : "\(move.rule.code).\(move.option.name)=\(value)"
    }.compactMap(\.self)
    Self.tell("options moved", moves.count, survivors)
    #expect(survivors.isEmpty)
  }

  /// The cases that this program passes as it is, whether they decide on conformance or not.
  private static func passed() async throws -> [CaseResult] {
    try await ProjectSuite.plain.value.results.filter { $0.outcome == .passed }
  }

  /// The cases in which each rule finds something, cases about the rule first.
  private static func casesByRule() async throws -> [String: [String]] {
    var cases: [String: [String]] = [:]
    for result in try await passed() {
      for code in Set(result.codes) { cases[code, default: []].append(result.id) }
    }
    return Dictionary(
      uniqueKeysWithValues: cases.map { code, ids in
        (code, RuleBook.standard[code].map { likely(for: $0, ids) } ?? ids)
      })
  }

  /// Puts the cases about a rule's requirements first.
  private static func likely(for rule: Rule, _ ids: [String]) -> [String] {
    let own = Set(RequirementList.builtIn.cited(by: rule.requirements).map(\.id))
    let about = Set(
      ids.filter { id in
        (try? ProjectSuite.suite.get())?[id]?.requirements.contains(where: own.contains) ?? false
      })
    return ids.filter(about.contains) + ids.filter { !about.contains($0) }
  }

  /// Tells whether any of the cases fails this program when it is changed.
  private static func isNoticed(
    _ ids: [String], change: (inout OwnAdapter.Options) -> Void
  ) async -> Bool {
    for id in ids {
      let report = try? await ProjectSuite.run([id], change: change)
      if report?.results.contains(where: { $0.outcome != .passed }) ?? false { return true }
    }
    return false
  }

  private static func tell(_ what: String, _ count: Int, _ survivors: [String]) {
    let killed = count - survivors.count
    print("\(what): \(killed) of \(count) noticed (\(count == 0 ? 100 : killed * 100 / count) %)")
    for survivor in survivors.sorted() { print("  survives: \(survivor)") }
  }
}
