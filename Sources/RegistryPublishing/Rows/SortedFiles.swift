package import SharedCloudRegistry

/// Files in order, one after the other, merged from sorted parts.
package struct SortedFiles: ~Copyable {
  private let order: FileSorter.Order
  private var parts: [SortedPart]
  /// The next file of each part; nil for parts that have none.
  private var heads: [IndexedFile?]
  private var hashes: [UInt64]
  /// The parts that have a next file, as a heap with the least first.
  private var heap: [Int] = []
  private var isBegun = false

  init(parts: [SortedPart], by order: FileSorter.Order) {
    self.parts = parts
    self.order = order
    heads = Array(repeating: nil, count: parts.count)
    hashes = Array(repeating: 0, count: parts.count)
  }

  /// Gives the next file; nil at the end.
  ///
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  package mutating func next() throws(StoreError) -> IndexedFile? {
    if parts.count == 1 { return try parts[0].next() }
    if !isBegun { try begin() }
    guard let part = heap.first else { return nil }
    let least = heads[part]
    try advance(part)
    if heads[part] == nil {
      let last = heap.removeLast()
      if !heap.isEmpty { heap[0] = last }
    }
    sink()
    return least
  }

  private mutating func begin() throws(StoreError) {
    isBegun = true
    for part in parts.indices {
      try advance(part)
      guard heads[part] != nil else { continue }
      heap.append(part)
      var child = heap.count - 1
      while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }
  }

  private mutating func advance(_ part: Int) throws(StoreError) {
    let file = try parts[part].next()
    if order == .datakey { hashes[part] = file?.datakey.stableHash ?? 0 }
    heads[part] = file
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    guard let one = heads[left], let other = heads[right] else { return heads[left] != nil }
    if one.dataset != other.dataset { return one.dataset < other.dataset }
    if order == .time {
      if one.start != other.start { return one.start < other.start }
      if one.stop != other.stop { return one.stop < other.stop }
    } else if hashes[left] != hashes[right] {
      return Int64(bitPattern: hashes[left]) < Int64(bitPattern: hashes[right])
    }
    if one.datakey != other.datakey { return one.datakey.precedes(other.datakey) }
    return left < right
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if precedes(heap[child], heap[least]) { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}

/// Sorted files in memory, or in a temporary file.
struct SortedPart {
  private var bytes: [UInt8]
  private var offset = 0
  /// Where the files stand in memory, in order; nil for those of a file.
  private var offsets: [Int]?
  private var number = 0
  private let file: SpoolFile?
  private var left: Range<Int>

  private static let chunk = 256 << 10

  /// Takes files that are in memory.
  init(_ bytes: [UInt8], _ offsets: [Int]) {
    self.bytes = bytes
    self.offsets = offsets
    file = nil
    left = 0..<0
  }

  /// Takes files that are in a temporary file, each behind its length.
  init(_ file: SpoolFile, _ size: Int) {
    bytes = []
    self.file = file
    left = 0..<size
  }

  /// Gives the next file; nil at the end.
  mutating func next() throws(StoreError) -> IndexedFile? {
    if let offsets {
      guard number < offsets.count else { return nil }
      var start = offsets[number]
      number += 1
      return IndexedFile(from: bytes.span, at: &start)
    }
    guard try fill(4) else { return nil }
    var length = 0
    for index in 0..<4 { length |= Int(bytes[offset + index]) << (8 * index) }
    guard try fill(4 + length) else {
      throw StoreError(.malformed, address: "temporary file", detail: "it ends early")
    }
    var start = offset + 4
    let next = IndexedFile(from: bytes.span, at: &start)
    offset = start
    return next
  }

  /// Sees to it that so many bytes are there; false at the end.
  private mutating func fill(_ count: Int) throws(StoreError) -> Bool {
    guard bytes.count - offset < count else { return true }
    guard let file, !left.isEmpty else { return false }
    bytes.removeFirst(offset)
    offset = 0
    let end = min(left.upperBound, left.lowerBound + max(Self.chunk, count - bytes.count))
    bytes += try file.bytes(left.lowerBound..<end)
    left = end..<left.upperBound
    return bytes.count >= count
  }
}

extension [UInt8] {
  /// A hash that is the same in every process.
  var stableHash: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
