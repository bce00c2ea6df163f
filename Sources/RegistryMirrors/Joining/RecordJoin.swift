internal import SharedCloudRegistry

/// Goes through several sorted streams at the same time and gives the records of each key together.
struct RecordJoin {
  /// One record with the batch that has its strings.
  struct Entry {
    let record: RecordBatch.Record
    let batch: RecordBatch
  }

  /// The records of one key: for each stream those that have it.
  struct Group {
    /// The key.
    var key: [UInt8]
    /// The records by stream; a stream may repeat a key.
    var entries: [[Entry]]
  }

  private let readers: [SortedReader]
  private var isStarted = false

  /// Prepares.
  ///
  /// - Parameter readers: The streams.
  init(_ readers: [SortedReader]) { self.readers = readers }

  /// Returns the records of the next key; nil after the last.
  mutating func next() throws(StoreError) -> Group? {
    if !isStarted {
      for reader in readers { try reader.start() }
      isStarted = true
    }
    var least: Int?
    for (index, reader) in readers.enumerated() {
      guard let record = reader.current else { continue }
      guard let best = least, let other = readers[best].current else {
        least = index
        continue
      }
      if RecordBatch.order(reader.batch, record, readers[best].batch, other) < 0 { least = index }
    }
    guard let least, let record = readers[least].current else { return nil }
    let model = Entry(record: record, batch: readers[least].batch)
    var group = Group(
      key: Array(model.batch.key(record)), entries: Array(repeating: [], count: readers.count))
    for (index, reader) in readers.enumerated() where index >= least {
      while let other = reader.current,
        RecordBatch.order(reader.batch, other, model.batch, model.record) == 0
      {
        group.entries[index].append(Entry(record: other, batch: reader.batch))
        try reader.advance()
      }
    }
    return group
  }
}
