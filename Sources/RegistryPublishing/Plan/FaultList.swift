internal import Locks
package import SharedCloudRegistry

/// Collects the reading faults of a present registry.
package final class FaultList: Sendable {
  private let kept = Lock<[ReadingFault]>([])

  /// Creates an empty list.
  package init() {}

  /// Adds a fault.
  package func add(_ fault: ReadingFault) { kept.withLock { $0.append(fault) } }

  /// The faults so far.
  package var faults: [ReadingFault] { kept.withLock { $0 } }
}
