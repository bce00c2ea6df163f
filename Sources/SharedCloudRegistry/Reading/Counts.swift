/// Counts of a few values.
package struct Counts<Value: Hashable & Comparable> {
  private var counts: [(value: Value, count: Int)] = []

  /// Counts nothing yet.
  package init() {}

  /// Counts a value.
  package mutating func add(_ value: Value, _ count: Int = 1) {
    if let index = counts.firstIndex(where: { $0.value == value }) {
      counts[index].count += count
    } else {
      counts.append((value, count))
    }
  }

  /// The value that occurs most often; at a tie the greatest.
  package var most: Value? {
    counts.max { ($0.count, $0.value) < ($1.count, $1.value) }?.value
  }
}
