internal import Locks

/// Passes one response from the transfer thread to the task that sent the request.
///
/// Either the body comes in chunks, with a limit on those that wait, or it is collected and comes
/// at once.
final class TransferChannel: Sendable {
  /// The number of waiting bytes at which the server has to pause.
  static let highWater = 1 << 20

  private struct State {
    var head: HTTPHead?
    var chunks: [[UInt8]] = []
    var queued = 0
    var collected: [UInt8] = []
    var isPaused = false
    var end: Result<Void, HTTPFailure>?
    var headWaiter: CheckedContinuation<Result<HTTPHead, HTTPFailure>, Never>?
    var chunkWaiter: CheckedContinuation<Result<[UInt8]?, HTTPFailure>, Never>?
  }

  private let state = Lock(State())
  private let collects: Bool
  private let limit: Int

  /// Creates a channel.
  ///
  /// - Parameters:
  ///   - collects: Whether the body comes at once.
  ///   - limit: The maximum size of a body, in bytes.
  init(collects: Bool, limit: Int) {
    self.collects = collects
    self.limit = limit
  }

  // MARK: The transfer thread

  /// Stores the head of the response.
  func take(_ head: HTTPHead) {
    guard !collects else { return state.withLock { $0.head = head } }
    let waiter = state.withLock { state in
      state.head = head
      defer { state.headWaiter = nil }
      return state.headWaiter
    }
    waiter?.resume(returning: .success(head))
  }

  /// What to do after bytes were offered.
  enum Answer: Sendable {
    case taken
    /// Offer them again after the transfer is resumed.
    case pause
    /// The body is larger than allowed.
    case tooMany
  }

  /// Stores bytes of the body, unless enough wait.
  func take(_ bytes: [UInt8]) -> Answer {
    if collects {
      return state.withLock { state in
        guard state.collected.count + bytes.count <= limit else { return .tooMany }
        state.collected += bytes
        return .taken
      }
    }
    let (answer, waiter) = state.withLock {
      state -> (Answer, CheckedContinuation<Result<[UInt8]?, HTTPFailure>, Never>?) in
      if let waiter = state.chunkWaiter {
        state.chunkWaiter = nil
        return (.taken, waiter)
      }
      guard state.queued < Self.highWater else {
        state.isPaused = true
        return (.pause, nil)
      }
      state.chunks.append(bytes)
      state.queued += bytes.count
      return (.taken, nil)
    }
    waiter?.resume(returning: .success(bytes))
    return answer
  }

  /// Notes that the transfer has ended.
  func finish(_ end: Result<Void, HTTPFailure>) {
    let waiters = state.withLock { state in
      if state.end == nil { state.end = end }
      defer {
        state.headWaiter = nil
        state.chunkWaiter = nil
      }
      return (state.headWaiter, state.chunkWaiter, state.head)
    }
    waiters.0?.resume(returning: Self.result(of: waiters.2, end))
    waiters.1?.resume(returning: end.map { nil })
  }

  private static func result(
    of head: HTTPHead?, _ end: Result<Void, HTTPFailure>
  ) -> Result<HTTPHead, HTTPFailure> {
    switch end {
    case .failure(let failure): .failure(failure)
    case .success:
      head.map(Result.success) ?? .failure(HTTPFailure(.malformed, "no response arrived"))
    }
  }

  // MARK: The task

  /// Waits for the head of the response; for all of the response if it is collected.
  func head() async -> Result<HTTPHead, HTTPFailure> {
    await withCheckedContinuation { continuation in
      let known: Result<HTTPHead, HTTPFailure>? = state.withLock { state in
        if let end = state.end { return Self.result(of: state.head, end) }
        if let head = state.head, !collects { return .success(head) }
        state.headWaiter = continuation
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Waits for more of the body.
  ///
  /// - Parameter resume: Resumes a paused transfer.
  /// - Returns: Bytes; nil at the end.
  func next(resume: @Sendable () -> Void) async -> Result<[UInt8]?, HTTPFailure> {
    await withCheckedContinuation { continuation in
      let (known, mustResume) = state.withLock {
        state -> (Result<[UInt8]?, HTTPFailure>?, Bool) in
        let wasPaused = state.isPaused
        guard !state.chunks.isEmpty else {
          if let end = state.end { return (end.map { nil }, false) }
          state.isPaused = false
          state.chunkWaiter = continuation
          return (nil, wasPaused)
        }
        var all: [UInt8] = []
        all.reserveCapacity(state.queued)
        for chunk in state.chunks { all.append(contentsOf: chunk) }
        state.chunks = []
        state.queued = 0
        state.isPaused = false
        return (.success(all), wasPaused)
      }
      if mustResume { resume() }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// The collected body.
  func body() -> [UInt8] {
    state.withLock { state in
      defer { state.collected = [] }
      return state.collected
    }
  }
}
