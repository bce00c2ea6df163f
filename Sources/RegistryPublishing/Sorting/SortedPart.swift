internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Sorted files in memory, or in a temporary file.
enum SortedPart: Sendable {
  /// Files in memory.
  case memory(PackedFiles)
  /// Files in a range of a temporary file.
  case spooled(SpoolFile, Range<Int>)
}

/// Reads sorted files, one after another.
struct SortedPartReader {
  /// The files in memory, or a piece of those in a temporary file.
  private var bytes: [UInt8] = []
  /// The offset of the current file.
  private var offset = 0
  /// The offset of the next file.
  private var end = 0
  private var file: SpoolFile?
  private var left = 0..<0
  private let chunk: Int

  /// Creates a sorted part reader.
  ///
  /// - Parameters:
  ///   - part: The files.
  ///   - chunk: The number of bytes of a temporary file in memory at a time.
  init(_ part: SortedPart, chunk: Int) {
    self.chunk = chunk
    switch part {
    case .memory(let files): bytes = files.bytes
    case .spooled(let file, let range):
      self.file = file
      left = range
      bytes.reserveCapacity(chunk + 4096)
    }
  }

  /// The order of the current file's datakey relative to that of another part.
  func keyOrder(to other: SortedPartReader) -> Int {
    bytes.span.extracting(bytes.span.key(ofFileAt: offset))
      .byteOrder(to: other.bytes.span.extracting(other.bytes.span.key(ofFileAt: other.offset)))
  }

  // Mutating, since a call on an array element would copy the reader first otherwise.

  /// Adds the current file to others.
  mutating func copy(to files: inout PackedFiles) {
    files.append(packed: bytes.span.extracting(offset..<end))
  }

  /// Advances to the next file.
  ///
  /// - Returns: Its numbers; nil at the end.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  mutating func advance() throws(StoreError) -> FileNumbers? {
    offset = end
    guard try fill(MemoryLayout<FileNumbers>.size) else { return nil }
    let numbers: FileNumbers = bytes.span.value(at: offset)
    guard try fill(numbers.length) else {
      throw StoreError(.malformed, address: "temporary file", detail: "it is truncated")
    }
    end = offset + numbers.length
    return numbers
  }

  /// Makes sure that enough bytes are in memory; returns false at the end.
  private mutating func fill(_ count: Int) throws(StoreError) -> Bool {
    guard bytes.count - offset < count else { return true }
    guard let file, !left.isEmpty else { return false }
    bytes.removeFirst(offset)
    offset = 0
    let end = min(left.upperBound, left.lowerBound + max(chunk, count - bytes.count))
    bytes += try StoreError.describing(file.bytes(left.lowerBound..<end))
    left = end..<left.upperBound
    return bytes.count >= count
  }
}
