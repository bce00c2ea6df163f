/// A set of states of an automaton that empties in constant time and keeps its order.
struct PatternStateSet {
  /// The states, in the order they were added.
  private(set) var states: [Int] = []
  private var marks: [Int]
  private var round = 1
  private var waiting: [Int] = []

  init(capacity: Int) { marks = [Int](repeating: 0, count: capacity) }

  /// Tells whether a state is in the set.
  func contains(_ state: Int) -> Bool { marks[state] == round }

  mutating func removeAll() {
    states.removeAll(keepingCapacity: true)
    round += 1
  }

  /// Adds a state and all that follow from it without consuming anything.
  ///
  /// - Parameters:
  ///   - state: The first state.
  ///   - automaton: The automaton of the state.
  ///   - holds: Tells whether a condition holds at the current place.
  mutating func insert(
    _ state: Int, of automaton: PatternAutomaton,
    where holds: (PatternAutomaton.Condition) -> Bool
  ) {
    waiting.append(state)
    while let state = waiting.popLast() {
      guard marks[state] != round else { continue }
      marks[state] = round
      states.append(state)
      switch automaton.states[state] {
      case .accept, .consume: break
      case .split(let first, let second):
        waiting.append(second)
        waiting.append(first)
      case .check(let condition, let next):
        if holds(condition) { waiting.append(next) }
      }
    }
  }
}
