internal import CWithoutProc

/// Waits for some time, also without /proc, where a wait of Swift's library may trap.
///
/// - Parameter duration: How long.
/// - Throws: `CancellationError` as soon as the task is cancelled, without /proc at most 50 ms later.
package func pause(for duration: Duration) async throws(CancellationError) {
  guard scregistry_runs_tasks() else {
    do {
      return try await Task.sleep(for: duration)
    } catch {
      throw CancellationError()
    }
  }
  let end = ContinuousClock.now + duration
  while true {
    if Task.isCancelled { throw CancellationError() }
    let left = Swift.min(end - ContinuousClock.now, .milliseconds(50))
    guard left > .zero else { return }
    await withCheckedContinuation { continuation in
      let sleeper = unsafe Unmanaged.passRetained(Sleeper(continuation)).toOpaque()
      let milliseconds = UInt32(left / .milliseconds(1)) + 1
      unsafe scregistry_wake_after(
        milliseconds,
        { sleeper in
          guard let sleeper = unsafe sleeper else { return }
          unsafe Unmanaged<Sleeper>.fromOpaque(sleeper).takeRetainedValue().wake()
        }, sleeper)
    }
  }
}

/// What waits, as a pointer that C can keep.
private final class Sleeper: Sendable {
  private let continuation: CheckedContinuation<Void, Never>

  init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = continuation }

  func wake() { continuation.resume() }
}
