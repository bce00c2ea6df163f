/// What is wrong with rows, counted by its sort.
struct RowFaults: Sendable {
  /// The first of each sort and how many there are; lines are counted from the first parsed.
  private(set) var faults: [ReadingFault.Kind: (line: Int, count: Int, detail: String)] = [:]

  /// Counts a fault.
  mutating func add(_ kind: ReadingFault.Kind, line: Int, _ detail: () -> String) {
    if faults[kind] == nil {
      faults[kind] = (line, 1, detail())
    } else {
      faults[kind]?.count += 1
    }
  }

  /// Adds faults of lines further on.
  mutating func add(_ other: RowFaults, lines: Int) {
    for (kind, fault) in other.faults {
      if faults[kind] == nil {
        faults[kind] = (fault.line + lines, fault.count, fault.detail)
      } else {
        faults[kind]?.count += fault.count
      }
    }
  }
}
