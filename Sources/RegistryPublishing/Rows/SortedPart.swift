internal import SharedCloudRegistry

/// Sorted files in memory, or in a temporary file.
enum SortedPart: Sendable {
  /// Files in memory.
  case memory(PackedFiles)
  /// Files in a stretch of a temporary file.
  case spooled(SpoolFile, Range<Int>)
}

/// Reads sorted files, one after the other.
struct SortedPartReader {
  /// The files that are in memory; of those in a temporary file, a piece.
  private var bytes: [UInt8] = []
  /// Where the present file begins.
  private var offset = 0
  /// Where the one behind it begins.
  private var end = 0
  private var file: SpoolFile?
  private var left = 0..<0
  private let chunk: Int

  /// Prepares.
  ///
  /// - Parameters:
  ///   - part: The files.
  ///   - chunk: How many bytes of a temporary file are in memory at a time.
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

  /// How the datakey of the present file stands to that of another part.
  func keyOrder(to other: SortedPartReader) -> Int {
    bytes.span.extracting(bytes.span.key(ofFileAt: offset))
      .order(to: other.bytes.span.extracting(other.bytes.span.key(ofFileAt: other.offset)))
  }

  // Where the reader is an element of an array, what is not mutating would copy it first.

  /// Adds the present file to others.
  mutating func copy(to files: inout PackedFiles) {
    files.append(packed: bytes.span.extracting(offset..<end))
  }

  /// Goes on to the next file, which then is the present one.
  ///
  /// - Returns: What is known of it in numbers; nil if there is none.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  mutating func advance() throws(StoreError) -> FileNumbers? {
    offset = end
    guard try fill(MemoryLayout<FileNumbers>.size) else { return nil }
    let numbers: FileNumbers = bytes.span.value(at: offset)
    guard try fill(numbers.length) else {
      throw StoreError(.malformed, address: "temporary file", detail: "it ends early")
    }
    end = offset + numbers.length
    return numbers
  }

  /// Sees to it that so many bytes are there; false at the end.
  private mutating func fill(_ count: Int) throws(StoreError) -> Bool {
    guard bytes.count - offset < count else { return true }
    guard let file, !left.isEmpty else { return false }
    bytes.removeFirst(offset)
    offset = 0
    let end = min(left.upperBound, left.lowerBound + max(chunk, count - bytes.count))
    bytes += try file.bytes(left.lowerBound..<end)
    left = end..<left.upperBound
    return bytes.count >= count
  }
}
