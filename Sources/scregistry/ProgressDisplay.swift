internal import Glibc
internal import RegistryValidation
internal import Synchronization

/// Shows progress on standard error, after the first second.
struct ProgressDisplay {
  private let isOn: Bool
  private let line: @Sendable (Double) -> String

  /// Makes a display of any line.
  ///
  /// - Parameters:
  ///   - isOn: Whether to show anything.
  ///   - line: Makes the line from the seconds since the start.
  init(isOn: Bool, line: @escaping @Sendable (Double) -> String) {
    self.isOn = isOn
    self.line = line
  }

  /// Makes a display of the progress of a validation.
  init(_ progress: ValidationProgress, isOn: Bool) {
    self.init(isOn: isOn) { Self.line(progress, after: $0) }
  }

  /// Runs work and shows its progress meanwhile.
  func follow<Result: Sendable>(
    _ work: @Sendable @escaping () async throws -> Result
  ) async throws -> Result {
    guard isOn else { return try await work() }
    let display = Task { await draw() }
    defer { display.cancel() }
    let result = try await work()
    display.cancel()
    await display.value
    return result
  }

  private func draw() async {
    let started = Clock.now
    let streams = Streams()
    let isTerminal = streams.isErrorATerminal
    var hasDrawn = false
    try? await Task.sleep(for: .seconds(1))
    while !Task.isCancelled {
      let line = self.line(Clock.now - started)
      streams.writeError(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
      hasDrawn = true
      try? await Task.sleep(for: isTerminal ? .milliseconds(100) : .seconds(5))
    }
    if hasDrawn, isTerminal { streams.writeError("\r\u{1B}[K") }
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
    var line = "\(files)/\(allFiles) files, \(count(Int(done), "B")) of \(count(Int(bytes), "B")), "
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
  static func text(_ count: Int, _ unit: String = "") -> String {
    for (size, prefix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where Double(count) >= size {
      return "\((Double(count) / size * 10).rounded() / 10) \(prefix)\(unit)"
    }
    return unit.isEmpty ? "\(count)" : "\(count) \(unit)"
  }
}
