@testable import Formats

/// The rows of the files in Tests/Fixtures/parquet; Tests/Suites/parquet_fixtures.py makes them.
enum ParquetSample {
  static let rowCount = 120

  /// 2020-01-01T00:00:00Z in microseconds since 1970.
  static let epoch: Int64 = 1_577_836_800_000_000

  static func start(_ row: Int) -> String {
    let (hour, minute) = (row / 60, row % 60)
    return "2020-01-01T0\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
  }

  /// The columns as text, by their names.
  static func texts(rows: Int = rowCount) -> [String: [String?]] {
    let rows = 0..<rows
    return [
      "start": rows.map { start($0) },
      "datakey": rows.map { "s3://bücket/a b/file%20\($0).cdf" },
      "filesize": rows.map { "\($0 * 1_000_003 - 5)" },
      "instrument": rows.map { $0 % 11 == 3 ? nil : "fgm\($0 % 4)" },
      "count": rows.map { $0 % 5 == 2 ? nil : "\($0 % 3)" },
      "value": rows.map { "\(Double($0) / 8)" },
      "flag": rows.map { "\($0 % 3 == 0)" },
      "time": rows.map { "\(epoch + Int64($0) * 60_000_000)" },
    ]
  }

  static let fields = [
    TableField("start", kind: .string), TableField("datakey", kind: .string),
    TableField("filesize", kind: .integer),
    TableField("instrument", kind: .string, isNullable: true),
    TableField("count", kind: .integer, isNullable: true), TableField("value", kind: .number),
    TableField("flag", kind: .boolean), TableField("time", kind: .timestamp),
  ]

  /// The columns in the order of the fields.
  static func batch(_ rows: Range<Int> = 0..<rowCount) -> [ColumnValues] {
    var batch = fields.map { $0.makeValues() }
    for row in rows {
      batch[0].append(start(row))
      batch[1].append("s3://bücket/a b/file%20\(row).cdf")
      batch[2].append(Int64(row * 1_000_003 - 5))
      if row % 11 == 3 { batch[3].appendNull() } else { batch[3].append("fgm\(row % 4)") }
      if row % 5 == 2 { batch[4].appendNull() } else { batch[4].append(Int64(row % 3)) }
      batch[5].append(Double(row) / 8)
      batch[6].append(row % 3 == 0)
      batch[7].append(epoch + Int64(row) * 60_000_000)
    }
    return batch
  }
}
