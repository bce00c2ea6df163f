internal import Formats
internal import SharedCloudRegistry

/// The facts that the rows show about the dataset.
extension IndexCheck {
  /// Adds the times of the examined row to the summary.
  mutating func noteTimes() {
    let layout = examination.context.layout
    // A row of another year may have a wrong start, or be in the wrong file; it judges nothing else.
    let isOfOtherYear = examination.faults.contains(.order(.otherYear))
    // Of a row whose stop is before its start, nobody knows which of the two is right.
    let isDoubtful = isOfOtherYear || examination.faults.contains(.order(.stopBeforeStart))
    if isOfOtherYear || examination.isInFuture { noteYearsAhead() }
    if let start = examination.start {
      if !examination.isInFuture {
        scanner.bins.add(
          start, stop: examination.stop, earlier: summary.latestStop, size: examination.filesize)
      }
      examination.context.previousStart = start
      if summary.firstStart == nil, !examination.faults.contains(.order(.stopBeforeStart)) {
        summary.firstStart = start
      }
      if !isDoubtful {
        if summary.earliestStart.map({ start < $0 }) ?? true { summary.earliestStart = start }
      } else {
        summary.unreadableStarts += 1
      }
      if !examination.isInFuture, !isDoubtful { summary.lastStart = start }
    } else if !examination.faults.contains(.time(.staticRow)), !examination.isStaticRow {
      summary.unreadableStarts += 1
    }
    if examination.isInFuture {
      note(inFuture: examination.start)
      note(inFuture: examination.stop)
      return
    }
    guard let stop = examination.stop else {
      summary.rowsWithoutStop += 1
      if layout.stop != nil, !examination.isStaticRow { summary.unreadableStops += 1 }
      return
    }
    guard !isDoubtful else {
      summary.unreadableStops += 1
      return
    }
    summary.lastStop = stop
    if summary.latestStop.map({ $0 < stop }) ?? true { summary.latestStop = stop }
    if let start = examination.start, summary.rowOverWholeYear == nil,
      stop.seconds - start.seconds >= 364 * 86400, stop.lastCoveredYear > start.year
    {
      summary.rowOverWholeYear = scanner.cleanRows + examinedRows
    }
  }

  /// Notes whether the examined row covers a year after that of the file.
  private mutating func noteYearsAhead() {
    guard let year = expectation.year, let start = examination.start else { return }
    let last = Swift.max(examination.stop?.year ?? start.year, start.year)
    if last > year { summary.coversLaterYear = true }
    if last > year, start.year <= year + 1 { summary.coversNextYear = true }
  }

  private mutating func note(inFuture time: SCRTime?) {
    guard let time else { return }
    if summary.latestInFuture.map({ $0 < time }) ?? true { summary.latestInFuture = time }
  }
}
