internal import Formats
internal import Locks

/// The datasets found in keys so far, shared by all threads that read keys.
final class DatasetTable: Sendable {
  private struct Known {
    var datasets: [KeyMatcher.Dataset] = []
    var numbers: ExactDictionary<Int> = [:]
    var rivals: ExactDictionary<Set<Int>> = [:]
  }

  private let known = Lock(Known())

  /// The datasets, by number.
  var datasets: [KeyMatcher.Dataset] { known.withLock { $0.datasets } }

  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: ExactDictionary<Set<Int>> { known.withLock { $0.rivals } }

  /// The number of a dataset, which is added if it is new.
  ///
  /// If captures have several strings for one dataset, the least one counts, so that nothing
  /// depends on the order of keys.
  ///
  /// - Parameter dataset: The dataset.
  /// - Returns: Its number, and the pattern that made it first.
  func number(of dataset: KeyMatcher.Dataset) -> (number: Int, pattern: Int) {
    known.withLock { known in
      guard let number = known.numbers[dataset.id] else {
        known.numbers[dataset.id] = known.datasets.count
        known.datasets.append(dataset)
        return (known.datasets.count - 1, dataset.pattern)
      }
      let first = known.datasets[number]
      if first.pattern != dataset.pattern {
        known.rivals[dataset.id, default: [first.pattern]].insert(dataset.pattern)
      } else if dataset.precedes(first) {
        known.datasets[number] = dataset
      }
      return (number, first.pattern)
    }
  }
}

extension KeyMatcher.Dataset {
  /// Tells whether the captures come before those of another.
  fileprivate func precedes(_ other: Self) -> Bool {
    for (name, text) in captures.sorted(by: { $0.key < $1.key }) {
      let theirs = other.captures[name] ?? ""
      if !text.hasSameBytes(as: theirs) { return text.utf8.lexicographicallyPrecedes(theirs.utf8) }
    }
    return false
  }
}
