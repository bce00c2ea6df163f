@testable import Formats

/// A Parquet file of one column, made by hand so that each part of it can be wrong.
struct ParquetBytes {
  var physicalType: Int32 = 6
  var typeLength: Int32?
  var repetition: Int32 = 0
  var codec: Int32 = 0
  /// The pages, with their headers.
  var pages: [UInt8] = []
  var rowCount = 2
  var valueCount: Int?
  var dataOffset = 4
  var dictionaryOffset: Int?
  var chunkSize: Int?
  var filePath: String?
  var isEncrypted = false
  /// What to write instead of the schema.
  var schema: ((inout ThriftWriter) -> Void)?
  /// Fields of the metadata after the usual ones.
  var more: ((inout ThriftWriter) -> Void)?
  var groupCount = 1

  /// The header of a page of values of version 1.
  static func header(
    _ page: [UInt8], values: Int, encoding: Int32 = 0, levels: Int32 = 3, size: Int? = nil,
    compressedSize: Int? = nil, type: Int32 = 0, checksum: Int32? = nil
  ) -> [UInt8] {
    var writer = ThriftWriter()
    writer.element { writer in
      writer.write(type, field: 1)
      writer.write(Int32(truncatingIfNeeded: size ?? page.count), field: 2)
      writer.write(Int32(truncatingIfNeeded: compressedSize ?? page.count), field: 3)
      if let checksum { writer.write(checksum, field: 4) }
      writer.structure(field: type == 2 ? 7 : 5) { writer in
        writer.write(Int32(truncatingIfNeeded: values), field: 1)
        writer.write(encoding, field: 2)
        if type != 2 {
          writer.write(levels, field: 3)
          writer.write(Int32(3), field: 4)
        }
      }
    }
    return writer.bytes
  }

  /// A page of values of version 1 and its header.
  static func page(_ page: [UInt8], values: Int, encoding: Int32 = 0, levels: Int32 = 3) -> [UInt8]
  {
    header(page, values: values, encoding: encoding, levels: levels) + page
  }

  /// A dictionary and its header.
  static func dictionary(_ page: [UInt8], values: Int, encoding: Int32 = 0) -> [UInt8] {
    header(page, values: values, encoding: encoding, type: 2) + page
  }

  /// A page of values of version 2.
  static func page2(
    _ page: [UInt8], values: Int, definition: Int, repetition: Int = 0, isCompressed: Bool = false
  ) -> [UInt8] {
    var writer = ThriftWriter()
    writer.element { writer in
      writer.write(Int32(3), field: 1)
      writer.write(Int32(page.count), field: 2)
      writer.write(Int32(page.count), field: 3)
      writer.structure(field: 8) { writer in
        writer.write(Int32(values), field: 1)
        writer.write(Int32(0), field: 2)
        writer.write(Int32(values), field: 3)
        writer.write(Int32(0), field: 4)
        writer.write(Int32(truncatingIfNeeded: definition), field: 5)
        writer.write(Int32(truncatingIfNeeded: repetition), field: 6)
        writer.write(isCompressed, field: 7)
      }
    }
    return writer.bytes + page
  }

  /// Byte strings after their lengths.
  static func strings(_ strings: String...) -> [UInt8] {
    var bytes: [UInt8] = []
    for string in strings {
      bytes.append(littleEndian: UInt32(string.utf8.count))
      bytes += string.utf8
    }
    return bytes
  }

  var file: ParquetFile {
    var bytes = ParquetFooter.magic + pages
    let footer = footer
    bytes += footer
    bytes.append(littleEndian: UInt32(footer.count))
    return ParquetFile(bytes + ParquetFooter.magic)
  }

  private var footer: [UInt8] {
    var writer = ThriftWriter()
    writer.element { writer in
      writer.write(Int32(1), field: 1)
      if let schema { schema(&writer) } else { writeSchema(to: &writer) }
      writer.write(Int64(rowCount * groupCount), field: 3)
      writer.list(field: 4, of: .structure, count: groupCount)
      for _ in 0..<groupCount { writer.element { writeGroup(to: &$0) } }
      more?(&writer)
    }
    return writer.bytes
  }

  private func writeSchema(to writer: inout ThriftWriter) {
    writer.list(field: 2, of: .structure, count: 2)
    Self.writeGroup("root", children: 1, to: &writer)
    writer.element { writer in
      writer.write(physicalType, field: 1)
      if let typeLength { writer.write(typeLength, field: 2) }
      writer.write(repetition, field: 3)
      writer.write("c", field: 4)
    }
  }

  static func writeGroup(_ name: String, children: Int32, to writer: inout ThriftWriter) {
    writer.element { writer in
      writer.write(name, field: 4)
      writer.write(children, field: 5)
    }
  }

  private func writeGroup(to writer: inout ThriftWriter) {
    writer.list(field: 1, of: .structure, count: 1)
    writer.element { writer in
      if let filePath { writer.write(filePath, field: 1) }
      writer.write(Int64(0), field: 2)
      writer.structure(field: 3) { writer in
        writer.write(physicalType, field: 1)
        writer.list(field: 2, of: .int32, count: 1)
        writer.append(signed: 0)
        writer.list(field: 3, of: .binary, count: 1)
        writer.append(Array("c".utf8))
        writer.write(codec, field: 4)
        writer.write(Int64(valueCount ?? rowCount), field: 5)
        writer.write(Int64(pages.count), field: 6)
        writer.write(Int64(chunkSize ?? pages.count), field: 7)
        writer.write(Int64(dataOffset), field: 9)
        if let dictionaryOffset { writer.write(Int64(dictionaryOffset), field: 11) }
      }
      if isEncrypted {
        writer.structure(field: 8) { writer in writer.structure(field: 1) { _ in } }
      }
    }
    writer.write(Int64(pages.count), field: 2)
    writer.write(Int64(rowCount), field: 3)
  }
}
