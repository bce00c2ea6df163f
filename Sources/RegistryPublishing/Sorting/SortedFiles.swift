package import ObjectStorage
internal import SharedCloudRegistry

/// Files in order, one after another, merged from sorted parts.
package struct SortedFiles: ~Copyable {
  private var parts: [SortedPartReader]
  /// The sort key of each part's current file.
  private var heads: [Head]
  /// The parts that have a file, as a heap with the least first.
  private var heap: [Int] = []
  private var isBegun = false
  private let sources: [SortedPart]

  private static let memory = 16 << 20

  private struct Head {
    var start: Int64 = 0
    var dataset: Int32 = 0
    var isThere = false
  }

  init(_ parts: [SortedPart]) {
    // The total size of the parts' pieces in memory does not depend on the number of parts.
    sources = parts
    let chunk = min(256 << 10, max(16 << 10, Self.memory / max(1, parts.count)))
    self.parts = parts.map { SortedPartReader($0, chunk: chunk) }
    heads = Array(repeating: Head(), count: parts.count)
  }

  /// The same files from the first, to read them once more.
  func again() -> SortedFiles { SortedFiles(sources) }

  /// Adds the next file to others.
  ///
  /// - Parameter files: Receives the file.
  /// - Returns: Whether there is one.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  mutating func next(into files: inout PackedFiles) throws(StoreError) -> Bool {
    if !isBegun { try begin() }
    guard let part = heap.first else { return false }
    parts[part].copy(to: &files)
    try advance(part)
    if !heads[part].isThere {
      let last = heap.removeLast()
      if !heap.isEmpty { heap[0] = last }
    }
    sink()
    return true
  }

  /// Returns the next file; nil at the end.
  ///
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  package mutating func next() throws(StoreError) -> IndexedFile? {
    var files = PackedFiles()
    return try next(into: &files) ? files.file(0) : nil
  }

  private mutating func begin() throws(StoreError) {
    isBegun = true
    for part in parts.indices {
      try advance(part)
      guard heads[part].isThere else { continue }
      heap.append(part)
      var child = heap.count - 1
      while child > 0, precedes(heap[child], other: heap[(child - 1) / 2]) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }
  }

  private mutating func advance(_ part: Int) throws(StoreError) {
    let next = try parts[part].advance()
    heads[part] =
      next.map { Head(start: $0.start, dataset: $0.dataset, isThere: true) } ?? Head()
  }

  private func precedes(_ left: Int, other right: Int) -> Bool {
    let (one, other) = (heads[left], heads[right])
    if one.dataset != other.dataset { return one.dataset < other.dataset }
    if one.start != other.start { return one.start < other.start }
    let order = parts[left].keyOrder(to: parts[right])
    return order != 0 ? order < 0 : left < right
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in 2 * parent + 1...2 * parent + 2 where child < heap.count {
        if precedes(heap[child], other: heap[least]) { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}
