internal import ObjectStorage

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

  /// Two equal objects of one key, found without making a group.
  struct Match {
    /// The record of the row that lists the object; nil if none does.
    var row: RecordBatch.Record?
    /// The record of the mirror's object.
    var object: RecordBatch.Record
    /// The batch of the mirror's object.
    var batch: RecordBatch
    /// Whether their ETags are equal MD5s.
    var hasEqualETags: Bool
  }

  /// Takes the next key if its objects are plainly equal: every stream has it at most once, with
  /// one size, and the ETags are equal or absent.
  ///
  /// - Parameters:
  ///   - needed: The streams that must have it.
  ///   - optional: The streams that may have it.
  /// - Returns: The match; nil if the next key has to be looked at closely.
  /// - Throws: ``StoreError`` if the temporary file can't be read.
  mutating func nextMatch(needed: [Int], optional: [Int]) throws(StoreError) -> Match? {
    if !isStarted {
      for reader in readers { try reader.start() }
      isStarted = true
    }
    guard let first = needed.first, let last = needed.last, let model = readers[last].current
    else { return nil }
    let batch = readers[last].batch
    for (index, reader) in readers.enumerated() where index != last {
      guard let record = reader.current else {
        if needed.contains(index) { return nil }
        continue
      }
      let order = RecordBatch.order(reader.batch, record, batch, model)
      if order > 0, !needed.contains(index) { continue }
      guard order == 0, record.size == model.size, model.size >= 0,
        needed.contains(index) || optional.contains(index)
      else { return nil }
    }
    guard let source = readers[first].current else { return nil }
    let (one, other) = (readers[first].batch.etag(source), batch.etag(model))
    guard one.elementsEqual(other) else { return nil }
    // Checksums on both sides are compared closely.
    guard readers[first].batch.note(source).isEmpty || batch.note(model).isEmpty else {
      return nil
    }
    var match = Match(
      row: nil, object: model, batch: batch, hasEqualETags: Self.isDigest(one))
    for (index, reader) in readers.enumerated() where index != last {
      guard let record = reader.current,
        RecordBatch.order(reader.batch, record, batch, model) == 0
      else { continue }
      if index == 0 { match.row = record }
      guard reader.nextDiffers else { return nil }
    }
    guard readers[last].nextDiffers else { return nil }
    for (index, reader) in readers.enumerated() where index != last {
      if let record = reader.current,
        RecordBatch.order(reader.batch, record, batch, model) == 0
      {
        try reader.advance()
      }
    }
    try readers[last].advance()
    return match
  }

  /// Takes objects that are plainly equal, while only two streams have records left.
  ///
  /// - Parameters:
  ///   - needed: The streams; nothing is taken unless these are two.
  ///   - take: Receives each object of the second stream: its record, its batch, and whether it has
  ///     an ETag that is a digest.
  /// - Throws: ``StoreError`` if the temporary file can't be read.
  mutating func takeEqual(
    needed: [Int], _ take: (RecordBatch.Record, RecordBatch, Bool) -> Void
  ) throws(StoreError) {
    guard needed.count == 2 else { return }
    if !isStarted {
      for reader in readers { try reader.start() }
      isStarted = true
    }
    for (index, reader) in readers.enumerated() where !needed.contains(index) {
      guard reader.current == nil else { return }
    }
    readers[needed[1]].takeEqual(with: readers[needed[0]]) { record, batch in
      take(record, batch, Self.isDigest(batch.etag(record)))
    }
  }

  private static func isDigest(_ etag: ArraySlice<UInt8>) -> Bool {
    if etag.count < 32 { return false }
    // Most are 32 digits, of which no text need be made.
    if etag.count == 32 {
      return etag.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    }
    return switch ETag(String(decoding: etag, as: UTF8.self)) {
    case .digest, .parts: true
    case .opaque: false
    }
  }

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
