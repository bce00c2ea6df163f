import Formats
import RegistryReports
import RegistryValidation
import Testing

@testable import RegistryConformance

@Suite("Known failures")
struct KnownFailureTests {
  private static func list(_ failures: String) throws -> KnownFailures {
    let text =
      #"{"implementation":{"name":"x","version":"1"},"failures":[\#(failures)]}"#
    return try KnownFailures(reading: Array(text.utf8), name: "known.json")
  }

  private static func run(_ known: KnownFailures, _ ids: [String]) async throws -> RunReport {
    var options = Runner.Options()
    options.filter.ids = ids
    options.knownFailures = known
    return try await Runner(
      try ProjectSuite.suite.get(),
      adapter: .inProcess(OwnAdapter.Options(toolVersion: "test")), options: options
    ).run()
  }

  @Test func `an entry that passes does not match`() async throws {
    let one = try #require(try ProjectSuite.suite.get().cases.first { $0.kind == .unit })
    let known = try Self.list(
      #"{"case":"\#(one.id)","issue":"unreported","reason":"once it did"}"#)
    let report = try await Self.run(known, [one.id])
    #expect(report.misfits.map(\.id) == [one.id])
    #expect(report.exitCode == 1)
  }

  @Test func `an entry without a case does not match`() async throws {
    let known = try Self.list(#"{"case":"nowhere","issue":"unreported","reason":"none"}"#)
    let report = try await ProjectSuite.plain.value
    let misfits = known.misfits(
      report.results, suite: try ProjectSuite.suite.get(), filter: CaseFilter())
    #expect(misfits.map(\.id) == ["nowhere"])
  }

  static let unusable = [
    #"{"case":"x"}"#, #"{"case":"x","issue":"","reason":"y"}"#,
    #"{"case":"x","issue":"unreported","reason":""}"#,
    #"{"case":"x","issue":"unreported","reason":"y"},{"case":"x","issue":"unreported","reason":"z"}"#,
  ]

  @Test("an entry needs an issue and a reason, and a case appears once", arguments: unusable)
  func isRefused(_ failures: String) {
    #expect(throws: UnusableFile.self) { try Self.list(failures) }
  }

  @Test func `a failure no worse than known is not unexpected`() throws {
    let one = try #require(try ProjectSuite.suite.get().cases.first { $0.counts })
    var result = CaseResult(one, spec: "1.1", wanted: .location)
    result.outcome = .failed
    result.known = .init(id: "x", grade: .exact, issue: "unreported", reason: "y")
    result.grade = .requirements
    #expect(result.failsAsKnown && !result.isUnexpected)
    result.grade = .verdict
    #expect(!result.failsAsKnown && result.isUnexpected)
    result.known?.grade = nil
    result.grade = nil
    #expect(result.failsAsKnown)
    result.outcome = .skipped
    #expect(!result.failsAsKnown)
  }

}
