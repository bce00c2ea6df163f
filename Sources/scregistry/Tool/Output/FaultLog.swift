internal import Formats
internal import Locks
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reports on standard error what was skipped.
final class FaultLog: Sendable {
  private let isQuiet: Bool
  private let status: StatusLine
  private let counts = Lock(Counts())
  private let unread = Lock(Unread())

  /// The numbers of faults.
  private struct Counts {
    var shown = 0
    var all = 0
    /// The skipped rows of faults that are not shown.
    var skippedRows = 0
    /// Whether rows were skipped, or a second index file of a year.
    var hidesRows = false
  }

  /// The files that could not be read.
  private struct Unread {
    /// The lines that were shown, without the name of the program.
    var shown: [String] = []
    var all = 0
  }

  /// The maximum number of faults that are shown one by one.
  private static let shownLimit = 20

  /// Begins without faults.
  ///
  /// - Parameters:
  ///   - isQuiet: Whether to show nothing.
  ///   - status: The line of progress.
  init(isQuiet: Bool, status: StatusLine = StatusLine()) {
    self.isQuiet = isQuiet
    self.status = status
  }

  /// Shows a fault; files that could not be read are named even if the log is quiet.
  func add(_ fault: ReadingFault) {
    guard !fault.isUnread else { return add(unread: fault) }
    let isShown = counts.withLock { counts in
      counts.all += 1
      if fault.skippedRows > 0 || fault.kind == .secondIndex { counts.hidesRows = true }
      guard counts.shown < Self.shownLimit else {
        counts.skippedRows += fault.skippedRows
        return false
      }
      counts.shown += 1
      return true
    }
    if isShown { warn(TextStyle.harmless(fault.description), skippedRows: fault.skippedRows) }
  }

  private func warn(_ text: String, skippedRows: Int) {
    guard !isQuiet else { return }
    let rows: [(key: String, value: JSONValue)] =
      skippedRows > 0 ? [("skippedRows", .number(skippedRows))] : []
    status.write(MessageLine(.warning, text, members: rows), text: "warning: \(text)\n")
  }

  private func add(unread fault: ReadingFault) {
    let line = fault.description
    let isShown = unread.withLock { unread in
      unread.all += 1
      guard unread.shown.count < Self.shownLimit else { return false }
      unread.shown.append(line)
      return true
    }
    if isShown { status.write(error: "scregistry: \(TextStyle.harmless(line))\n") }
  }

  /// Whether there are rows that were not read, so that an answer may be missing.
  var hidesRows: Bool { counts.withLock { $0.hidesRows } }

  /// Shows an error, unless it was shown as a fault.
  func add(_ error: ReadingError) {
    let isShown = unread.withLock { $0.shown.contains(error.description) }
    if !isShown { status.write(error: error.lines) }
  }

  /// Ends a command after an error.
  ///
  /// - Parameter error: The error; it is shown, unless it was shown as a fault.
  /// - Returns: What ends the command.
  func exit(_ error: ReadingError) -> any ToolError {
    _ = exitCode()
    if GlobalOptions.ofThisProcess.errors == .json {
      // Programs need its code, even if the error was shown as a fault.
      return error
    }
    add(error)
    return ToolExit(code: error.exitCode)
  }

  /// Reports how many faults were not shown.
  ///
  /// - Parameter strict: Whether skipped rows and entries count too.
  /// - Returns: The exit code of the process: 3 if a file could not be read; nil on success.
  func exitCode(strict: Bool = false) -> Int32? {
    let hasSkipped = finish()
    let unread = unread.withLock { $0 }
    if unread.all > unread.shown.count {
      let more = (unread.all - unread.shown.count).counted("more file")
      status.write(error: "scregistry: \(more) can't be read\n")
    }
    return unread.all > 0 || strict && hasSkipped ? 3 : nil
  }

  /// Reports how many were not shown, and returns whether there was any.
  private func finish() -> Bool {
    let counts = counts.withLock { $0 }
    if counts.all > counts.shown {
      warn("\(counts.all - counts.shown) more", skippedRows: counts.skippedRows)
    }
    return counts.all > 0
  }
}

extension ReadingFault {
  /// The number of rows that are missing because of the fault.
  fileprivate var skippedRows: Int {
    switch kind {
    case .row, .longLine: count
    default: 0
    }
  }
}
