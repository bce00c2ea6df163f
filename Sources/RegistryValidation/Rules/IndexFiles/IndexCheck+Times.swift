internal import Formats
internal import SharedCloudRegistry

/// The facts that the rows show about the dataset.
extension IndexCheck {
  /// Adds the times of the examined row to the summary.
  ///
  /// A time in a common wrong spelling, such as 2010-01-01 00:00:00Z, counts by what it means.
  mutating func noteTimes() {
    let layout = examination.context.layout
    let start = examination.start ?? examination.meantStart
    let stop = examination.stop ?? examination.meantStop
    // A row of another year may have a wrong start, or be in the wrong file; it judges nothing else.
    let isOfOtherYear = examination.faults.contains(.order(.otherYear))
    // Of a row whose stop is before its start, nobody knows which of the two is right.
    // The first test is here, since a call takes a copy of all that is known.
    let isMeant = examination.meantStart != nil || examination.meantStop != nil
    let hasNoOrder =
      examination.faults.contains(.order(.stopBeforeStart))
      || isMeant && hasDoubtfulMeaning(start: start, stop: stop)
    let isDoubtful = isOfOtherYear || hasNoOrder
    if isOfOtherYear || examination.isInFuture { noteYearsAhead() }
    noteStart(start, stop: stop, isDoubtful: isDoubtful, hasNoOrder: hasNoOrder)
    if examination.isInFuture {
      note(inFuture: examination.start)
      note(inFuture: examination.stop)
      summary.unreadableStops += 1
      return
    }
    guard let stop else {
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
    if let start, summary.rowOverWholeYear == nil,
      stop.seconds - start.seconds >= 364 * 86400, stop.lastCoveredYear > start.year
    {
      summary.rowOverWholeYear = scanner.cleanRows + examinedRows
    }
  }

  /// Adds the start of the examined row to the summary.
  private mutating func noteStart(
    _ start: SCRTime?, stop: SCRTime?, isDoubtful: Bool, hasNoOrder: Bool
  ) {
    examination.context.isPreviousSkipped = true
    guard let start else {
      if !examination.isStaticRow { summary.unreadableStarts += 1 }
      return
    }
    scanner.bins.add(
      start, stop: stop, earlier: summary.latestStop, size: examination.filesize, latest: latest)
    if summary.firstStart == nil, !hasNoOrder { summary.firstStart = start }
    guard !isDoubtful, !examination.isStartInFuture else {
      summary.unreadableStarts += 1
      if let read = examination.start, let doubt = examination.startDoubt {
        examination.context.doubtfulStart = (read, doubt)
      }
      return
    }
    if let read = examination.start {
      examination.context.previousStart = read
      examination.context.isPreviousSkipped = false
    }
    if summary.earliestStart.map({ start < $0 }) ?? true { summary.earliestStart = start }
    summary.lastStart = start
  }

  /// Whether the meaning of a wrong spelling is no evidence: it is in the future or in another year
  /// than the file, or the stop is before the start.
  private func hasDoubtfulMeaning(start: SCRTime?, stop: SCRTime?) -> Bool {
    if let start, let stop, stop < start { return true }
    if let start, let year = expectation.year, start.year != year { return true }
    guard let latest else { return false }
    return start.map { latest < $0 } ?? false || stop.map { latest < $0 } ?? false
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
