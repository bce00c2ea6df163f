/// Matches one string, for patterns without a table.
///
/// It follows all possible states at once. It evaluates each lookaround first,
/// for every place of the string in one pass, so time is always linear.
struct PatternSimulation {
  private let pattern: Pattern
  /// The class of each code point of the string.
  private let classes: [UInt16]
  /// For each lookaround, the places where it matches.
  private var held: [[Bool]] = []

  init(_ pattern: Pattern, on text: Span<UInt8>) {
    self.pattern = pattern
    var classes: [UInt16] = []
    classes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let value = ScalarReader.next(in: text, at: &index)
      classes.append(UInt16(pattern.alphabet.classNumber(of: value)))
    }
    self.classes = classes
  }

  /// Tells whether the pattern matches anywhere in the string.
  ///
  /// - Complexity: O(length of the string × states of the pattern).
  mutating func matches() -> Bool {
    for look in pattern.looks {
      var places = [Bool](repeating: false, count: classes.count + 1)
      run(look.automaton, isReversed: !look.isBehind) { place in
        places[place] = true
        return true
      }
      held.append(places)
    }
    var found = false
    run(pattern.automaton, isReversed: false) { _ in
      found = true
      return false
    }
    return found
  }

  /// Runs an automaton that may begin at any place, and reports each place where it accepts
  /// until told to stop.
  private func run(
    _ automaton: PatternAutomaton, isReversed: Bool, accept: (Int) -> Bool
  ) {
    var current = PatternStateSet(capacity: automaton.states.count)
    var next = PatternStateSet(capacity: automaton.states.count)
    var place = isReversed ? classes.count : 0
    let last = isReversed ? 0 : classes.count
    current.insert(automaton.start, of: automaton) { holds($0, at: place) }
    while true {
      if current.contains(0), !accept(place) { return }
      if place == last { return }
      let number = Int(classes[isReversed ? place - 1 : place])
      place += isReversed ? -1 : 1
      next.removeAll()
      for state in current.states {
        guard case .consume(let set, let target) = automaton.states[state],
          pattern.alphabet.members[set][number]
        else { continue }
        next.insert(target, of: automaton) { holds($0, at: place) }
      }
      next.insert(automaton.start, of: automaton) { holds($0, at: place) }
      swap(&current, &next)
    }
  }

  private func holds(_ condition: PatternAutomaton.Condition, at place: Int) -> Bool {
    switch condition {
    case .textStart: place == 0
    case .textEnd: place == classes.count
    case .wordBoundary(let isNegated):
      (isWord(before: place) != isWord(before: place + 1)) != isNegated
    case .look(let number, let isNegated): held[number][place] != isNegated
    }
  }

  /// Tells whether the code point before a place belongs to a word; false outside the string.
  private func isWord(before place: Int) -> Bool {
    guard place > 0, place <= classes.count else { return false }
    return pattern.alphabet.members[pattern.wordSet][Int(classes[place - 1])]
  }
}
