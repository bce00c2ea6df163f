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
  ///   - source: The bytes of the file.
  ///   - size: The number of bytes to read, if there are so many.
  /// - Throws: ``StoreError`` when they can't be read.
  init(_ source: any ObjectSource, size: Int) throws(StoreError) {
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    var isAtEnd = false
    while count < size, !isAtEnd {
      let start = count
      let read = try unsafe bytes.withUnsafeMutableBufferPointer {
        (buffer) throws(StoreError) -> Int in
        unsafe try source.read(
          into: UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: buffer[start...])))
      }
      count += read
      isAtEnd = read == 0
    }
    bytes.removeLast(size - count)
    self.bytes = bytes
    isWhole = isAtEnd
  }

  /// What the bytes show about the file.
  func inference(_ declaration: IndexInference.Declaration) -> IndexInference {
    IndexInference(bytes.span, isWhole: isWhole, declaration)
  }

  /// Reads the bytes, then those after them.
  ///
  /// - Parameters:
  ///   - buffer: Receives the bytes.
  ///   - source: The bytes of the file after the first ones.
  /// - Returns: The number of bytes; 0 at the end.
  /// - Throws: ``StoreError`` when the rest can't be read.
  mutating func read(
    into buffer: UnsafeMutableRawBufferPointer, then source: any ObjectSource
  ) throws(StoreError) -> Int {
    guard offset < bytes.count else { return isWhole ? 0 : unsafe try source.read(into: buffer) }
    let count = Swift.min(buffer.count, bytes.count - offset)
    unsafe buffer.copyBytes(from: bytes[offset..<offset + count])
    offset += count
    return count
  }
}
