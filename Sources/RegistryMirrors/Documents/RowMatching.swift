/// Matches the rows of two index files that may be in different order, as they arrive.
///
/// Rows that arrive together and agree are never kept, so memory grows only with the distance by
/// which rows are displaced.
struct RowMatching {
  /// A row that waits for its partner.
  struct Waiting {
    var row: IndexRow
    var number: Int
  }

  private(set) var source: [[UInt8]: [Waiting]] = [:]
  private(set) var mirror: [[UInt8]: [Waiting]] = [:]
  /// Runs of matched rows: numbers on both sides, and how many.
  private var runs: [(source: Int, mirror: Int, count: Int)] = []

  /// Takes a row of the source; returns the row of the mirror that belongs to it, if that is known.
  mutating func take(source row: IndexRow, number: Int, as address: [UInt8]) -> Waiting? {
    if let partner = Self.first(of: address, from: &mirror) {
      note(number, partner.number)
      return partner
    }
    source[address, default: []].append(Waiting(row: row, number: number))
    return nil
  }

  /// Takes a row of the mirror; returns the row of the source that belongs to it, if that is known.
  mutating func take(mirror row: IndexRow, number: Int, as address: [UInt8]) -> Waiting? {
    if let partner = Self.first(of: address, from: &source) {
      note(partner.number, number)
      return partner
    }
    mirror[address, default: []].append(Waiting(row: row, number: number))
    return nil
  }

  /// Notes that rows of these numbers agree.
  mutating func note(_ source: Int, _ mirror: Int) {
    if let last = runs.last, source == last.source + last.count, mirror == last.mirror + last.count
    {
      runs[runs.count - 1].count += 1
    } else {
      runs.append((source, mirror, 1))
    }
  }

  /// Takes the row of the source that waits under an address.
  mutating func takeSource(_ address: [UInt8]) -> Waiting? {
    Self.first(of: address, from: &source)
  }

  private static func first(
    of address: [UInt8], from waiting: inout [[UInt8]: [Waiting]]
  ) -> Waiting? {
    guard !waiting.isEmpty, var rows = waiting[address], !rows.isEmpty else { return nil }
    let row = rows.removeFirst()
    waiting[address] = rows.isEmpty ? nil : rows
    return row
  }

  /// Whether matched rows have another order on the other side.
  var isReordered: Bool {
    var last = Int.min
    for run in runs.sorted(by: { $0.source < $1.source }) {
      if run.mirror < last { return true }
      last = run.mirror + run.count
    }
    return false
  }

  /// The rows of the source without partner, in their order.
  var missing: [(address: [UInt8], row: Waiting)] {
    source.flatMap { entry in entry.value.map { (entry.key, $0) } }
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
  }
}
