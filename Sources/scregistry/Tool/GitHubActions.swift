internal import Files
internal import Glibc
internal import RegistryReports
internal import RegistryValidation

/// The files and commands of GitHub Actions.
enum GitHubActions {
  /// The maximum size of a step summary in bytes; GitHub shows nothing of a larger one.
  static let longestSummary = 1_048_576

  /// Whether this process runs in a step of a workflow.
  static var isRunning: Bool { Streams().environment("GITHUB_ACTIONS") == "true" }

  /// The file of the step summary; nil outside of a workflow.
  private static var summaryPath: String? { Streams().environment("GITHUB_STEP_SUMMARY") }

  /// Whether a path is the file of the step summary, which all commands of the step share.
  static func isStepSummary(_ path: String) -> Bool {
    guard let summaryPath else { return false }
    guard let status = FileStatus(path: path) else { return path == summaryPath }
    return status.kind == .regular && status.identity == FileStatus(path: summaryPath)?.identity
  }
}

// MARK: - The step summary

extension GitHubActions {
  /// Appends a report to the step summary, as far as there is room.
  ///
  /// A failure is reported on standard error and does not change the exit code, since the summary
  /// is optional.
  static func summarize(_ report: Report, options: ReportOptions) {
    guard summaryPath != nil else { return }
    var options = options
    // A line end before and one after separate it from the text of other commands.
    options.markdownLimit = roomInSummary - 2
    do throws(WriteFailure) {
      try appendToStepSummary(report.written(as: .markdown, options: options))
    } catch {
      Streams().writeError("warning: the step summary is skipped: " + error.message)
    }
  }

  private static var roomInSummary: Int {
    let size = summaryPath.flatMap { FileStatus(path: $0)?.size } ?? 0
    return Swift.max(0, longestSummary - size)
  }

  /// Appends a page to the step summary.
  ///
  /// - Parameter bytes: The page; empty if there was no room for one.
  /// - Throws: ``WriteFailure`` if the file can't be written or has no room.
  static func appendToStepSummary(_ bytes: [UInt8]) throws(WriteFailure) {
    guard let path = summaryPath else { return }
    guard !bytes.isEmpty, bytes.count + 2 <= roomInSummary else {
      throw WriteFailure(
        path, detail: "it would have more than \(longestSummary) bytes", exitCode: 4)
    }
    let descriptor = POSIX.open(
      path, flags: O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, mode: 0o666)
    guard descriptor >= 0 else { throw WriteFailure(path, code: errno) }
    let part = [0x0A] + bytes + [0x0A]
    var code = FileBytes.writeAll(part.span, to: descriptor)
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code == 0 else { throw WriteFailure(path, code: code) }
  }
}

// MARK: - Commands in data

extension GitHubActions {
  /// Prevents the runner from executing commands in a text for people.
  ///
  /// The runner executes lines that begin with `::`, and `##[` anywhere in a line. If a text has
  /// them, the runner is told to stop until a random word appears.
  ///
  /// - Parameter bytes: The text.
  /// - Returns: The text, between two commands if necessary.
  static func guarded(_ bytes: [UInt8]) -> [UInt8] {
    guard isRunning, hasCommands(bytes) else { return bytes }
    let word = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 16) }.joined()
    return Array("::stop-commands::\(word)\n".utf8) + bytes + Array("::\(word)::\n".utf8)
  }

  private static func hasCommands(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: 0x0A).contains { line in
      let text = line.drop { $0 == 0x20 }
      return text.starts(with: "::".utf8)
        || text.indices.contains { text[$0...].starts(with: "##[".utf8) }
    }
  }
}
