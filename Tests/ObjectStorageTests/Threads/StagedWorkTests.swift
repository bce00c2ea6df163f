import ObjectStorage
import Synchronization
import Testing

/// A number that several threads change.
private final class Counter: Sendable {
  let value = Atomic(0)
}

@Suite("Two stages of work")
struct StagedWorkTests {
  private static let failure = StoreError(.unavailable, address: "a", detail: "no answer")

  @Test("give the values in order, and at most so many ahead", arguments: [1, 3, 100])
  func order(_ limit: Int) async throws {
    let (made, taken, furthest) = (Counter(), Counter(), Counter())
    let work = StagedWork<Int, String>(ahead: limit) { take throws(StoreError) in
      for number in 0..<1000 {
        try take(number)
        made.value.store(number + 1, ordering: .sequentiallyConsistent)
        furthest.value.max(
          number + 1 - taken.value.load(ordering: .sequentiallyConsistent), ordering: .relaxed)
      }
      return "done"
    }
    var values: [Int] = []
    let summary = try await work.run { value throws(StoreError) in
      values.append(value)
      taken.value.store(value + 1, ordering: .sequentiallyConsistent)
    }
    #expect(values == Array(0..<1000))
    #expect(summary == "done")
    #expect(made.value.load(ordering: .relaxed) == 1000)
    // One value may be on its way between the stages.
    #expect(furthest.value.load(ordering: .relaxed) <= limit + 1)
  }

  @Test func `end with the error of the first`() async {
    let work = StagedWork<Int, Int>(ahead: 2) { take throws(StoreError) in
      try take(1)
      throw Self.failure
    }
    let error = await #expect(throws: StoreError.self) {
      try await work.run { _ in }
    }
    #expect(error == Self.failure)
  }

  @Test func `end with the error of the second, and the first stops`() async throws {
    let ended = Semaphore()
    let work = StagedWork<Int, Int>(ahead: 2) { take throws(StoreError) in
      defer { ended.signal() }
      for number in 0... { try take(number) }
      return 0
    }
    let error = await #expect(throws: StoreError.self) {
      try await work.run { _ throws(StoreError) in throw Self.failure }
    }
    #expect(error == Self.failure)
    let pool = ThreadPool(threads: 1)
    await Task(executorPreference: pool) { ended.wait() }.value
  }
}

@Suite("A pool of threads")
struct ThreadPoolTests {
  @Test func `runs every job, more of them than threads`() async {
    let pool = ThreadPool(threads: 3)
    let count = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<500 {
        group.addTask(executorPreference: pool) { count.value.add(1, ordering: .relaxed) }
      }
    }
    #expect(count.value.load(ordering: .relaxed) == 500)
  }

  @Test func `lets jobs wait for one another`() async {
    let pool = ThreadPool(threads: 2)
    let (first, second) = (Semaphore(), Semaphore())
    async let one: Void = Task(executorPreference: pool) {
      first.signal()
      second.wait()
    }.value
    async let two: Void = Task(executorPreference: pool) {
      first.wait()
      second.signal()
    }.value
    _ = await (one, two)
  }

  @Test func `gives a result to a thread that waits, twice`() async {
    let pool = ThreadPool(threads: 1)
    let result = await Task(executorPreference: ThreadPool(threads: 1)) {
      let call = BlockingCall(on: pool) { 42 }
      return call.wait() + call.wait()
    }.value
    #expect(result == 84)
  }
}
