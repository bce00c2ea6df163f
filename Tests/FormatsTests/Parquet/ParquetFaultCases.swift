@testable import Formats

/// Files that are damaged or not supported, by the part that is wrong.
enum ParquetFaultCases {
  typealias Case = ParquetFaultTests.Case

  /// Faults of the beginning and the end of the file.
  static let file: [Case] = [
    Case(bytes: "an empty file", kind: .notParquet, says: "has 0 bytes") { $0 = [] },
    Case(bytes: "four bytes", kind: .truncated, says: "at least 12") { $0 = Array($0.prefix(4)) },
    Case(bytes: "no magic at the end", kind: .truncated, says: "does not end in PAR1") {
      $0.removeLast()
    },
    Case(bytes: "no magic at the start", kind: .notParquet, says: "begin with PAR1") { $0[0] = 0 },
    Case(bytes: "encrypted metadata", kind: .unsupported, says: "encrypted") {
      $0[$0.count - 1] = 0x45
    },
    Case(bytes: "an ORC file", kind: .unsupported, says: "ORC") {
      $0.replaceSubrange(0..<4, with: Array("ORC1".utf8))
    },
    Case(bytes: "a long ORC file", kind: .unsupported, says: "ORC") {
      $0 = Array(repeating: 0, count: 1000) + Array("ORC".utf8) + [20]
    },
    Case(bytes: "metadata longer than the file", says: "should have 4294967295 bytes") {
      $0.replaceSubrange($0.count - 8..<$0.count - 4, with: [255, 255, 255, 255])
    },
    Case(bytes: "metadata of no bytes", kind: .truncated, says: "end too early") {
      $0.replaceSubrange($0.count - 8..<$0.count - 4, with: [0, 0, 0, 0])
    },
    Case(bytes: "metadata of one byte less", says: "") {
      $0[$0.count - 8] -= 1
    },
    Case(bytes: "metadata of zeros", says: "no schema") {
      for index in $0.count - 30..<$0.count - 8 { $0[index] = 0 }
      $0.replaceSubrange($0.count - 8..<$0.count - 4, with: [22, 0, 0, 0])
    },
  ]

