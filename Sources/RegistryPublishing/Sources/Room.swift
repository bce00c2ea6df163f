internal import SharedCloudRegistry
internal import Synchronization

/// Room for so many; who finds none waits where it stands.
final class Room: Sendable {
  private let bell = Bell()
  private let isClosed = Flag()

  init(_ count: Int) {
    for _ in 0..<count { bell.ring() }
  }

  func enter() throws(StoreError) {
    bell.wait()
    guard !isClosed.isSet else {
      throw StoreError(.cancelled, address: "", detail: "nobody takes what is listed")
    }
  }

  func leave() { bell.ring() }

  func close() {
    isClosed.set()
    bell.ring()
  }
}

/// A flag that several threads see.
final class Flag: Sendable {
  private let value = Atomic(false)

  /// Whether it was set.
  var isSet: Bool { value.load(ordering: .acquiring) }

  /// Sets it.
  func set() { value.store(true, ordering: .releasing) }
}
