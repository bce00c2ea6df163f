internal import SharedCloudRegistry

/// Sorted files in memory, or in a temporary file.
struct SortedPart {
  /// The files that are in memory; in those of a temporary file, a piece of it.
  private var bytes: [UInt8]
  /// Where the present file begins.
  private var offset = 0
  /// Where the one behind it begins.
  private var end = 0
  /// Where the files stand in memory, in order; nil for those of a temporary file.
  private var ranges: (files: PackedFiles, order: [Int])?
  private var number = 0
  private let file: SpoolFile?
  private var left: Range<Int>

  /// How many bytes of a temporary file are in memory at a time.
  var chunk = 256 << 10

  /// Takes files that are in memory.
  init(_ files: PackedFiles, _ order: [Int]) {
    bytes = files.bytes
    ranges = (files, order)
    file = nil
    left = 0..<0
  }

  /// Takes files that are in a temporary file.
  init(_ file: SpoolFile, _ size: Int) {
    bytes = []
    self.file = file
    left = 0..<size
  }

  /// What is known of the present file in numbers.
  var numbers: FileNumbers { bytes.span.value(at: offset) }

  /// How the datakey of the present file stands to that of another part.
  func keyOrder(to other: SortedPart) -> Int {
    bytes.span.extracting(bytes.span.key(ofFileAt: offset))
      .order(to: other.bytes.span.extracting(other.bytes.span.key(ofFileAt: other.offset)))
  }

  /// Adds the present file to others.
  func copy(to files: inout PackedFiles) {
    files.append(packed: bytes.span.extracting(offset..<offset + numbers.length))
  }

  /// Goes on to the next file, which then is the present one.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  mutating func advance() throws(StoreError) -> Bool {
    if let ranges {
      guard number < ranges.order.count else { return false }
      offset = ranges.files.range(ranges.order[number]).lowerBound
      number += 1
      return true
    }
    offset = end
    guard try fill(MemoryLayout<FileNumbers>.size) else { return false }
    guard try fill(numbers.length) else {
      throw StoreError(.malformed, address: "temporary file", detail: "it ends early")
    }
    end = offset + numbers.length
    return true
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
