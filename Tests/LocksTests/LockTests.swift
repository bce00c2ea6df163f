import Locks
import Testing

@Suite struct LockTests {
  /// A lock that tasks share.
  private final class Shared: Sendable {
    let numbers = Lock<[Int]>([])
  }

  private struct Refusal: Error {}

  @Test("tasks that change a value at the same time lose no change")
  func changesAtTheSameTime() async {
    let shared = Shared()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<1000 { shared.numbers.withLock { $0.append(task * 1000 + number) } }
        }
      }
    }
    #expect(shared.numbers.withLock { $0.sorted() } == Array(0..<8000))
  }

  @Test("an error leaves the lock open, and what was changed before it")
  func errors() {
    let lock = Lock(1)
    #expect(throws: Refusal.self) {
      try lock.withLock { value throws(Refusal) in
        value = 2
        throw Refusal()
      }
    }
    #expect(lock.withLock { $0 } == 2)
  }

  @Test("a value that can't be copied moves out of a lock, and the lock ends what is left in it")
  func uniqueValues() {
    let ends = Shared()
    do {
      let lock = Lock<Unique?>(Unique(1, ends))
      let taken = lock.withLock { value in
        let taken = value.take()
        value = Unique(2, ends)
        return taken
      }
      #expect(ends.numbers.withLock { $0.isEmpty })
      let number =
        switch consume taken {
        case .some(let unique): unique.number
        case nil: 0
        }
      #expect(number == 1)
    }
    #expect(ends.numbers.withLock { $0.sorted() } == [1, 2])
  }

  /// A value that notes its end.
  private struct Unique: ~Copyable {
    let number: Int
    let ends: Shared

    init(_ number: Int, _ ends: Shared) { (self.number, self.ends) = (number, ends) }

    deinit { ends.numbers.withLock { $0.append(number) } }
  }
}
