/// A regular expression as states, to find in linear time whether it matches.
struct PatternAutomaton: Sendable {
  /// One state and where it leads.
  enum State: Sendable, Hashable {
    /// The expression has matched.
    case accept
    /// Consumes one code point of a set.
    case consume(set: Int, next: Int)
    /// Goes both ways without consuming anything.
    case split(Int, Int)
    /// Continues if a condition holds at this place.
    case check(Condition, next: Int)
  }

  /// A condition on a place between two code points.
  enum Condition: Sendable, Hashable {
    case textStart
    case textEnd
    case wordBoundary(isNegated: Bool)
    /// A lookaround, by its number.
    case look(Int, isNegated: Bool)
  }

  /// The states; the first one accepts.
  private(set) var states: [State] = [.accept]
  /// The first state.
  private(set) var start = 0

  /// The maximum number of states of all automata of a pattern.
  static let sizeLimit = 20_000
}

extension PatternAutomaton {
  /// Turns syntax into automata: one for the pattern, one for each lookaround.
  struct Builder {
    /// The sets that states refer to by number.
    private(set) var sets: [ScalarSet] = []
    private var setNumbers: [ScalarSet: Int] = [:]
    /// The lookarounds, inner ones before outer ones.
    private(set) var looks: [Look] = []
    private var size = 0
    /// Whether any state needs to know where words begin or end.
    private(set) var asksForWords = false

    /// An expression before or after a place.
    struct Look: Sendable {
      /// Its states; of a lookahead in reverse, since it runs from the end of the string.
      var automaton: PatternAutomaton
      /// Whether it is before the place.
      var isBehind: Bool
    }

    /// Builds the automaton of an expression, or one that reads the string from its end.
    mutating func build(
      _ syntax: PatternSyntax, isReversed: Bool = false
    ) throws(PatternError) -> PatternAutomaton {
      var automaton = PatternAutomaton()
      automaton.start = try add(syntax, before: 0, to: &automaton, isReversed: isReversed)
      return automaton
    }

    /// Returns the number of a set.
    mutating func number(of set: ScalarSet) -> Int {
      if let number = setNumbers[set] { return number }
      setNumbers[set] = sets.count
      sets.append(set)
      return sets.count - 1
    }

    private func append(_ state: State, to automaton: inout PatternAutomaton) -> Int {
      automaton.states.append(state)
      return automaton.states.count - 1
    }

    /// Adds an expression that leads to a state, and returns its first state.
    private mutating func add(
      _ syntax: PatternSyntax, before next: Int, to automaton: inout PatternAutomaton,
      isReversed: Bool
    ) throws(PatternError) -> Int {
      size += 1
      guard size <= PatternAutomaton.sizeLimit else {
        throw PatternError(offset: 0, "the pattern is too large once its counts are expanded")
      }
      switch syntax {
      case .set(let set):
        return append(.consume(set: number(of: set), next: next), to: &automaton)
      case .sequence(let parts):
        var first = next
        for index in parts.indices {
          let part = parts[isReversed ? index : parts.count - 1 - index]
          first = try add(part, before: first, to: &automaton, isReversed: isReversed)
        }
        return first
      case .alternatives(let alternatives):
        var first = try add(alternatives[0], before: next, to: &automaton, isReversed: isReversed)
        for alternative in alternatives.dropFirst() {
          let other = try add(alternative, before: next, to: &automaton, isReversed: isReversed)
          first = append(.split(first, other), to: &automaton)
        }
        return first
      case .group(let body, _):
        return try add(body, before: next, to: &automaton, isReversed: isReversed)
      case .repeated(let body, let minimum, let maximum, _):
        return try addRepeated(
          body, minimum: minimum, maximum: maximum, before: next, to: &automaton,
          isReversed: isReversed)
      case .textStart: return append(.check(.textStart, next: next), to: &automaton)
      case .textEnd: return append(.check(.textEnd, next: next), to: &automaton)
      case .wordBoundary(let isNegated):
        asksForWords = true
        return append(
          .check(.wordBoundary(isNegated: isNegated), next: next), to: &automaton)
      case .look(let body, let isBehind, let isNegated):
        looks.append(Look(automaton: try build(body, isReversed: !isBehind), isBehind: isBehind))
        return append(
          .check(.look(looks.count - 1, isNegated: isNegated), next: next), to: &automaton)
      }
    }

    private mutating func addRepeated(
      _ body: PatternSyntax, minimum: Int, maximum: Int?, before next: Int,
      to automaton: inout PatternAutomaton, isReversed: Bool
    ) throws(PatternError) -> Int {
      var first = next
      if let maximum {
        for _ in minimum..<maximum {
          let once = try add(body, before: first, to: &automaton, isReversed: isReversed)
          first = append(.split(once, next), to: &automaton)
        }
      } else {
        let loop = append(.split(next, next), to: &automaton)
        automaton.states[loop] = .split(
          try add(body, before: loop, to: &automaton, isReversed: isReversed), next)
        first = loop
      }
      for _ in 0..<minimum {
        first = try add(body, before: first, to: &automaton, isReversed: isReversed)
      }
      return first
    }
  }
}
