package import SharedCloudRegistry
internal import Synchronization

/// Collects what can't be read of a present registry.
package final class FaultList: Sendable {
  private let kept = Mutex<[ReadingFault]>([])

  /// Begins without faults.
  package init() {}

  /// Adds a fault.
  package func add(_ fault: ReadingFault) { kept.withLock { $0.append(fault) } }

  /// The faults so far.
  package var faults: [ReadingFault] { kept.withLock { $0 } }
}
