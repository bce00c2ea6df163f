internal import Formats

/// The files of a dataset as the records of a HAPI dataset, and a description that fits them.
///
/// For servers of static files: the records are those of the whole dataset, without a header.
package struct HAPIRecords: Sendable {
  private let dataset: Dataset
  private var writer: RecordWriter
  private var shape = HAPIShape(keyLength: 1)
  private var first: SCRTime?
  private var last: SCRTime?

  /// Begins without records.
  ///
  /// - Parameter dataset: The dataset.
  package init(of dataset: Dataset) {
    self.dataset = dataset
    writer = RecordWriter(.hapiCSV, dataset: dataset, query: FileQuery())
    writer.hasHeader = false
  }

  /// Appends the records of some files.
  ///
  /// - Parameters:
  ///   - batch: The files.
  ///   - output: Receives the bytes, in CSV.
  package mutating func append(_ batch: FileBatch, to output: inout [UInt8]) {
    writer.append(batch, to: &output)
    for row in batch.rows {
      shape.keyLength = Swift.max(shape.keyLength, Int(row.keyEnd) - Int(row.keyStart))
      if row.filesize > Int(Int32.max) { shape.hasLargeFiles = true }
      guard let start = row.start.time ?? dataset.start else { continue }
      if first.map({ start < $0 }) ?? true { first = start }
      if last.map({ $0 < start }) ?? true { last = start }
    }
  }

  /// The answer of HAPI's `info`, as JSON.
  ///
  /// Every record is in its time range, as HAPI demands: the range of the catalog, longer if files
  /// start before or after it.
  package var info: [UInt8] {
    let from = [dataset.start, first].compactMap(\.self).min()
    var to = dataset.stop
    if let last, let stop = to, stop <= last { to = SCRTime(seconds: last.seconds + 1) }
    return JSONWriter.writeHarmless(
      .object(dataset.hapiMembers(from: from, to: to, shape: shape)))
  }
}
