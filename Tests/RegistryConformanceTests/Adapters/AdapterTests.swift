import RegistryConformance
import Testing

@Suite("Adapters that violate the protocol are detected and named")
struct AdapterTests {
  /// A command, and what is wrong with it.
  struct Example: CustomTestStringConvertible, Sendable {
    var command: String
    var fault: AdapterFault.Kind
    var testDescription: String { command }
  }

  static let examples = [
    Example(command: "exit 3", fault: .exited),
    Example(command: "/nowhere/adapter", fault: .exited),
    Example(command: "read line; kill -SEGV $$", fault: .crashed),
    Example(command: "sleep 60", fault: .timedOut),
    Example(command: "sleep 60 & sleep 60", fault: .timedOut),
    Example(command: "trap '' TERM; sleep 60", fault: .timedOut),
    Example(command: "read line; echo this is no JSON; sleep 60", fault: .garbage),
    Example(command: "read line; echo '[1]'; sleep 60", fault: .garbage),
    Example(command: "read line; printf '\\377\\376\\n'; sleep 60", fault: .garbage),
    Example(command: "cat", fault: .wrongAnswer),
    Example(command: "read line; echo '{\"ok\": true}'; sleep 60", fault: .wrongAnswer),
    Example(command: "read line; exec <&- >&-; sleep 60", fault: .exited),
    Example(
      command: "read line; head -c 17000000 /dev/zero | tr '\\0' x; sleep 60", fault: .tooLong),
  ]

  @Test("at start", .timeLimit(.minutes(1)), arguments: examples)
  func start(_ example: Example) async throws {
    let adapter = try #require(AdapterSpec("exec:" + example.command, executable: ""))
    var options = Runner.Options()
    options.timeout = example.fault == .timedOut ? 0.5 : 20
    let runner = Runner(try ProjectSuite.suite.get(), adapter: adapter, options: options)
    do throws(AdapterFault) {
      _ = try await runner.run()
      Issue.record("it was accepted as an adapter")
    } catch {
      #expect(error.kind == example.fault, "\(error)")
    }
  }

  @Test func `the fault includes its standard error`() async throws {
    let adapter = try #require(AdapterSpec("exec:echo no python here >&2; exit 1", executable: ""))
    let runner = Runner(try ProjectSuite.suite.get(), adapter: adapter)
    let error = await #expect(throws: AdapterFault.self) { _ = try await runner.run() }
    #expect(error?.detail.contains("no python here") == true)
  }

  @Test("strings that name no adapter", arguments: ["", "exec:", "cli:true", "nonsense", "cli: "])
  func noSpec(_ text: String) {
    #expect(AdapterSpec(text, executable: "") == nil)
  }

  @Test func `a command that rejects everything is right about faulty registries`() async throws {
    let adapter = try #require(AdapterSpec("cli:test -z {root}", executable: ""))
    var options = Runner.Options()
    options.filter.areas = ["object"]
    let report = try await Runner(
      try ProjectSuite.suite.get(), adapter: adapter, options: options
    ).run()
    #expect(report.grade == .verdict)
    #expect(report.count().passed > 0)
    #expect(report.count().failed > 0)
    #expect(report.exitCode == 1)
    #expect(report.results.allSatisfy { $0.reproduction.contains("--case \($0.id)") })
  }

  @Test func `a command with another exit code has no result`() async throws {
    let adapter = try #require(AdapterSpec("cli:exit 7 {root}", executable: ""))
    var options = Runner.Options()
    options.filter.areas = ["object"]
    let report = try await Runner(
      try ProjectSuite.suite.get(), adapter: adapter, options: options
    ).run()
    #expect(report.count().errored == report.results.count)
    #expect(report.results.allSatisfy { $0.fault == nil })
    #expect(report.exitCode == 3)
    #expect(report.verdict == .undetermined)
  }
}
