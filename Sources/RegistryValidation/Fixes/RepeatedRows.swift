internal import SharedCloudRegistry

/// Remembers the rows of one start, to find one that stands again.
struct RepeatedRows {
  private var start: SCRTime?
  private var rows: Set<[UInt8]> = []

  /// Tells whether the same row stood before among those of the same start.
  mutating func contains(_ row: [UInt8], startingAt start: SCRTime?) -> Bool {
    if start == nil || start != self.start { rows.removeAll(keepingCapacity: true) }
    self.start = start
    // More rows of one start than these are not remembered.
    guard rows.count < 4096 else { return rows.contains(row) }
    return !rows.insert(row).inserted
  }
}
