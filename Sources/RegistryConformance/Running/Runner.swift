internal import Files
internal import Formats
internal import Locks
internal import ObjectStorage
internal import SharedCloudRegistry

/// Sends the cases of a suite to an implementation and judges its answers.
///
/// This is the entry point of the conformance suite.
///
/// ```swift
/// let suite = try Suite(reading: "Conformance")
/// let runner = Runner(suite, adapter: adapter)
/// let report = try await runner.run()
/// ```
public struct Runner: Sendable {
  /// The settings of the run.
  public struct Options: Sendable {
    /// The selected cases.
    public var filter = CaseFilter()
    /// The grade up to which answers are judged; nil for the best that the adapter claims.
    public var grade: Grade?
    /// How long to wait for an answer, in seconds.
    public var timeout = 10.0
    /// The number of adapters that run at the same time.
    public var jobs = 1
    /// Whether to check every line by the schema of the protocol.
    public var validatesProtocol = false
    /// Whether trees are also served as S3 buckets.
    public var servesTrees = false
    /// The known failures.
    public var knownFailures = KnownFailures()
    /// The version of this program, for reports.
    public var toolVersion = "0"
    /// Called after each case with the number of cases done and the total, from any thread.
    public var onProgress: @Sendable (Int, Int) -> Void = { _, _ in }

    /// Makes the default settings.
    public init() {}
  }

  /// The suite.
  public let suite: Suite
  /// The implementation.
  public let adapter: AdapterSpec
  /// The settings of the run.
  public var options: Options

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - suite: The suite.
  ///   - adapter: The implementation.
  ///   - options: The settings of the run.
  public init(_ suite: Suite, adapter: AdapterSpec, options: Options = Options()) {
    self.suite = suite
    self.adapter = adapter
    self.options = options
  }

  /// Runs the cases.
  ///
  /// - Returns: The report.
  /// - Throws: ``AdapterFault`` when the adapter can't even describe its implementation.
  public func run() async throws(AdapterFault) -> RunReport {
    let started = SteadyClock.seconds
    let implementation = try await introduction()
    let meant = suite.cases.filter(options.filter.fits)
    let tasks = meant.enumerated().compactMap { number, one -> CaseTask? in
      guard implementation.claims(one),
        let spec = implementation.version(for: one, asked: options.filter.spec)
      else { return nil }
      return CaseTask(number: number, one: one, spec: spec)
    }
    let (results, notices) = await results(of: tasks, implementation: implementation)
    var report = RunReport(
      adapter: adapter.description, implementation: implementation, suiteVersion: suite.version,
      suiteDigest: suite.digest, filter: options.filter, grade: wanted(implementation),
      isServed: options.servesTrees, results: results, unclaimed: meant.count - tasks.count,
      misfits: [], notices: notices, toolVersion: options.toolVersion)
    report.misfits = options.knownFailures.misfits(
      results, suite: suite, filter: options.filter)
    report.seconds = SteadyClock.seconds - started
    return report
  }

  /// The grade up to which answers are judged.
  func wanted(_ implementation: Implementation) -> Grade {
    min(options.grade ?? .location, implementation.bestGrade)
  }

  /// Gets the description of the implementation from the adapter.
  private func introduction() async throws(AdapterFault) -> Implementation {
    let session = try AdapterSession(
      adapter, timeout: options.timeout, isChecked: options.validatesProtocol)
    defer { _ = session.stop() }
    do throws(AdapterFault) {
      return try await session.start(suite: suite.version)
    } catch {
      let said = session.takeDiagnostics()
      throw said.isEmpty
        ? error
        : AdapterFault(error.kind, detail: "\(error.detail); it said: \(HarmlessText.of(said))")
    }
  }

  private func results(
    of tasks: [CaseTask], implementation: Implementation
  ) async -> (results: [CaseResult], notices: [String]) {
    // Cases are grouped by version of the spec, so that it rarely changes.
    let ordered = tasks.sorted { ($0.spec, $1.number) > ($1.spec, $0.number) }
    let queue = TaskList(ordered)
    let width = max(1, min(options.jobs, tasks.count))
    // Waiting for adapters must not keep tasks from running.
    let executor = ThreadPool(threads: width)
    let all = await withTaskGroup(of: ([(Int, CaseResult)], String?).self) { group in
      for _ in 0..<width {
        group.addTask(executorPreference: executor) {
          var worker = CaseWorker(runner: self, implementation: implementation)
          var results: [(Int, CaseResult)] = []
          while let task = queue.next() {
            results.append((task.number, await worker.result(of: task)))
            options.onProgress(queue.finish(), tasks.count)
          }
          return (results, worker.finish())
        }
      }
      return await group.reduce(into: [([(Int, CaseResult)], String?)]()) { $0.append($1) }
    }
    let results = all.flatMap(\.0).sorted { $0.0 < $1.0 }.map(\.1)
    return (results, Set(all.compactMap(\.1)).sorted())
  }
}

/// A case to run.
struct CaseTask: Sendable {
  /// Its place in the suite.
  var number: Int
  /// The case.
  var one: SuiteCase
  /// The version of the spec to use.
  var spec: String
}

/// The remaining cases, for several workers.
private final class TaskList: Sendable {
  private let tasks: [CaseTask]
  private let taken = Lock(0)
  private let finished = Lock(0)

  init(_ tasks: [CaseTask]) { self.tasks = tasks }

  func next() -> CaseTask? {
    let index = taken.withLock { count in
      defer { count += 1 }
      return count
    }
    return index < tasks.count ? tasks[index] : nil
  }

  func finish() -> Int {
    finished.withLock { count in
      count += 1
      return count
    }
  }
}
