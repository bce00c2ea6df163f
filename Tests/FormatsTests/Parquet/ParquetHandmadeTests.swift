import Testing

@testable import Formats

/// What the writers of today don't write, but older ones did, or the specification allows.
@Suite struct ParquetHandmadeTests {
  private func texts(_ bytes: ParquetBytes) throws -> [String?]? {
    try bytes.file.columns()["c"]?.texts
  }

  @Test func `plain strings`() throws {
    var bytes = ParquetBytes()
    bytes.pages = ParquetBytes.page(ParquetBytes.strings("one", ""), values: 2)
    #expect(try texts(bytes) == ["one", ""])
  }

  @Test func `definition levels as packed bits, the first in the highest bit`() throws {
    var bytes = ParquetBytes()
    bytes.repetition = 1
    bytes.rowCount = 10
    bytes.pages = ParquetBytes.page(
      [0b1000_0010, 0b0100_0000] + ParquetBytes.strings("a", "b", "c"), values: 10, levels: 4)
    #expect(try texts(bytes) == ["a", nil, nil, nil, nil, nil, "b", nil, nil, "c"])
  }

  @Test func `the older name of dictionary encoding, and an offset of zero`() throws {
    var bytes = ParquetBytes()
    bytes.dictionaryOffset = 0
    bytes.pages =
      ParquetBytes.dictionary(ParquetBytes.strings("x", "y"), values: 2, encoding: 2)
      + ParquetBytes.page([1, 3, 0b01], values: 2, encoding: 2)
    #expect(try texts(bytes) == ["y", "x"])
  }

  @Test func `a dictionary of one value needs no bits`() throws {
    var bytes = ParquetBytes()
    bytes.pages =
      ParquetBytes.dictionary(ParquetBytes.strings("x"), values: 1)
      + ParquetBytes.page([0, 4], values: 2, encoding: 8)
    #expect(try texts(bytes) == ["x", "x"])
  }

  @Test func `pages of unknown kinds are skipped`() throws {
    var bytes = ParquetBytes()
    bytes.pages =
      ParquetBytes.header([9, 9], values: 0, type: 1) + [9, 9]
      + ParquetBytes.page(ParquetBytes.strings(), values: 0)
      + ParquetBytes.page(ParquetBytes.strings("a", "b"), values: 2)
    #expect(try texts(bytes) == ["a", "b"])
  }

  @Test func `a page of version 2 that is not compressed, though its column is`() throws {
    var bytes = ParquetBytes()
    bytes.codec = 1
    bytes.repetition = 1
    bytes.pages = ParquetBytes.page2(
      [2, 1, 2, 0] + ParquetBytes.strings("a"), values: 2, definition: 4)
    #expect(try texts(bytes) == ["a", nil])
  }

  @Test func `a page of version 2 with nulls only has no values to decompress`() throws {
    var bytes = ParquetBytes()
    bytes.codec = 6
    bytes.repetition = 1
    bytes.pages = ParquetBytes.page2([4, 0], values: 2, definition: 2, isCompressed: true)
    #expect(try texts(bytes) == [nil, nil])
  }

  @Test func `differences of all widths`() throws {
    // A block of 128 in 4 parts: 2^63 - 1 follows 1, over a wrap-around of 64 bits.
    var bytes = ParquetBytes()
    bytes.physicalType = 2
    var page: [UInt8] = []
    page.append(sevenBits: 128)
    page.append(sevenBits: 4)
    page.append(sevenBits: 3)
    page.append(sevenBits: 2)
    page.append(sevenBits: 0)
    page += [64, 0, 0, 0]
    page.append(littleEndian: UInt64(bitPattern: Int64.max - 1))
    page.append(littleEndian: UInt64(1))
    page += Array(repeating: 0, count: 30 * 8)
    bytes.pages = ParquetBytes.page(page, values: 3, encoding: 5)
    bytes.rowCount = 3
    #expect(try texts(bytes) == ["1", "\(Int64.max)", "\(Int64.min)"])
  }

  @Test func `INT96 is twelve bytes`() throws {
    var bytes = ParquetBytes()
    bytes.physicalType = 3
    bytes.rowCount = 1
    bytes.pages = ParquetBytes.page(Array(1...12), values: 1)
    let column = try #require(try bytes.file.columns()["c"])
    #expect(column.type == .fixed(12))
    #expect(Array(column.bytes[column.byteRange(at: 0)]) == Array(1...12))
  }
}
