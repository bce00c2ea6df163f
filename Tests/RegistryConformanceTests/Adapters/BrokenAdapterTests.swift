import RegistryConformance
import Testing

/// `Conformance/adapters/broken.py` in each of its modes.
@Suite("Broken adapters are detected, named, and never block a run")
struct BrokenAdapterTests {
  /// A mode, and the expected fault.
  struct Mode: CustomTestStringConvertible, Sendable {
    var name: String
    /// The expected faults; empty if the adapter keeps to the protocol.
    var faults: Set<AdapterFault.Kind> = []
    var exitCode: Int32 = 3
    var timeout = 20.0
    /// A part of one of the reasons.
    var says: String?
    var testDescription: String { name }
  }

  static let duringCases = [
    Mode(name: "honest"),
    Mode(name: "lies", exitCode: 1),
    Mode(name: "flatters", exitCode: 1),
    Mode(name: "crash", faults: [.crashed]),
    Mode(name: "crash-later", faults: [.crashed], exitCode: 1),
    Mode(name: "early-exit", faults: [.exited]),
    Mode(name: "hang", faults: [.timedOut, .cannotStart], timeout: 4),
    Mode(name: "slow", exitCode: 1),
    Mode(name: "garbage", faults: [.garbage]),
    Mode(name: "half-line", faults: [.timedOut, .cannotStart], timeout: 4),
    Mode(name: "huge-line", faults: [.tooLong]),
    Mode(name: "no-utf-8", faults: [.garbage]),
    Mode(name: "chatty", faults: [.garbage]),
    Mode(name: "wrong-seq", faults: [.wrongSequence]),
    Mode(name: "no-verdict", exitCode: 1, says: "it gave no verdict"),
    Mode(name: "bad-result", exitCode: 1, says: "an unknown one: fine"),
    Mode(name: "old-spec", says: "it does not know version"),
    Mode(name: "floods"),
  ]

  @Test("while cases run", .timeLimit(.minutes(2)), arguments: duringCases)
  func cases(_ mode: Mode) async throws {
    let report = try await Self.run(mode.name, timeout: mode.timeout)
    #expect(report.exitCode == mode.exitCode, "\(report.summaryLine)")
    #expect(report.verdict != .conformant)
    #expect(Set(report.results.compactMap(\.fault)) == mode.faults)
    if let says = mode.says {
      #expect(report.results.contains { $0.reasons.contains { $0.contains(says) } })
    }
    for result in report.results where result.outcome != .passed {
      #expect(!result.reasons.isEmpty)
    }
  }

  static let atStart = [
    Mode(name: "no-start", faults: [.exited]),
    Mode(name: "silent", faults: [.timedOut], timeout: 1),
    Mode(name: "bad-start", faults: [.wrongAnswer]),
    Mode(name: "other-protocol", faults: [.wrongAnswer]),
  ]

  @Test("at start", .timeLimit(.minutes(1)), arguments: atStart)
  func start(_ mode: Mode) async throws {
    do throws(AdapterFault) {
      _ = try await Self.run(mode.name, timeout: mode.timeout)
      Issue.record("it was accepted as an adapter")
    } catch {
      #expect(mode.faults == [error.kind], "\(error)")
    }
  }

  @Test func `an extra answer`() async throws {
    let report = try await Self.run("twice")
    // Whether the second answer arrives before the next request is a matter of chance.
    let faults = Set(report.results.compactMap(\.fault))
    #expect(!faults.isEmpty)
    #expect(faults.isSubset(of: [.garbage, .wrongSequence]))
  }

  @Test func `an exit code at the end`() async throws {
    let report = try await Self.run("exit-code")
    #expect(report.notices == ["it ended with exit code 3 after it was told to stop"])
  }

  @Test(
    "by the letter of the protocol", .timeLimit(.minutes(1)),
    arguments: ["no-verdict", "bad-result", "bad-start"])
  func letter(_ mode: String) async throws {
    do throws(AdapterFault) {
      let report = try await Self.run(mode, validatesProtocol: true)
      #expect(Set(report.results.compactMap(\.fault)) == [.protocolViolation])
      #expect(report.exitCode == 3)
    } catch {
      #expect(error.kind == .protocolViolation)
    }
  }

  /// Runs a few cases against the adapter.
  private static func run(
    _ mode: String, timeout: Double = 20, validatesProtocol: Bool = false
  ) async throws(AdapterFault) -> RunReport {
    let command = "exec:python3 -B '\(ProjectSuite.path)/adapters/broken.py' \(mode)"
    guard let adapter = AdapterSpec(command, executable: ""),
      let suite = try? ProjectSuite.suite.get()
    else { preconditionFailure("there is no suite") }
    var options = Runner.Options()
    options.filter.areas = ["object"]
    options.timeout = timeout
    options.validatesProtocol = validatesProtocol
    return try await Runner(suite, adapter: adapter, options: options).run()
  }
}
