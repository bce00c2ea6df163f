internal import RegistryValidation
internal import SharedCloudRegistry

/// Remembers the rows with one start, to find duplicates.
struct RepeatedRows {
  private var start: SCRTime?
  private var rows: Set<[UInt8]> = []

  /// Whether the row duplicates an earlier one with the same start.
  mutating func contains(_ row: [UInt8], startingAt start: SCRTime?) -> Bool {
    if start == nil || start != self.start { rows.removeAll(keepingCapacity: true) }
    self.start = start
    // More rows with one start are not remembered.
    guard rows.count < 4096 else { return rows.contains(row) }
    return !rows.insert(row).inserted
  }
}
