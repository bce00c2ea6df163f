/// The faults of rows, counted by kind.
struct RowFaults: Sendable {
  /// The first fault of each kind and their number; lines are counted from the first parsed line.
  private(set) var faults: [ReadingFault.Kind: (line: Int, count: Int, detail: String)] = [:]

  /// Counts a fault.
  mutating func add(_ kind: ReadingFault.Kind, line: Int, _ detail: () -> String) {
    if faults[kind] == nil {
      faults[kind] = (line, 1, detail())
    } else {
      faults[kind]?.count += 1
    }
  }

  /// Adds the faults of later lines.
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
