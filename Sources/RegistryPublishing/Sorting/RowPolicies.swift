internal import SharedCloudRegistry

extension IndexedFile {
  /// The datakey without its version, the same for all versions of a file.
  var withoutVersion: [UInt8] {
    Array(datakey[..<version.lowerBound] + [0] + datakey[version.upperBound...])
  }

  /// Compares the version with that of another file.
  ///
  /// - Returns: Less than 0 if this one is older, greater than 0 if it is later; 0 if nothing tells,
  ///   as between `_v2` and `_v02`.
  func versionOrder(
    to other: IndexedFile, by versions: DatasetPattern.Versions
  ) -> Int {
    if versions == .newest, modified != other.modified {
      return modified > other.modified ? 1 : -1
    }
    return VersionOrder.compare(datakey[version], with: other.datakey[other.version])
  }
}

extension StopPolicy {
  /// Finds the stop of a file.
  ///
  /// - Parameters:
  ///   - start: Its start, in microseconds since 1970.
  ///   - next: The next later start of the dataset; nil if absent.
  /// - Returns: The stop, in microseconds since 1970.
  func stop(of start: Int64, next: Int64?) -> Int64 {
    switch self {
    case .fromName, .sameAsStart, .column: start
    case .duration(let length): start + length
    case .nextStart(let gap): min(next ?? start + gap, start + gap)
    case .nextStartNearby: next ?? start
    case .period(let name): Period(rawValue: name)?.end(after: start) ?? start
    }
  }
}

extension Int64 {
  /// The range of microseconds since 1970 of a year.
  static func starts(ofYear year: Int) -> Range<Int64> {
    let seconds = SCRTime.secondsOfYear(year)
    return seconds.lowerBound * 1_000_000..<seconds.upperBound * 1_000_000
  }

  /// The calendar year of microseconds since 1970.
  var year: Int {
    let seconds = self >= 0 ? self / 1_000_000 : (self - 999_999) / 1_000_000
    return SCRTime(seconds: seconds).year
  }
}

extension StopPolicy {
  /// Whether files stop at the start of the next one.
  var dependsOnNext: Bool {
    switch self {
    case .nextStart, .nextStartNearby: true
    default: false
    }
  }
}
