package import Formats

/// What a Parquet index file says about itself, and what its rows showed so far.
package struct ParquetIndexFacts: Sendable {
  /// The rows without a value in a column that needs one.
  package struct Nulls: Sendable, Hashable {
    /// The name of the column.
    package var column: String
    /// The number of rows.
    package var count: Int
    /// The first such row, counted from 1.
    package var firstRow: Int
  }

  /// The schema and the row groups; nil before the first read.
  package var metadata: ParquetMetadata?
  /// The columns; nil before the first read.
  package var columns: ParquetIndexColumns?
  /// Why the file can't be read as Parquet; nil if there is no fault so far.
  package var fault: ParquetFault?
  /// The columns of the specification with rows without a value.
  package var nulls: [Nulls] = []
  /// The wrong statistics.
  package var statisticsFaults: [ParquetStatisticsCheck.Fault] = []

  /// What the lines of the file lack, in words.
  package var losses: [String] = []

  /// The first row of each row group, counted from 1.
  package var groupStarts: [Int] {
    var starts: [Int] = []
    var next = 1
    for group in metadata?.rowGroups ?? [] {
      starts.append(next)
      next += group.rowCount
    }
    return starts
  }
}

extension ParquetIndexColumns {
  /// The columns that lines lack, in words.
  var losses: [String] {
    skipped.isEmpty
      ? []
      : [
        "\(skipped.count == 1 ? "column" : "columns") "
          + skipped.map { HarmlessText.of($0) }.joined(separator: ", ")
          + ", since rows of text can't hold such values"
      ]
  }
}

extension ParquetRowText {
  /// The values that lines have otherwise, in words.
  var losses: [String] {
    changed.map { column, count in
      "the line breaks in \(count.grouped) value\(count == 1 ? "" : "s") of column "
        + HarmlessText.of(column)
    }
  }
}