  /// Faults of the metadata.
  static let metadata: [Case] = [
    Case("a negative number of rows", says: "may not be negative") { $0.rowCount = -1 },
    Case("rows that are not in row groups", says: "3 rows, but its row groups have 2") {
      $0.more = { $0.write(Int64(3), field: 3) }
    },
    Case("more rows than there are numbers", says: "more than 2^63") {
      $0.more = { writer in
        writer.list(field: 4, of: .structure, count: 3)
        for _ in 0..<3 { ParquetFaultCases.writeHugeGroup(to: &writer) }
      }
    },
    Case("2^40 rows", kind: .tooLarge, says: "limit is 2147483648") { $0.rowCount = 1 << 40 },
    Case("values of a megabyte, 8,192 of them", kind: .tooLarge, says: "in one batch") {
      $0.physicalType = 7
      $0.typeLength = 1 << 20
      $0.rowCount = 7000
    },
    Case("encryption of columns", kind: .unsupported, says: "encrypted") { $0.isEncrypted = true },
    Case("an encryption algorithm", kind: .unsupported, says: "encrypted") {
      $0.more = { $0.structure(field: 8) { _ in } }
    },
    Case("values in another file", kind: .unsupported, says: "another file") {
      $0.filePath = "other.parquet"
    },
    Case("LZO", kind: .unsupported, says: "LZO") { $0.codec = 3 },
    Case("LZ4 of Hadoop", kind: .unsupported, says: "codec LZ4") { $0.codec = 5 },
    Case("an unknown codec", kind: .unsupported, says: "codec 99") { $0.codec = 99 },
    Case("a negative codec", kind: .unsupported, says: "codec -1") { $0.codec = -1 },
    Case("fewer values than rows", says: "has 1 values, but the row group 2 rows") {
      $0.valueCount = 1
    },
    Case("more values than rows", says: "values, but the row group 2 rows") {
      $0.valueCount = Int.max
    },
    Case("a negative number of values", says: "may not be negative") { $0.valueCount = -2 },
    Case("pages after the end", says: "bytes from byte 4 on") { $0.chunkSize = 1 << 40 },
    Case("pages of a size that overflows", says: "from byte 4 on") { $0.chunkSize = Int.max },
    Case("pages of a negative size", says: "may not be negative") { $0.chunkSize = -1 },
    Case("pages at a negative place", says: "may not be negative") { $0.dataOffset = -4 },
    Case("pages at a place that overflows", says: "from byte 9223372036854775807 on") {
      $0.dataOffset = Int.max
    },
    Case("a column of an unknown type", kind: .unsupported, says: "unknown type 8") {
      $0.physicalType = 8
    },
    Case("an unknown repetition", says: "repetition 3") { $0.repetition = 3 },
    Case("a fixed length of zero", says: "values of 0 bytes") { $0.physicalType = 7 },
    Case("a negative fixed length", says: "values of -5 bytes") {
      $0.physicalType = 7
      $0.typeLength = -5
    },
    Case("a huge fixed length", says: "values of 2147483647 bytes") {
      $0.physicalType = 7
      $0.typeLength = Int32.max
    },
    Case("2^31 columns", says: "length of 2147483648") {
      $0.schema = { writer in writer.list(field: 2, of: .structure, count: 1 << 31) }
    },
    Case("a root with 2^31 - 1 children", says: "not a tree") {
      $0.schema = { writer in
        writer.list(field: 2, of: .structure, count: 1)
        ParquetBytes.writeGroup("root", children: .max, to: &writer)
      }
    },
    Case("a negative number of children", says: "may not be negative") {
      $0.schema = { writer in
        writer.list(field: 2, of: .structure, count: 1)
        ParquetBytes.writeGroup("root", children: -1, to: &writer)
      }
    },
    Case("a group without its children", says: "not a tree") {
      $0.schema = { writer in
        writer.list(field: 2, of: .structure, count: 2)
        ParquetBytes.writeGroup("root", children: 1, to: &writer)
        ParquetBytes.writeGroup("group", children: 1, to: &writer)
      }
    },
    Case("columns outside the root", says: "not a tree") {
      $0.schema = { writer in
        writer.list(field: 2, of: .structure, count: 3)
        for _ in 0..<3 { ParquetBytes.writeGroup("root", children: 0, to: &writer) }
      }
    },
    Case("an empty schema", says: "not a tree") {
      $0.schema = { $0.list(field: 2, of: .structure, count: 0) }
    },
    Case("groups 1000 deep", kind: .tooLarge, says: "32 deep") {
      $0.schema = { writer in
        writer.list(field: 2, of: .structure, count: 1000)
        for _ in 0..<1000 { ParquetBytes.writeGroup("group", children: 1, to: &writer) }
      }
    },
    Case("40,000 columns", kind: .tooLarge, says: "32768 columns") {
      $0.schema = { writer in
        writer.list(field: 2, of: .structure, count: 40_000)
        for _ in 0..<40_000 { ParquetBytes.writeGroup("group", children: 0, to: &writer) }
      }
    },
    Case("structures 1000 deep", says: "32 deep") {
      $0.more = { ParquetFaultCases.nest(1000, &$0) }
    },
    Case("row groups before the schema", says: "before the schema") {
      $0.schema = { _ in }
    },
    Case("row groups of another type", says: "is of type binary, not list") {
      $0.more = { $0.write("text", field: 4) }
    },
    Case("a list of other things", says: "list of int32, where structure is expected") {
      $0.more = { writer in
        writer.list(field: 5, of: .int32, count: 1)
        writer.append(signed: 1)
      }
    },
  ]

  private static func nest(_ depth: Int, _ writer: inout ThriftWriter) {
    if depth > 0 { writer.structure(field: 20) { nest(depth - 1, &$0) } }
  }

  fileprivate static func writeHugeGroup(to writer: inout ThriftWriter) {
    writer.element { writer in
      writer.list(field: 1, of: .structure, count: 1)
      writer.element { writer in
        writer.structure(field: 3) { writer in
          writer.write(Int32(6), field: 1)
          writer.write(Int64(0), field: 7)
          writer.write(Int64(4), field: 9)
        }
      }
      writer.write(Int64.max, field: 3)
    }
  }
}
