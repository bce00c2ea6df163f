internal import Files
internal import Glibc
internal import ObjectStorage
internal import RegistryValidation
internal import Synchronization

/// Shows progress on standard error, after the first second.
struct ProgressDisplay {
  private let isOn: Bool
  private let status: StatusLine
  private let line: @Sendable (Double) -> String
  private let measure: @Sendable () -> ProgressMeasure
  private let isForPrograms: Bool

  /// Makes a display of any line.
  ///
  /// - Parameters:
  ///   - isOn: Whether to show anything.
  ///   - status: The line; others who write meanwhile need the same.
  ///   - measure: Tells how much is done.
  ///   - line: Makes the line from the seconds since the start.
  init(
    isOn: Bool, status: StatusLine = StatusLine(),
    measure: @escaping @Sendable () -> ProgressMeasure = { ProgressMeasure() },
    line: @escaping @Sendable (Double) -> String
  ) {
    let form = GlobalOptions.ofThisProcess.progress
    isForPrograms = form == .json
    self.isOn = isOn || form != nil
    self.status = status
    self.measure = measure
    self.line = line
  }

  /// Makes a display of the progress of a validation.
  init(_ progress: ValidationProgress, isOn: Bool) {
    self.init(isOn: isOn) {
      let allFiles = progress.files.load(ordering: .relaxed)
      let allBytes = progress.bytes.load(ordering: .relaxed)
      return ProgressMeasure(
        files: progress.filesDone.load(ordering: .relaxed),
        allFiles: allFiles > 0 ? allFiles : nil,
        bytes: progress.bytesDone.load(ordering: .relaxed),
        allBytes: allBytes > 0 ? allBytes : nil)
    } line: {
      Self.line(progress, after: $0)
    }
  }

  /// Runs work and shows its progress meanwhile.
  func follow<Result: Sendable>(
    _ work: @Sendable @escaping () async throws -> Result
  ) async throws -> Result {
    guard isOn else { return try await work() }
    let display = Task { await isForPrograms ? writeForPrograms() : draw() }
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await work())
    } catch {
      result = .failure(error)
    }
    display.cancel()
    // The line must be gone before anything else is written, an error, too.
    await display.value
    return try result.get()
  }

  /// Writes lines until the work ends, and one more for the end.
  private func writeForPrograms() async {
    let started = SteadyClock.seconds
    while true {
      let isLast = Task.isCancelled
      let seconds = SteadyClock.seconds - started
      Streams().write(progress: measure().line(line(seconds), after: seconds))
      if isLast { return }
      try? await pause(for: .milliseconds(200))
    }
  }

  private func draw() async {
    let started = SteadyClock.seconds
    let isTerminal = Streams().isErrorATerminal
    try? await pause(for: .seconds(1))
    while !Task.isCancelled {
      status.show(line(SteadyClock.seconds - started))
      try? await pause(for: isTerminal ? .milliseconds(100) : .seconds(5))
    }
    status.clear()
  }

  private static func line(_ progress: ValidationProgress, after seconds: Double) -> String {
    let bytes = Double(progress.bytes.load(ordering: .relaxed))
    let done = Double(progress.bytesDone.load(ordering: .relaxed))
    let rows = Double(progress.rows.load(ordering: .relaxed))
    let files = progress.filesDone.load(ordering: .relaxed)
    let allFiles = progress.files.load(ordering: .relaxed)
    let count = ProgressCount.text
    let listed = progress.listed.load(ordering: .relaxed)
    guard allFiles > 0 else { return "\(count(listed, "")) objects listed" }
    var line =
      "\(files)/\(allFiles) files, \(count(Int(done), "B")) of \(count(Int(bytes), "B")), "
    line += "\(count(Int(rows / Swift.max(seconds, 0.001)), "rows/s"))"
    if done > 0, bytes > done {
      line += ", \(Int((bytes - done) / done * seconds) + 1) s left"
    }
    return line
  }
}

/// Numbers for lines of progress.
enum ProgressCount {
  /// Writes a number with few digits and a unit: `12.3 MB`, `4.0 k`, `17`.
  static func text(_ count: Int, unit: String = "") -> String {
    for (size, prefix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where Double(count) >= size {
      return "\((Double(count) / size * 10).rounded() / 10) \(prefix)\(unit)"
    }
    return unit.isEmpty ? "\(count)" : "\(count) \(unit)"
  }
}
