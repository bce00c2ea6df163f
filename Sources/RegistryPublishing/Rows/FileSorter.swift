package import SharedCloudRegistry

/// Sorts files by dataset, start and datakey, more than memory holds: what is too much goes to a
/// temporary file, part by part.
package struct FileSorter: ~Copyable {
  private let memory: Int
  private var files = SortableFiles()
  private var parts: [SortedPart] = []
  private var spilling: SpillInProgress?
  /// Has all parts, one behind the other, so that there may be more of them than open files.
  private var spool: SpoolFile?
  private var spooled = 0
  private var executor: BlockingExecutor?
  /// The number of files.
  package private(set) var count = 0

  /// Begins.
  ///
  /// - Parameter memory: About how many bytes of memory to use.
  package init(memory: Int = 64 << 20) { self.memory = memory }

  /// Adds a file.
  ///
  /// - Parameter file: The file.
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  package mutating func add(_ file: IndexedFile) throws(StoreError) {
    files.add(file)
    count += 1
    try spillIfFull()
  }

  /// Adds files.
  ///
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  mutating func add(_ other: SortableFiles) throws(StoreError) {
    files.add(other)
    count += other.count
    try spillIfFull()
  }

  private mutating func spillIfFull() throws(StoreError) {
    // One half is filled while the other is sorted and written.
    if files.size > memory / 2 { try spill() }
  }

  /// Ends adding.
  ///
  /// - Returns: The files, in order.
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  package consuming func finish() throws(StoreError) -> SortedFiles {
    if parts.isEmpty, spilling == nil { return SortedFiles([files.sorted()]) }
    try spill()
    try finishSpill()
    return SortedFiles(parts)
  }

  private mutating func finishSpill() throws(StoreError) {
    guard let spilling else { return }
    let part = try spilling.part()
    if case .spooled(_, let range) = part { spooled = range.upperBound }
    parts.append(part)
    self.spilling = nil
  }

  private mutating func spill() throws(StoreError) {
    try finishSpill()
    guard !files.isEmpty else { return }
    let executor = executor ?? BlockingExecutor(threads: 1)
    self.executor = executor
    if spool == nil { spool = try SpoolFile() }
    guard let spool else { return }
    let (full, start) = (files, spooled)
    spilling = SpillInProgress(on: executor) { () throws(StoreError) in
      try full.spilled(to: spool, at: start)
    }
    files = SortableFiles()
  }
}

/// Files that are to be sorted.
struct SortableFiles: Sendable {
  private var packed = PackedFiles()
  private var places: [Place] = []

  /// What a file is sorted by, and its number.
  private struct Place {
    var start: Int64
    var dataset: Int32
    var number: Int32
  }

  /// Whether there is none.
  var isEmpty: Bool { places.isEmpty }

  /// The number of bytes they take.
  var size: Int { packed.size + places.count * MemoryLayout<Place>.stride }

  /// The number of files.
  var count: Int { places.count }

  /// Adds a file.
  mutating func add(_ file: IndexedFile) {
    packed.append(file)
    places.append(
      Place(start: file.start, dataset: file.dataset, number: Int32(places.count)))
  }

  /// Adds a file by its parts.
  mutating func add(
    _ numbers: FileNumbers, _ keyStart: [UInt8], _ key: Span<UInt8>, _ columns: [UInt8]
  ) {
    packed.append(numbers, keyStart, key, columns)
    places.append(
      Place(start: numbers.start, dataset: numbers.dataset, number: Int32(places.count)))
  }

  /// Adds files.
  mutating func add(_ other: SortableFiles) {
    let shift = Int32(places.count)
    packed.append(other.packed)
    for place in other.places {
      places.append(
        Place(start: place.start, dataset: place.dataset, number: place.number + shift))
    }
  }

  /// The files in order, in memory.
  func sorted() -> SortedPart { .memory(packed, order: sortedPlaces().map { Int($0.number) }) }

  /// The files in order, at the end of a temporary file.
  ///
  /// - Parameters:
  ///   - spool: The file.
  ///   - start: Where it ends so far.
  /// - Returns: The files.
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  func spilled(to spool: SpoolFile, at start: Int) throws(StoreError) -> SortedPart {
    var writer = SpoolWriter(continuing: spool)
    for place in sortedPlaces() {
      writer.append(packed.bytes.span.extracting(packed.range(Int(place.number))))
      try writer.flushIfFull()
    }
    let (file, size) = try writer.finish()
    return .spooled(file, start..<start + size)
  }

  private func sortedPlaces() -> [Place] {
    places.sorted { left, right in
      if left.dataset != right.dataset { return left.dataset < right.dataset }
      if left.start != right.start { return left.start < right.start }
      let bytes = packed.bytes.span
      let order = bytes.extracting(packed.key(Int(left.number)))
        .order(to: bytes.extracting(packed.key(Int(right.number))))
      return order != 0 ? order < 0 : left.number < right.number
    }
  }
}
