internal import ObjectStorage

/// Reads sorted records one by one, from memory or from several runs.
final class SortedReader {
  /// The records from which the current one comes.
  private(set) var batch: RecordBatch
  private var position = 0
  private var merge: RunMerge?

  /// Reads a batch in memory.
  init(batch: RecordBatch) { self.batch = batch }

  /// Reads runs.
  init(runs: [RunReader]) {
    batch = RecordBatch()
    merge = RunMerge(runs)
  }

  /// The current record; nil after the last.
  var current: RecordBatch.Record? {
    position < batch.records.count ? batch.records[position] : nil
  }

  /// Reads the first record, if that is not in memory.
  func start() throws(StoreError) {
    if batch.records.isEmpty { try refill() }
  }

  /// Goes on to the next record.
  func advance() throws(StoreError) {
    position += 1
    if position >= batch.records.count { try refill() }
  }

  /// Whether the next record is in memory and has another key, so that the current one is alone.
  var nextDiffers: Bool {
    guard position + 1 < batch.records.count else { return merge == nil }
    return RecordBatch.order(
      batch, batch.records[position], batch, batch.records[position + 1]) != 0
  }

  /// Takes the objects that are plainly equal in this stream and another one, as far as both are in
  /// memory: of one key, which neither repeats, one size and one ETag, without checksums.
  ///
  /// - Parameters:
  ///   - other: The other stream.
  ///   - take: Receives the records, with the batch that has the strings of the first one.
  func takeEqual(
    with other: SortedReader, _ take: (RecordBatch.Record, RecordBatch) -> Void
  ) {
    let count = RecordBatch.equalCount(batch, from: position, other.batch, from: other.position)
    for record in batch.records[position..<position + count] { take(record, batch) }
    position += count
    other.position += count
  }

  private func refill() throws(StoreError) {
    guard merge != nil else { return }
    position = 0
    batch = try merge?.next() ?? RecordBatch()
    if batch.records.isEmpty { merge = nil }
  }
}

/// Merges sorted runs.
private struct RunMerge {
  private struct Head {
    var reader: RunReader
    var batch: RecordBatch
    var position = 0
    var number: Int
    var record: RecordBatch.Record { batch.records[position] }
  }

  private var heads: [Head] = []
  private var waiting: [RunReader]

  /// The number of records per batch.
  private static let size = 2048

  init(_ runs: [RunReader]) { waiting = runs }

  mutating func next() throws(StoreError) -> RecordBatch? {
    if !waiting.isEmpty { try start() }
    // A single run needs no merge.
    if heads.count == 1 {
      let batch = heads[0].batch
      let position = heads[0].position
      if let more = try heads[0].reader.next() {
        heads[0].batch = more
        heads[0].position = 0
      } else {
        heads = []
      }
      guard position > 0 else { return batch }
      var rest = RecordBatch()
      for record in batch.records[position...] { rest.append(record, of: batch) }
      return rest
    }
    var output = RecordBatch()
    while let head = heads.first, output.records.count < Self.size {
      output.append(head.record, of: head.batch)
      try advanceFirst()
      if heads.count == 1 { break }
    }
    return output.records.isEmpty ? nil : output
  }

  private mutating func start() throws(StoreError) {
    for (number, reader) in waiting.enumerated() {
      var reader = reader
      guard let batch = try reader.next() else { continue }
      heads.append(Head(reader: reader, batch: batch, number: number))
    }
    waiting = []
    for index in stride(from: heads.count / 2, through: 0, by: -1) { sink(from: index) }
  }

  private mutating func advanceFirst() throws(StoreError) {
    heads[0].position += 1
    if heads[0].position == heads[0].batch.records.count {
      if let more = try heads[0].reader.next() {
        heads[0].batch = more
        heads[0].position = 0
      } else {
        heads.swapAt(0, heads.count - 1)
        heads.removeLast()
      }
    }
    sink(from: 0)
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let order = RecordBatch.order(
      heads[left].batch, heads[left].record, heads[right].batch, heads[right].record)
    return order != 0 ? order < 0 : heads[left].number < heads[right].number
  }

  private mutating func sink(from index: Int) {
    var index = index
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heads.count {
        if isBefore(child, least) { least = child }
      }
      guard least != index else { return }
      heads.swapAt(index, least)
      index = least
    }
  }
}
