internal import RegistryValidation

/// A number of kept lines, and the change after them.
struct LineChange: Sendable, Hashable {
  /// The number of kept lines.
  var kept = 0
  /// The number of lines of the old text that are removed.
  var removed = 0
  /// The number of lines of the new text that replace them.
  var added = 0
}

/// The changes from one text to another, noted line by line from the start.
struct LineChanges: Sendable {
  private var changes: [LineChange] = []
  private var current = LineChange()

  /// Notes a line that is kept.
  mutating func keep(_ count: Int = 1) {
    if current.removed + current.added > 0 {
      changes.append(current)
      current = LineChange()
    }
    current.kept += count
  }

  /// Notes removed lines.
  mutating func remove(_ count: Int = 1) { current.removed += count }

  /// Notes added lines.
  mutating func add(_ count: Int = 1) { current.added += count }

  /// The changes; the last one may only keep lines.
  func finished() -> [LineChange] {
    current == LineChange() ? changes : changes + [current]
  }
}
