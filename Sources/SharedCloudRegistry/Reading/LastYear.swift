internal import Synchronization

/// Judges a missing index file of the last year of a dataset after the rows before it are read.
///
/// A file that starts in the year before may reach to the stop of the dataset; then the last year
/// needs no index file.
///
/// Spec: SCR 1.1 §3.2, a row is in the index file of the year in which its data file starts.
final class LastYear: Sendable {
  private struct State {
    var missing: ReadingFault?
    var latestStop: SCRTime?
  }

  private let stop: SCRTime?
  private let state = Mutex(State())

  /// Starts before the index files are searched.
  ///
  /// - Parameter stop: The stop of the dataset; nil if it is not known.
  init(stop: SCRTime?) { self.stop = stop }

  /// Makes a query whose faults are kept here if they say that the last year has no index file.
  ///
  /// - Parameter query: The query of the caller.
  /// - Returns: The query to read with.
  func watching(_ query: FileQuery) -> FileQuery {
    var watched = query
    watched.onFault = { [self] fault in
      guard fault.kind == .unreadIndex, let year = fault.missingYear, year == stop?.year else {
        return query.onFault(fault)
      }
      state.withLock { $0.missing = fault }
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

  /// The fault to report at the end; nil if rows of an earlier year reach to the stop.
  func fault() -> ReadingFault? {
    state.withLock { state in
      guard let fault = state.missing else { return nil }
      guard let stop, let reach = state.latestStop else { return fault }
      return reach >= stop || stop.isEnd(of: reach) ? nil : fault
    }
  }
}
