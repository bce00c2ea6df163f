import Foundation

@testable import Formats

/// A Parquet file in memory, read the way that programs read remote files.
struct ParquetFile {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a file of Tests/Fixtures/parquet.
  init(fixture name: String) throws {
    bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
  }

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/parquet")

  func metadata(guess: Int = 256) throws(ParquetFault) -> ParquetMetadata {
    let first = ParquetFooter.tail(of: bytes.count, guess: guess)
    var tail = Array(bytes[first])
    if let missing = try ParquetFooter.missingRange(tail, size: bytes.count) {
      tail = Array(bytes[missing]) + tail
    }
    return try ParquetFooter.metadata(from: tail, size: bytes.count)
  }

  /// Reads all columns that are not nested, by their names.
  func columns(rowsPerBatch: Int = 300) throws(ParquetFault) -> [String: ColumnValues] {
    let metadata = try metadata()
    let schema = metadata.schema
    let columns = schema.columns.indices.filter { !schema.columns[$0].isNested }
    var result = columns.map { ColumnValues(schema.columns[$0].type) }
    for group in metadata.rowGroups.indices {
      let plan = metadata.plan(rowGroup: group, columns: columns, gap: 0)
      let pieces = plan.ranges.map { ParquetPiece(Array(bytes[$0]), at: $0.lowerBound) }
      let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
      var batch = reader.makeBatch()
      while case let count = try reader.next(into: &batch, atMost: rowsPerBatch), count > 0 {
        for index in result.indices { result[index].append(batch[index], rows: 0..<count) }
      }
    }
    let names = columns.map { schema.columns[$0].name }
    return Dictionary(zip(names, result), uniquingKeysWith: { first, _ in first })
  }

  /// Reads everything; returns the fault, nil without a fault.
  func fault() -> ParquetFault? {
    do throws(ParquetFault) {
      _ = try columns()
      return nil
    } catch {
      return error
    }
  }
}

extension ColumnValues {
  /// The values as text, to compare them.
  var texts: [String?] {
    (0..<count).map { row in
      guard hasValue(at: row) else { return nil }
      return switch type {
      case .bool: "\(bools[row])"
      case .int32: "\(int32s[row])"
      case .int64: "\(int64s[row])"
      case .float: "\(floats[row])"
      case .double: "\(doubles[row])"
      case .bytes, .fixed: String(decoding: bytes[byteRange(at: row)], as: UTF8.self)
      }
    }
  }
}
