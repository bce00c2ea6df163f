/// Which bytes of a file to read for columns of a row group.
package struct ParquetReadPlan: Sendable, Hashable {
  /// The index of the row group.
  package let rowGroup: Int
  /// The indexes of the columns in the schema.
  package let columns: [Int]
  /// The ranges to read, in their order in the file.
  ///
  /// Columns that lie close together are in one range.
  package let ranges: [Range<Int>]

  /// Checks how many bytes must be read at once.
  ///
  /// - Parameter limits: How much memory the file may demand.
  /// - Throws: ``ParquetFault`` if they are too many.
  package func checkSize(_ limits: ParquetLimits = ParquetLimits()) throws(ParquetFault) {
    // The ranges are in the file, so their sum is small.
    let size = ranges.reduce(0) { $0 + $1.count }
    guard size <= limits.rowGroup else {
      throw ParquetFault(
        .tooLarge,
        "row group \(rowGroup + 1) has \(size) bytes in the wanted columns; the maximum is "
          + "\(limits.rowGroup)")
    }
  }
}

extension ParquetMetadata {
  /// Plans to read columns of a row group.
  ///
  /// - Parameters:
  ///   - rowGroup: The index of the row group.
  ///   - columns: The indexes of the columns in the schema; none of them is nested.
  ///   - gap: The maximum number of bytes between columns that are read for nothing.
  /// - Returns: The plan.
  package func plan(
    rowGroup: Int, columns: [Int], gap: Int = 64 << 10
  ) -> ParquetReadPlan {
    let chunks = rowGroups[rowGroup].chunks
    let wanted = columns.map { chunks[$0].range }.filter { !$0.isEmpty }
    var ranges: [Range<Int>] = []
    for range in wanted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, range.lowerBound <= last.upperBound + gap {
        let end = Swift.max(last.upperBound, range.upperBound)
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(range)
      }
    }
    return ParquetReadPlan(rowGroup: rowGroup, columns: columns, ranges: ranges)
  }
}
