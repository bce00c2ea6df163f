internal import Synchronization

/// A counting semaphore; a thread blocks while there is no room.
package final class Room: Sendable {
  private let bell = Bell()
  private let isClosed = Flag()

  /// Creates room.
  ///
  /// - Parameter count: The number of places.
  package init(_ count: Int) {
    for _ in 0..<count { bell.ring() }
  }

  /// Waits for a place and takes it.
  ///
  /// - Throws: ``StoreError`` when it was closed.
  package func enter() throws(StoreError) {
    bell.wait()
    guard !isClosed.isSet else {
      throw StoreError(.cancelled, address: "", detail: "the listing was cancelled")
    }
  }

  /// Gives a place back.
  package func leave() { bell.ring() }

  /// Refuses everybody from now on.
  package func close() {
    isClosed.set()
    bell.ring()
  }
}

/// A flag that several threads share.
private final class Flag: Sendable {
  private let value = Atomic(false)

  /// Whether it was set.
  var isSet: Bool { value.load(ordering: .acquiring) }

  /// Sets it.
  func set() { value.store(true, ordering: .releasing) }
}
