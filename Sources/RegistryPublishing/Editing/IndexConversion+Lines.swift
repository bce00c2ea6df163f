internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension IndexConversion {
  /// Counts the rows of an index file.
  static func rowCount(_ lines: StagedContent) throws(StoreError) -> Int {
    var rows = 0
    var lineStart = true
    try lines.forEachChunk { bytes in
      let span = bytes.span
      var index = 0
      while index < span.count {
        let byte = span[index]
        if lineStart, byte != 10, byte != 13, byte != UInt8(ascii: "#") { rows += 1 }
        let lineFeed = span.firstIndex(of: 10, from: index)
        lineStart = lineFeed < span.count
        index = lineFeed + 1
      }
    }
    return rows
  }
}
