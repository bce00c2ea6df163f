import Synchronization

/// A value that several threads change.
package final class Lock<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  /// Creates a lock.
  package init(_ value: Value) { mutex = Mutex(value) }

  /// The value.
  package var value: Value { mutex.withLock { $0 } }

  /// Changes the value.
  package func change(_ body: @Sendable (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}
