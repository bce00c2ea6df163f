internal import Synchronization

/// Room for so many; who finds none waits where it stands.
package final class Room: Sendable {
  private let bell = Bell()
  private let isClosed = Flag()

  /// Makes room.
  ///
  /// - Parameter count: For how many.
  package init(_ count: Int) {
    for _ in 0..<count { bell.ring() }
  }

  /// Waits for room and takes it.
  ///
  /// - Throws: ``StoreError`` when it was closed.
  package func enter() throws(StoreError) {
    bell.wait()
    guard !isClosed.isSet else {
      throw StoreError(.cancelled, address: "", detail: "nobody takes what is listed")
    }
  }

  /// Gives room back.
  package func leave() { bell.ring() }

  /// Lets nobody in any more.
  package func close() {
    isClosed.set()
    bell.ring()
  }
}

/// A flag that several threads see.
private final class Flag: Sendable {
  private let value = Atomic(false)

  /// Whether it was set.
  var isSet: Bool { value.load(ordering: .acquiring) }

  /// Sets it.
  func set() { value.store(true, ordering: .releasing) }
}
