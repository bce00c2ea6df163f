import Testing

@testable import Formats

/// Files that are damaged, or that this reader refuses: each gets a clear fault.
@Suite struct ParquetFaultTests {
  /// A fault model: a change of a sound file, and the fault that it must get.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kind: ParquetFault.Kind
    let message: String
    let file: @Sendable () -> ParquetFile

    init(
      _ description: String, kind: ParquetFault.Kind = .damaged, says message: String,
      _ change: @escaping @Sendable (inout ParquetBytes) -> Void
    ) {
      testDescription = description
      self.kind = kind
      self.message = message
      file = {
        var bytes = ParquetBytes()
        bytes.pages = ParquetBytes.page(ParquetBytes.strings("a", "b"), values: 2)
        change(&bytes)
        return bytes.file
      }
    }

    init(
      bytes description: String, kind: ParquetFault.Kind = .damaged, says message: String,
      _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) {
      testDescription = description
      self.kind = kind
      self.message = message
      file = {
        var bytes = ParquetBytes()
        bytes.pages = ParquetBytes.page(ParquetBytes.strings("a", "b"), values: 2)
        var all = bytes.file.bytes
        change(&all)
        return ParquetFile(all)
      }
    }
  }

  @Test(
    arguments: ParquetFaultCases.file + ParquetFaultCases.metadata + ParquetFaultCases.pages
      + ParquetFaultCases.values)
  func `a damaged file gets a clear fault`(_ example: Case) throws {
    let file = example.file()
    let fault = try #require(file.fault(), "it was read")
    #expect(fault.kind == example.kind, "\(fault)")
    #expect(fault.message.contains(example.message), "\(fault)")
    #expect(!fault.message.hasSuffix("."))
    #expect(0...file.bytes.count ~= fault.offset)
  }

  @Test func `there are at least sixty faults`() {
    let all =
      ParquetFaultCases.file + ParquetFaultCases.metadata + ParquetFaultCases.pages
      + ParquetFaultCases.values
    #expect(all.count >= 60)
    #expect(Set(all.map(\.testDescription)).count == all.count)
  }

  @Test func `a fault in a page says the row group, the column and the place`() throws {
    var bytes = ParquetBytes()
    bytes.pages = ParquetBytes.page(ParquetBytes.strings("a"), values: 2)
    let fault = try #require(bytes.file.fault())
    #expect(fault.column == "c")
    #expect(fault.rowGroup == 0)
    #expect(fault.offset == 4)
    #expect(
      fault.description
        == "a page has fewer values than its header says (at byte 4, row group 1, column c)")
  }

  static let small = ["tiny-delta", "tiny-dictionary", "tiny-split"]

  @Test(arguments: small) func `a file that ends early is never read`(_ name: String) throws {
    let bytes = try ParquetFile(fixture: name + ".parquet").bytes
    for count in 0..<bytes.count {
      let fault = ParquetFile(Array(bytes.prefix(count))).fault()
      #expect(fault != nil, "the first \(count) bytes")
    }
  }

  // The fuzzer changes more bytes of more files.
  @Test(arguments: small) func `a flipped byte never crashes`(_ name: String) throws {
    var bytes = try ParquetFile(fixture: name + ".parquet").bytes
    let masks: [UInt8] = [0xFF, 0x01, 0x80]
    for index in bytes.indices {
      bytes[index] ^= masks[index % 3]
      _ = ParquetFile(bytes).fault()
      bytes[index] ^= masks[index % 3]
    }
  }

  @Test func `checksums find every flipped byte of a page`() throws {
    var bytes = try ParquetFile(fixture: "pyarrow-checksums.parquet").bytes
    let ranges = try ParquetFile(bytes).metadata().rowGroups.flatMap { $0.chunks.map(\.range) }
    let texts = ParquetSample.texts()
    for index in ranges.flatMap({ Array($0) }) where index % 29 == 0 {
      bytes[index] ^= 0x10
      if let columns = try? ParquetFile(bytes).columns() {
        // Only headers have no checksum, and most of their bytes matter for nothing but speed.
        for name in texts.keys { #expect(columns[name]?.texts == texts[name], "byte \(index)") }
      }
      bytes[index] ^= 0x10
    }
  }
}
