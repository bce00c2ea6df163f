internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The first bytes of a file, which are looked at before it is read.
struct FileStart: ~Copyable {
  private let bytes: [UInt8]
  private var offset = 0
  private let isWhole: Bool

  /// The number of bytes.
  var size: Int { bytes.count }

  /// Reads the first bytes.
  ///
  /// - Parameters:
  ///   - reader: Gives the bytes of the file.
  ///   - size: The number of bytes to read, if there are so many.
  /// - Throws: ``StoreError`` when they can't be read.
  init(_ reader: any ObjectReader, size: Int) async throws(StoreError) {
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    var isAtEnd = false
    while count < size, !isAtEnd {
      let (filled, read) = try await reader.next(into: consume bytes, from: count)
      bytes = filled
      count += read
      isAtEnd = read == 0
    }
    bytes.removeLast(bytes.count - count)
    self.bytes = bytes
    isWhole = isAtEnd
  }

  /// What the bytes show about the file.
  func inference(_ declaration: IndexInference.Declaration) -> IndexInference {
    IndexInference(bytes.span, isWhole: isWhole, declaration: declaration)
  }

  /// Gives the bytes to a scanner, as many as it has room for; false if the rest of the file is
  /// next.
  mutating func fill(_ scanner: inout IndexScanner) -> Bool {
    guard offset < bytes.count || isWhole else { return false }
    scanner.fill { (buffer, range) -> Int in
      let count = Swift.min(range.count, bytes.count - offset)
      buffer.replace(at: range.lowerBound, with: bytes.span.extracting(offset..<offset + count))
      offset += count
      return count
    }
    return true
  }
}
