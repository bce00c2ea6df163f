import RegistryConformance
import Testing

@Suite("This program passes the suite")
struct OwnRunTests {
  @Test func `every case, up to the grade of location`() async throws {
    let report = try await ProjectSuite.plain.value
    for result in report.results where result.counts && result.outcome != .passed {
      Issue.record("\(result.id): \(result.reasons.joined(separator: "; "))")
    }
    #expect(report.grade == .location)
    #expect(report.verdict == .conformant)
    print("self: \(report.summaryLine)")
  }

  @Test func `every case on mirrors, though they are only proposed`() async throws {
    let results = try await ProjectSuite.plain.value.results.filter { $0.kind == .mirror }
    #expect(results.count >= 70)
    for result in results where result.outcome != .passed {
      Issue.record("\(result.id): \(result.reasons.joined(separator: "; "))")
    }
  }

  @Test func `also as a separate process, with every line checked by the protocol`() async throws {
    let suite = try ProjectSuite.suite.get()
    let command = "exec:'\(ProjectSuite.executable)' conformance serve"
    let adapter = try #require(AdapterSpec(command, executable: ""))
    var options = Runner.Options()
    options.validatesProtocol = true
    options.jobs = 2
    options.timeout = 60
    let report = try await Runner(suite, adapter: adapter, options: options).run()
    #expect(report.exitCode == 0, "\(report.summaryLine)")
    #expect(report.verdict == .conformant)
    // The answers are the same over both channels.
    let other = try await ProjectSuite.plain.value
    #expect(report.results.map(\.codes) == other.results.map(\.codes))
  }
}
