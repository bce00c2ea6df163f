@testable import Formats

extension ParquetFaultCases {
  private static let two = ParquetBytes.strings("a", "b")

  /// Faults of page headers and of compression.
  static let pages: [Case] = [
    Case("no pages", says: "ends 2 rows before") { $0.pages = [] },
    Case("a page header of zeros", says: "no header") { $0.pages = [0, 0, 0] },
    Case("a page header that ends early", kind: .truncated, says: "end too early") {
      $0.pages = [0x15]
    },
    Case("a page of negative size", says: "may not be negative") {
      $0.pages = ParquetBytes.header(two, values: 2, size: -1) + two
    },
    Case("a page of negative compressed size", says: "may not be negative") {
      $0.pages = ParquetBytes.header(two, values: 2, compressedSize: -1) + two
    },
    Case("a page larger than its column", says: "2147483647 bytes, but 10 are left") {
      $0.pages = ParquetBytes.header(two, values: 2, compressedSize: Int(Int32.max)) + two
    },
    Case("a page of 2 GB", kind: .tooLarge, says: "limit is 268435456") {
      $0.pages = ParquetBytes.header(two, values: 2, size: Int(Int32.max)) + two
    },
    Case("a page of another size", says: "has 10 bytes, but its header says 11") {
      $0.pages = ParquetBytes.header(two, values: 2, size: 11) + two
    },
    Case("a page with more values than rows", says: "2147483647 values, but 2 rows") {
      $0.pages = ParquetBytes.page(two, values: Int(Int32.max))
    },
    Case("a page with a negative number of values", says: "may not be negative") {
      $0.pages = ParquetBytes.page(two, values: -1)
    },
    Case("pages with fewer values than rows", says: "ends 1 rows before") {
      $0.pages = ParquetBytes.page(two, values: 1)
    },
    Case("an unknown encoding", kind: .unsupported, says: "encoding 77") {
      $0.pages = ParquetBytes.page(two, values: 2, encoding: 77)
    },
    Case("an unknown encoding of levels", kind: .unsupported, says: "encoding 9") {
      $0.pages = ParquetBytes.page(two, values: 2, levels: 9)
    },
    Case("a wrong checksum", says: "CRC-32") {
      $0.pages = ParquetBytes.header(two, values: 2, checksum: 1) + two
    },
    Case("levels longer than the page of version 2", says: "levels of 0 and 100 bytes") {
      $0.pages = ParquetBytes.page2(two, values: 2, definition: 100)
    },
    Case("negative levels", says: "may not be negative") {
      $0.pages = ParquetBytes.page2(two, values: 2, definition: -1)
    },
    Case("levels that overflow", says: "levels of 2147483647") {
      $0.pages = ParquetBytes.page2(two, values: 2, definition: 1, repetition: Int(Int32.max))
    },
    compressed(
      "Snappy that says another length", codec: 1, [200, 1, 0], says: "200 bytes, but the page 10"),
    compressed(
      "a length bomb in Snappy", codec: 1, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], size: 1 << 28,
      says: "cannot become 268435456 bytes"),
    compressed(
      "a Snappy length of 64 bits", codec: 1, Array(repeating: 0xFF, count: 9), says: "length"),
    compressed("Snappy that copies from before its start", codec: 1, [10, 0x01, 5], says: "copy"),
    compressed("Snappy that copies over its end", codec: 1, [10, 0, 65, 0xFE, 1, 0], says: "copy"),
    compressed("Snappy with literals over its end", codec: 1, [10, 0xF0, 200], says: "literal"),
    compressed("Snappy that ends early", codec: 1, [10, 0, 65], says: "ends after 1 of 10"),
    compressed("Snappy with a distance of zero", codec: 1, [10, 0, 65, 0x01, 0], says: "copy"),
    compressed("gzip that is not gzip", codec: 2, [1, 2, 3], says: "GZIP is damaged"),
    compressed("gzip that says nothing", codec: 2, [0x1F, 0x8B], says: "GZIP is damaged"),
    compressed("Zstandard that is not", codec: 6, [1, 2, 3, 4, 5], says: "ZSTD is damaged"),
    compressed(
      "Zstandard of another length", codec: 6, [0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 9, 0, 0, 65],
      says: "ZSTD"),
    compressed(
      "a length bomb in Zstandard", codec: 6, [1, 2, 3], size: 1 << 30,
      kind: .tooLarge, says: "limit is 268435456"),
    compressed("LZ4 that copies from before its start", codec: 7, [0x10, 65, 9, 0], says: "copy"),
    compressed("LZ4 with literals over its end", codec: 7, [0xF0, 255, 255, 0], says: "literal"),
    compressed("LZ4 that ends early", codec: 7, [0x10, 65], says: "ends after 1 of 10"),
    compressed("LZ4 with half a distance", codec: 7, [0x10, 65, 1], says: "ends early"),
  ]

  private static func compressed(
    _ description: String, codec: Int32, _ page: [UInt8], size: Int = 10,
    kind: ParquetFault.Kind = .damaged, says message: String
  ) -> Case {
    Case(description, kind: kind, says: message) {
      $0.codec = codec
      $0.pages = ParquetBytes.header(page, values: 2, size: size) + page
    }
  }

  /// Faults among the values of a page.
  static let values: [Case] = [
    page("a string longer than its page", [200, 0, 0, 0, 65], says: "200 bytes, but 1 are left"),
    page("a string of 4 GB", [255, 255, 255, 255, 65], says: "4294967295 bytes"),
    page("half a length", [1, 0], says: "fewer values"),
    page("integers that are too few", type: 2, [1, 2, 3], says: "fewer values"),
    page("flags that are too few", type: 0, [], says: "fewer values"),
    page(
      "a dictionary encoding without dictionary", encoding: 8, [1, 3, 1], says: "needs a dictionary"
    ),
    page(
      "levels longer than their page", repetition: 1, [99, 0, 0, 0, 1], says: "levels of 99 bytes"),
    page("no levels", repetition: 1, [], says: "levels of 0 bytes"),
    page("levels that are too few", repetition: 1, [1, 0, 0, 0, 3], says: "fewer values"),
    page(
      "levels that never end", repetition: 1, [5, 0, 0, 0, 255, 255, 255, 255, 255], says: "2^35"),
    page(
      "differences for strings", encoding: 5, [1], kind: .unsupported, says: "DELTA_BINARY_PACKED"),
    page("blocks of no integers", type: 2, encoding: 5, [0, 0, 0, 0], says: "blocks of 0"),
    page(
      "blocks of 2^40 integers", type: 2, encoding: 5,
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 1, 2, 0], says: "blocks of"),
    page(
      "more differences than values", type: 2, encoding: 5, [0x80, 1, 4, 99, 0], says: "99 integers"
    ),
    page(
      "differences of 65 bits", type: 2, encoding: 5, [0x80, 1, 4, 2, 0, 0, 65, 0, 0, 0, 1],
      says: "65 bits"),
    page(
      "differences that end early", type: 2, encoding: 5, [0x80, 1, 4, 2, 0, 0, 9, 0, 0, 0],
      says: "ends within"),
    page(
      "differences that are too few", type: 2, encoding: 5, [0x80, 1, 4, 1, 0], says: "too few"),
    page(
      "a number without end", type: 2, encoding: 5, Array(repeating: 0x80, count: 12),
      says: "64 bits"),
    page("a negative length", encoding: 6, [0x80, 1, 4, 1, 1], says: "too few"),
    page("lengths below zero", encoding: 6, [8, 1, 2, 1, 1, 0], says: "value of -1 bytes"),
    page(
      "a shared start that does not exist", encoding: 7, [8, 1, 2, 4, 0, 0, 8, 1, 2, 0, 0, 0],
      says: "shared with a value of 0 bytes"),
    page(
      "a stream that does not divide", type: 2, encoding: 9, [1, 2, 3], says: "BYTE_STREAM_SPLIT"),
    page(
      "a stream that is too short", type: 2, encoding: 9, Array(repeating: 0, count: 8),
      says: "fewer values"),
    Case("an index after the dictionary", says: "value 1 of the dictionary, which has 1") {
      $0.pages =
        ParquetBytes.dictionary(ParquetBytes.strings("x"), values: 1)
        + ParquetBytes.page([1, 3, 3], values: 2, encoding: 8)
    },
    Case("indexes of 33 bits", says: "33 bits") {
      $0.pages =
        ParquetBytes.dictionary(ParquetBytes.strings("x"), values: 1)
        + ParquetBytes.page([33, 3, 3], values: 2, encoding: 8)
    },
    Case("an empty dictionary", says: "which has 0 values") {
      $0.pages =
        ParquetBytes.dictionary([], values: 0)
        + ParquetBytes.page([1, 3, 0], values: 2, encoding: 8)
    },
    Case("two dictionaries", says: "second dictionary") {
      let one = ParquetBytes.dictionary(ParquetBytes.strings("x"), values: 1)
      $0.pages = one + one + ParquetBytes.page([1, 3, 0], values: 2, encoding: 8)
    },
    Case("a dictionary with more values than bytes", says: "dictionary of 2147483647 values") {
      $0.pages = ParquetBytes.dictionary(ParquetBytes.strings("x"), values: Int(Int32.max))
    },
    Case("a dictionary in another encoding", kind: .unsupported, says: "not PLAIN") {
      $0.pages = ParquetBytes.dictionary(ParquetBytes.strings("x"), values: 1, encoding: 5)
    },
    Case("a dictionary bomb", kind: .tooLarge, says: "limit") {
      let value = String(repeating: "x", count: 4 << 20)
      $0.rowCount = 100
      $0.pages =
        ParquetBytes.dictionary(ParquetBytes.strings(value), values: 1)
        + ParquetBytes.page([0, 200, 1], values: 100, encoding: 8)
    },
  ]

  private static func page(
    _ description: String, type: Int32 = 6, repetition: Int32 = 0, encoding: Int32 = 0,
    _ page: [UInt8], kind: ParquetFault.Kind = .damaged, says message: String
  ) -> Case {
    Case(description, kind: kind, says: message) {
      $0.physicalType = type
      $0.repetition = repetition
      $0.pages = ParquetBytes.page(page, values: 2, encoding: encoding)
    }
  }
}
