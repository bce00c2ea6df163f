import Locks

/// Lets the requests of several publishers through one at a time, in a given order.
package final class Turnstile: Sendable {
  /// The order of the requests.
  package enum Order: Sendable {
    /// The publishers in turn; after the end, the lowest number that waits.
    case scripted([Int])
    /// Any publisher that waits, by a seed.
    case seeded(UInt64)
  }

  private struct State {
    var script: ArraySlice<Int> = []
    var random: SeededOrder?
    var live: Set<Int>
    var waiting: [Int: [CheckedContinuation<Void, Never>]] = [:]
    var isBusy = false
  }

  private let state: Lock<State>

  init(_ order: Order, publishers: Int) {
    var state = State(live: Set(0..<publishers))
    switch order {
    case .scripted(let script): state.script = script[...]
    case .seeded(let seed): state.random = SeededOrder(state: seed)
    }
    self.state = Lock(state)
  }

  /// Waits for the turn of a publisher.
  func enter(_ publisher: Int) async {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiting[publisher, default: []].append(continuation) }
      advance()
    }
  }

  /// Ends a request.
  func leave() {
    state.withLock { $0.isBusy = false }
    advance()
  }

  /// Ends a publisher, who sends no more requests.
  func finish(_ publisher: Int) {
    state.withLock { _ = $0.live.remove(publisher) }
    advance()
  }

  private func advance() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.isBusy, let publisher = Self.next(&state) else { return nil }
      state.isBusy = true
      return state.waiting[publisher]?.removeFirst()
    }
    next?.resume()
  }

  /// The publisher whose request is next; nil if it has not arrived.
  private static func next(_ state: inout State) -> Int? {
    func waits(_ publisher: Int) -> Bool { !(state.waiting[publisher] ?? []).isEmpty }
    while let first = state.script.first, !state.live.contains(first) { state.script.removeFirst() }
    if let first = state.script.first {
      guard waits(first) else { return nil }
      state.script.removeFirst()
      return first
    }
    let ready = state.live.filter(waits).sorted()
    // All must have arrived, so that the order does not depend on their speed.
    guard !ready.isEmpty, ready.count == state.live.count else { return nil }
    guard state.random != nil else { return ready.first }
    let number = state.random?.next() ?? 0
    return ready[Int(number % UInt64(ready.count))]
  }
}

/// A generator that gives the same numbers on every machine.
struct SeededOrder: Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
