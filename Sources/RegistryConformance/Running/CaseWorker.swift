internal import Files
internal import Formats

/// Runs cases one after the other, with one adapter at a time, which it restarts after faults.
struct CaseWorker {
  private let runner: Runner
  private let implementation: Implementation
  private var session: AdapterSession?
  /// Has the tree of the case as a bucket, if it is served.
  private var server: LoopbackServer?
  /// The current version of the spec in the session.
  private var spec: String?
  /// How often in a row the adapter did not start or did not answer.
  private var failures = 0
  private var lastFailure = ""

  /// The maximum number of such failures in a row.
  private static let failureLimit = 5

  init(runner: Runner, implementation: Implementation) {
    self.runner = runner
    self.implementation = implementation
  }

  /// Runs a case.
  mutating func result(of task: CaseTask) async -> CaseResult {
    let started = SteadyClock.seconds
    var result = CaseResult(task.one, spec: task.spec, wanted: runner.wanted(implementation))
    result.known = runner.options.knownFailures[task.one.id]
    result.reproduction = runner.reproduction(of: task)
    if failures >= Self.failureLimit {
      result.fault = .cannotStart
      result.reasons = ["gave up after \(failures) failures in a row: \(lastFailure)"]
      return result
    }
    await run(task, into: &result)
    result.seconds = SteadyClock.seconds - started
    return result
  }

  /// Ends the adapter.
  ///
  /// - Returns: What is wrong with how it ended; nil if nothing is wrong.
  mutating func finish() -> String? {
    server?.stop()
    defer { session = nil }
    return session?.stop()
  }

  private mutating func run(_ task: CaseTask, into result: inout CaseResult) async {
    do throws(AdapterFault) {
      guard try await prepare(task.spec) else {
        result.outcome = .skipped
        result.reasons = ["it does not know version \(task.spec) of the spec"]
        return
      }
      try await ask(task.one, into: &result)
      failures = 0
    } catch {
      result.outcome = .errored
      result.fault = error.kind
      result.reasons = [error.detail]
      result.diagnostics = session?.takeDiagnostics() ?? ""
      let isSlow = error.kind == .timedOut || error.kind == .cannotStart || session == nil
      failures = isSlow ? failures + 1 : 0
      lastFailure = error.detail
      // Its answers after a fault can't be trusted.
      session = nil
      spec = nil
    }
  }

  /// Ensures that there is an adapter at a version of the spec.
  ///
  /// - Returns: Whether it knows the version.
  private mutating func prepare(_ version: String) async throws(AdapterFault) -> Bool {
    if session == nil {
      let session = try AdapterSession(
        runner.adapter, timeout: runner.options.timeout,
        isChecked: runner.options.validatesProtocol)
      _ = try await session.start(suite: runner.suite.version)
      self.session = session
    }
    guard let session, spec != version else { return true }
    guard try await session.choose(spec: version) else { return false }
    spec = version
    return true
  }

  private mutating func ask(
    _ one: SuiteCase, into result: inout CaseResult
  ) async throws(AdapterFault) {
    guard let session else { return }
    let stage: CaseStage
    do throws(SuiteError) {
      if runner.options.servesTrees, server == nil { server = try LoopbackServer() }
      stage = try CaseStage(one, of: runner.suite, on: server)
    } catch {
      result.reasons = ["the files of the case can't be written: \(error)"]
      return
    }
    defer { withExtendedLifetime(stage) {} }
    let answer = try await session.run(one, in: stage.place)
    result.take(answer, of: one)
    let diagnostics = session.takeDiagnostics()
    if result.outcome != .passed { result.diagnostics = diagnostics }
  }
}

extension CaseResult {
  /// Judges an answer.
  fileprivate mutating func take(_ answer: AdapterSession.Answer, of one: SuiteCase) {
    switch answer {
    case .skipped(let message, let issue):
      outcome = .skipped
      reasons = [message, issue].compactMap(\.self).filter { !$0.isEmpty }
    case .errored(let message):
      outcome = .errored
      reasons = [message]
    case .result(let node):
      let judgement = Judgement(node, by: one.expectation)
      grade = judgement.grade
      reasons = judgement.reasons(upTo: wanted)
      outcome = reasons.isEmpty ? .passed : .failed
      codes = node["findings"]?.elements.compactMap { $0["code"]?.string } ?? []
    }
  }
}

extension Runner {
  /// The command that runs a case again.
  func reproduction(of task: CaseTask) -> String {
    var words = ["scregistry", "conformance", "run", "--adapter", adapter.description]
    words += ["--suite", suite.path, "--case", task.one.id]
    if let spec = options.filter.spec { words += ["--spec", spec] }
    if let grade = options.grade { words += ["--grade", "\(grade.rawValue)"] }
    if options.timeout != 10 { words += ["--timeout", AdapterProcess.text(options.timeout) + "s"] }
    if options.validatesProtocol { words.append("--validate-protocol") }
    if options.servesTrees { words.append("--serve") }
    return words.map(ShellWord.of).joined(separator: " ")
  }
}

/// Quotes words of a command line for a shell.
enum ShellWord {
  /// Returns the word, in quotes if it needs them.
  static func of(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_./=:,@+".utf8.contains(byte)
    }
    guard word.isEmpty || !isPlain else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
