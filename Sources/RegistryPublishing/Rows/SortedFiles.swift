package import SharedCloudRegistry

/// Files in order, one after the other, merged from sorted parts.
package struct SortedFiles: ~Copyable {
  private let order: FileSorter.Order
  private var parts: [SortedPart]
  /// The next file of each part that has one, the least first, as a heap.
  private var heap: [(file: IndexedFile, hash: Int64, part: Int)] = []
  private var isBegun = false

  init(parts: [SortedPart], by order: FileSorter.Order) {
    self.parts = parts
    self.order = order
  }

  /// Gives the next file; nil at the end.
  ///
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  package mutating func next() throws(StoreError) -> IndexedFile? {
    if parts.count == 1 { return try parts[0].next() }
    if !isBegun {
      isBegun = true
      for part in parts.indices {
        if let file = try parts[part].next() { push(file, of: part) }
      }
    }
    guard let least = heap.first else { return nil }
    if let file = try parts[least.part].next() {
      heap[0] = (file, hash(of: file), least.part)
    } else {
      let last = heap.removeLast()
      if heap.isEmpty { return least.file }
      heap[0] = last
    }
    sink()
    return least.file
  }

  private func hash(of file: IndexedFile) -> Int64 {
    order == .time ? 0 : Int64(bitPattern: file.datakey.stableHash)
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (heap[left].file, heap[right].file)
    if one.dataset != other.dataset { return one.dataset < other.dataset }
    if order == .time {
      if one.start != other.start { return one.start < other.start }
      if one.stop != other.stop { return one.stop < other.stop }
    } else if heap[left].hash != heap[right].hash {
      return heap[left].hash < heap[right].hash
    }
    if one.datakey != other.datakey { return one.datakey.precedes(other.datakey) }
    return heap[left].part < heap[right].part
  }

  private mutating func push(_ file: IndexedFile, of part: Int) {
    heap.append((file, hash(of: file), part))
    var child = heap.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if precedes(child, least) { least = child }
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
