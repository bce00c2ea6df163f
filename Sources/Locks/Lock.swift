#if TSAN
internal import Glibc
#else
public import Synchronization
#endif

#if TSAN
/// A value that one thread at a time may use.
///
/// This is the form for the thread sanitizer, which sees what a mutex of the system orders. Parts
/// of `Synchronization.Mutex` are in the runtime library, where it sees nothing, so that it
/// reports races between threads that wait for one another.
@safe package struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let value: UnsafeMutablePointer<Value>

  /// Locks a value away.
  ///
  /// - Parameter value: The value.
  package init(_ value: consuming sending Value) {
    unsafe mutex = .allocate(capacity: 1)
    unsafe self.value = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe self.value.initialize(to: value)
    let code = unsafe pthread_mutex_init(mutex, nil)
    precondition(code == 0, "a mutex can't be made: code \(code)")
  }

  deinit {
    unsafe _ = pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
    unsafe value.deinitialize(count: 1)
    unsafe value.deallocate()
  }

  /// Uses the value while no other thread does.
  ///
  /// - Parameter body: Uses it; it must not use the same lock again.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  package borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    unsafe _ = pthread_mutex_lock(mutex)
    defer { unsafe _ = pthread_mutex_unlock(mutex) }
    return try unsafe body(&value.pointee)
  }
}
#else
/// A value that one thread at a time may use.
///
/// Every lock of the program is one, so that a build for the thread sanitizer (`-D TSAN`) can have
/// another kind of mutex.
@frozen @usableFromInline package struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
  @usableFromInline let mutex: Mutex<Value>

  /// Locks a value away.
  ///
  /// - Parameter value: The value.
  @inlinable package init(_ value: consuming sending Value) { mutex = Mutex(value) }

  /// Uses the value while no other thread does.
  ///
  /// - Parameter body: Uses it; it must not use the same lock again.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @inlinable package borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock(body)
  }
}
#endif
