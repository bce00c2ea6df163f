import Locks

/// A value that several threads change, and that closures may keep.
package final class SharedValue<Value: Sendable>: Sendable {
  private let lock: Lock<Value>

  /// Creates it with its first value.
  package init(_ value: Value) { lock = Lock(value) }

  /// The value.
  package var value: Value { lock.withLock { $0 } }

  /// Changes the value.
  package func change(_ body: @Sendable (inout Value) -> Void) { lock.withLock { body(&$0) } }
}
