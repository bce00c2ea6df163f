internal import Locks

/// Judges the years without an index file after the rows before them are read.
///
/// A file that starts in an earlier year may cover a whole year, or reach to the stop of the
/// dataset; then the year needs no index file.
///
/// Spec: SCR 1.1 §3.2, a row is in the index file of the year in which its data file starts.
final class AbsentYears: Sendable {
  private struct State {
    var absent: [ReadingFault] = []
    var latestStop: SCRTime?
  }

  private let stop: SCRTime?
  private let state = Lock(State())

  /// Starts before the index files are searched.
  ///
  /// - Parameter stop: The stop of the dataset; nil if it is not known.
  init(stop: SCRTime?) { self.stop = stop }

  /// Makes a query whose faults are kept here if they say that a year has no index file.
  ///
  /// - Parameter query: The query of the caller.
  /// - Returns: The query to read with.
  func watching(_ query: FileQuery) -> FileQuery {
    var watched = query
    watched.onFault = { [self] fault in
      guard fault.missingYear != nil else { return query.onFault(fault) }
      state.withLock { $0.absent.append(fault) }
    }
    return watched
  }

  /// Notes the latest stop of an index file.
  ///
  /// - Parameter time: The stop; nil if the file has none that can be read.
  func note(_ time: SCRTime?) {
    guard let time else { return }
    state.withLock { $0.latestStop = $0.latestStop.map { Swift.max($0, time) } ?? time }
  }

  /// The faults of years that no row noted so far covers; each is given once.
  ///
  /// - Parameter year: The year whose index file is read next; nil after the last one.
  /// - Returns: The faults.
  func faults(before year: Int?) -> [ReadingFault] {
    state.withLock { state in
      func isDue(_ fault: ReadingFault) -> Bool {
        year.map { (fault.missingYear ?? 0) < $0 } ?? true
      }
      let due = state.absent.filter(isDue)
      state.absent.removeAll(where: isDue)
      return due.filter { !isCovered($0.missingYear ?? 0, to: state.latestStop) }
    }
  }

  /// A year that must have an index file and has none, though no row noted so far reaches to the
  /// end; nil if there is no such year.
  var unprovenYear: Int? {
    state.withLock { state in
      state.absent.first { $0.isUnread && !isCovered($0.missingYear ?? 0, to: state.latestStop) }?
        .missingYear
    }
  }

  private func isCovered(_ year: Int, to reach: SCRTime?) -> Bool {
    guard let reach else { return false }
    if reach.lastCoveredYear >= year { return true }
    return stop.map { reach >= $0 || $0.isEnd(of: reach) } ?? false
  }
}
