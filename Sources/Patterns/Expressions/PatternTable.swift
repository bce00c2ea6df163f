/// A pattern whose every step is one table lookup.
///
/// Patterns with word boundaries or lookarounds, or with too many rows, have no table.
@usableFromInline struct PatternTable: Sendable {
  /// For each row and class of code point, the next row.
  private let next: [UInt16]
  /// For each row, whether the pattern matches if the string ends here.
  let acceptsEnd: [Bool]
  private let classCount: Int
  /// The first row.
  let start: Int

  /// The row from which nothing can match.
  private static let dead = 0
  /// The row in which the pattern has matched.
  @inlinable static var matched: Int { 1 }
  private static let rowLimit = 256
  private static let cellLimit = 60_000

  /// Makes the table; nil if the pattern does not fit in one.
  init?(_ automaton: PatternAutomaton, alphabet: PatternAlphabet) {
    var builder = PatternTableBuilder(automaton, alphabet: alphabet)
    guard let start = builder.row(from: [automaton.start], isTextStart: true) else { return nil }
    var cells: [UInt16] = []
    var row = 0
    while row < builder.rows.count {
      guard builder.rows.count <= Self.rowLimit, cells.count <= Self.cellLimit else { return nil }
      for number in 0..<alphabet.count {
        guard let target = builder.target(of: row, for: number) else { return nil }
        cells.append(UInt16(target))
      }
      row += 1
    }
    guard builder.rows.count <= Self.rowLimit else { return nil }
    next = cells
    acceptsEnd = builder.rows.map(\.acceptsEnd)
    classCount = alphabet.count
    self.start = start
  }

  /// The number of rows.
  var rowCount: Int { acceptsEnd.count }

  /// Returns the row that a row leads to.
  func target(of row: Int, for classNumber: Int) -> Int {
    Int(next[row * classCount + classNumber])
  }

  /// Tells whether the pattern matches anywhere in a string.
  func matches(_ text: Span<UInt8>, alphabet: PatternAlphabet) -> Bool {
    var row = start
    var index = 0
    while index < text.count, row > Self.matched {
      let byte = text[index]
      if byte < 0x80 {
        row = target(of: row, for: Int(alphabet.ascii[Int(byte)]))
        index += 1
      } else {
        let value = ScalarReader.next(in: text, at: &index)
        row = target(of: row, for: alphabet.classNumber(of: value))
      }
    }
    return acceptsEnd[row]
  }
}

/// The rows of a table under construction.
private struct PatternTableBuilder {
  /// A set of states that an automaton may be in at once.
  struct Row {
    var states: [Int]
    var acceptsEnd: Bool
  }

  let automaton: PatternAutomaton
  let alphabet: PatternAlphabet
  var rows = [Row(states: [], acceptsEnd: false), Row(states: [0], acceptsEnd: true)]
  private var numbers: [[Int]: Int] = [[]: 0, [0]: 1]
  private var set: PatternStateSet

  init(_ automaton: PatternAutomaton, alphabet: PatternAlphabet) {
    self.automaton = automaton
    self.alphabet = alphabet
    set = PatternStateSet(capacity: automaton.states.count)
  }

  /// Returns the row that a row leads to; nil if the pattern cannot have a table.
  mutating func target(of row: Int, for classNumber: Int) -> Int? {
    guard row > 1 else { return row }
    var seeds: [Int] = []
    for state in rows[row].states {
      guard case .consume(let set, let next) = automaton.states[state],
        alphabet.members[set][classNumber]
      else { continue }
      seeds.append(next)
    }
    // The pattern may begin to match at any place.
    return self.row(from: seeds + [automaton.start], isTextStart: false)
  }

  /// Returns the row for a set of states.
  mutating func row(from seeds: [Int], isTextStart: Bool) -> Int? {
    guard let states = expand(seeds, isTextStart: isTextStart, isTextEnd: false) else { return nil }
    if states.contains(0) { return 1 }
    guard let atEnd = expand(seeds, isTextStart: isTextStart, isTextEnd: true) else { return nil }
    let key = states.filter(isLasting).sorted() + (isTextStart ? [-1] : [])
    if let known = numbers[key] { return known }
    rows.append(Row(states: states.filter(isLasting), acceptsEnd: atEnd.contains(0)))
    numbers[key] = rows.count - 1
    return rows.count - 1
  }

  /// Tells whether a state affects what may follow.
  private func isLasting(_ state: Int) -> Bool {
    switch automaton.states[state] {
    case .accept, .consume: true
    case .check(.textEnd, _): true
    case .check, .split: false
    }
  }

  private mutating func expand(_ seeds: [Int], isTextStart: Bool, isTextEnd: Bool) -> [Int]? {
    set.removeAll()
    var isPossible = true
    for seed in seeds {
      set.insert(seed, of: automaton) { condition in
        switch condition {
        case .textStart: return isTextStart
        case .textEnd: return isTextEnd
        case .wordBoundary, .look:
          isPossible = false
          return false
        }
      }
    }
    return isPossible ? set.states : nil
  }
}
