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
    var hasIndex = false
  }

  private let claim: CoverageClaim
  private let isMultiyear: Bool
  private let state = Lock(State())

  /// Starts before the index files are searched.
  ///
  /// - Parameter dataset: The dataset.
  init(of dataset: Dataset) {
    claim = dataset.claim
    isMultiyear = dataset.isMultiyear
  }

  /// Makes a query whose faults are kept here if they say that an index file is or may be absent.
  ///
  /// - Parameter query: The query of the caller.
  /// - Returns: The query to read with.
  func watching(_ query: FileQuery) -> FileQuery {
    var watched = query
    watched.onFault = { [self] fault in
      guard fault.missingYear != nil || fault.doubt != nil else { return query.onFault(fault) }
      state.withLock { state in
        guard fault.doubt != .any || !state.absent.contains(where: { $0.doubt == .any }) else {
          return
        }
        state.absent.append(fault)
      }
    }
    return watched
  }

  /// Notes an index file that exists.
  ///
  /// - Parameter time: The latest stop of its rows; nil if none can be read.
  func noteIndex(to time: SCRTime?) {
    state.withLock { $0.hasIndex = true }
    note(time)
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
  /// - Returns: The faults in the order of their years.
  func faults(before year: Int?) -> [ReadingFault] {
    let due = state.withLock { state in
      func isDue(_ fault: ReadingFault) -> Bool {
        // Any later file may be the only one that the dataset needs.
        guard let year, fault.doubt != .any else { return year == nil }
        return fault.absentYear < year
      }
      let due = state.absent.filter(isDue)
      state.absent.removeAll(where: isDue)
      return due.filter { !isNeedless($0, state) }.sorted { $0.absentYear < $1.absentYear }
    }
    return claim.isKnown ? due : due.joined
  }

  /// A year that must have an index file and has none, though no row noted so far reaches to the
  /// end; nil if there is no such year.
  var unprovenYear: Int? {
    state.withLock { state in
      state.absent.first { fault in
        fault.isUnread && !isNeedless(fault, state)
          && (fault.missingYear != nil || fault.absentYear == claim.years?.upperBound)
      }?
      .absentYear
    }
  }

  /// Whether the rows noted so far show that nothing is missing.
  private func isNeedless(_ fault: ReadingFault, _ state: State) -> Bool {
    if let year = fault.missingYear { return isCovered(year, to: state.latestStop) }
    if fault.doubt == .any { return state.hasIndex }
    // A file may exist, and only some datasets have rows that leave no room for its own.
    guard case .years(let years)? = fault.doubt,
      isMultiyear || years.upperBound == claim.years?.upperBound
    else { return false }
    return isCovered(years.upperBound, to: state.latestStop)
  }

  private func isCovered(_ year: Int, to reach: SCRTime?) -> Bool {
    guard let reach else { return false }
    if reach.lastCoveredYear >= year { return true }
    return claim.stop.map { reach >= $0 || $0.isEnd(of: reach) } ?? false
  }
}

extension ReadingFault {
  /// The first year that it is about; after all years if it is about none.
  fileprivate var absentYear: Int {
    if let missingYear { return missingYear }
    if case .years(let years)? = doubt { return years.lowerBound }
    return .max
  }
}

extension [ReadingFault] {
  /// The faults, of which those of many years in a row are one.
  fileprivate var joined: [ReadingFault] {
    var joined: [ReadingFault] = []
    var run: [ReadingFault] = []
    func end() {
      guard run.count > 2, let first = run.first, let last = run.last else {
        joined += run
        run = []
        return
      }
      var fault = first
      fault.doubt = .years(first.absentYear...last.absentYear)
      let name = last.address.split(separator: "/").last.map(String.init) ?? last.address
      fault.detail =
        "the same for the \(run.count - 1) index files after it, up to \(name): \(first.detail)"
      joined.append(fault)
      run = []
    }
    for fault in self {
      if fault.doubt == nil || run.last.map({ $0.absentYear != fault.absentYear - 1 }) ?? false {
        end()
      }
      if fault.doubt == nil { joined.append(fault) } else { run.append(fault) }
    }
    end()
    return joined
  }
}
