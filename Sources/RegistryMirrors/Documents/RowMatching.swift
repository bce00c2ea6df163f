/// Matches the rows of two index files that may be in different order, as they arrive.
///
/// Rows that arrive together and agree are never kept, so memory grows only with the distance by
/// which rows are displaced.
struct RowMatching {
  /// A row that waits for its partner.
  struct Waiting {
    var row: IndexRow
    var number: Int
    /// Whether the mirror may lack it and need not agree: it is outside the scope, or its address is
    /// under no start of the map.
    var isOptional = false
  }

  private(set) var source: [[UInt8]: [Waiting]] = [:]
  private(set) var mirror: [[UInt8]: [Waiting]] = [:]
  /// The number of rows that wait, on both sides.
  private(set) var count = 0
  /// The number of rows that may wait in memory.
  var limit = 100_000
  private var isKnownReordered = false
  private static let runLimit = 250_000
  /// Runs of matched rows: numbers on both sides, and how many.
  private var runs: [(source: Int, mirror: Int, count: Int)] = []

  /// Takes a row of the source; returns the row of the mirror that belongs to it, if that is known.
  mutating func take(
    source row: IndexRow, number: Int, as address: [UInt8], isOptional: Bool = false
  ) -> Waiting? {
    if let partner = first(of: address, from: \.mirror) {
      if !isOptional { note(number, with: partner.number) }
      return partner
    }
    let waiting = Waiting(row: row, number: number, isOptional: isOptional)
    source[address, default: []].append(waiting)
    count += 1
    return nil
  }

  /// Takes a row of the mirror; returns the row of the source that belongs to it, if that is known.
  mutating func take(mirror row: IndexRow, number: Int, as address: [UInt8]) -> Waiting? {
    if let partner = first(of: address, from: \.source) {
      if !partner.isOptional { note(partner.number, with: number) }
      return partner
    }
    mirror[address, default: []].append(Waiting(row: row, number: number))
    count += 1
    return nil
  }

  /// Notes that rows of these numbers agree.
  mutating func note(_ source: Int, with mirror: Int) {
    guard !isKnownReordered else { return }
    if let last = runs.last, source == last.source + last.count, mirror == last.mirror + last.count
    {
      runs[runs.count - 1].count += 1
    } else {
      runs.append((source, mirror, 1))
      if runs.count % Self.runLimit == 0, isReordered {
        isKnownReordered = true
        runs = []
      }
    }
  }

  /// Takes the row of the source that waits under an address.
  mutating func takeSource(_ address: [UInt8]) -> Waiting? {
    first(of: address, from: \.source)
  }

  private mutating func first(
    of address: [UInt8], from side: WritableKeyPath<RowMatching, [[UInt8]: [Waiting]]>
  ) -> Waiting? {
    guard !self[keyPath: side].isEmpty, var rows = self[keyPath: side][address], !rows.isEmpty
    else { return nil }
    let row = rows.removeFirst()
    self[keyPath: side][address] = rows.isEmpty ? nil : rows
    count -= 1
    return row
  }

  /// Whether matched rows have another order on the other side.
  var isReordered: Bool {
    if isKnownReordered { return true }
    var last = Int.min
    for run in runs.sorted(by: { $0.source < $1.source }) {
      if run.mirror < last { return true }
      last = run.mirror + run.count
    }
    return false
  }

  /// The rows of the source without partner, in their order.
  var missing: [(address: [UInt8], row: Waiting)] {
    source.flatMap { entry in entry.value.map { (entry.key, $0) } }.filter { !$0.1.isOptional }
      .sorted { $0.1.number < $1.1.number }
  }

  /// The rows of the mirror without partner, in their order.
  var extra: [(address: [UInt8], row: Waiting)] {
    mirror.flatMap { entry in entry.value.map { (entry.key, $0) } }
      .sorted { $0.1.number < $1.1.number }
  }

  /// Forgets all rows that wait.
  mutating func removeAll() {
    source = [:]
    mirror = [:]
    count = 0
  }
}
