internal import Synchronization

/// Two stages of work that overlap: one makes values on its own thread, a few ahead of the other.
package struct StagedWork<Value: Sendable, Summary: Sendable>: Sendable {
  /// Makes values, and hands each to a function that blocks while too many wait.
  package typealias Making =
    @Sendable ((Value) throws(StoreError) -> Void) async throws(StoreError) -> Summary

  private let limit: Int
  private let make: Making

  private enum Step: Sendable {
    case value(Value)
    case end(Summary)
    case failure(StoreError)
  }

  /// Describes the first stage.
  ///
  /// - Parameters:
  ///   - limit: The maximum number of values that wait for the second stage.
  ///   - make: Makes the values.
  package init(ahead limit: Int, _ make: @escaping Making) {
    self.limit = limit
    self.make = make
  }

  /// Runs both stages.
  ///
  /// - Parameter take: The second stage: takes each value, in order.
  /// - Returns: The result of the first stage.
  /// - Throws: ``StoreError`` of either stage.
  package func run(
    _ take: (Value) async throws(StoreError) -> Void
  ) async throws(StoreError) -> Summary {
    let (steps, continuation) = AsyncStream<Step>.makeStream()
    let room = Room(limit)
    let make = make
    Task.detached(executorPreference: ThreadPool(threads: 1)) {
      do throws(StoreError) {
        let summary = try await make { value throws(StoreError) in
          try room.enter()
          continuation.yield(.value(value))
        }
        continuation.yield(.end(summary))
      } catch {
        continuation.yield(.failure(error))
      }
      continuation.finish()
    }
    defer { room.close() }
    for await step in steps {
      switch step {
      case .value(let value):
        try await take(value)
        room.leave()
      case .end(let summary): return summary
      case .failure(let error): throw error
      }
    }
    throw StoreError(.cancelled, address: "", detail: "the work was cancelled")
  }
}

/// The places for values that wait.
private final class Room: Sendable {
  private let places: Semaphore
  private let isClosed = Atomic(false)

  init(_ count: Int) { places = Semaphore(count) }

  /// Waits for a place and takes it.
  func enter() throws(StoreError) {
    places.wait()
    guard !isClosed.load(ordering: .acquiring) else {
      throw StoreError(.cancelled, address: "", detail: "the work was cancelled")
    }
  }

  /// Gives a place back.
  func leave() { places.signal() }

  /// Refuses everybody from now on.
  func close() {
    isClosed.store(true, ordering: .releasing)
    places.signal()
  }
}
