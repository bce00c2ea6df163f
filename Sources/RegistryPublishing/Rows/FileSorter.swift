package import SharedCloudRegistry

/// Sorts files, more than memory holds: what is too much goes to a temporary file, part by part.
package struct FileSorter: ~Copyable {
  /// What files are sorted by.
  package enum Order: Sendable, Hashable {
    /// Dataset, start, stop and datakey, as rows stand in an index.
    case time
    /// Dataset and datakey, so that a file of the listing comes beside the same in the index.
    case datakey
  }

  private let order: Order
  private let memory: Int
  /// Files, encoded.
  private var bytes: [UInt8] = []
  private var places: [Place] = []
  private var parts: [SortedPart] = []
  /// The number of files.
  package private(set) var count = 0

  /// What a file is sorted by, and where it stands.
  private struct Place {
    var dataset: Int32
    var keyCount: Int32
    var start: Int64
    var stop: Int64
    var offset: Int
    var keyOffset: Int
    var length: Int32
  }

  /// Begins.
  ///
  /// - Parameters:
  ///   - order: What files are sorted by.
  ///   - memory: About how many bytes of memory to use.
  package init(by order: Order, memory: Int = 64 << 20) {
    self.order = order
    self.memory = memory
  }

  /// Adds a file.
  ///
  /// - Parameter file: The file.
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  package mutating func add(_ file: IndexedFile) throws(StoreError) {
    let offset = bytes.count
    file.encode(to: &bytes)
    let keyOffset = bytes.count - file.datakey.count - file.columns.count
    let isByTime = order == .time
    places.append(
      Place(
        dataset: file.dataset, keyCount: Int32(file.datakey.count),
        start: isByTime ? file.start : Int64(bitPattern: file.datakey.stableHash),
        stop: isByTime ? file.stop : 0, offset: offset, keyOffset: keyOffset,
        length: Int32(bytes.count - offset)))
    count += 1
    if bytes.count + places.count * MemoryLayout<Place>.stride > memory { try spill() }
  }

  /// Ends adding.
  ///
  /// - Returns: The files, in order.
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  package consuming func finish() throws(StoreError) -> SortedFiles {
    sortPlaces()
    guard !parts.isEmpty else {
      return SortedFiles(parts: [SortedPart(bytes, places.map(\.offset))], by: order)
    }
    try spill()
    return SortedFiles(parts: parts, by: order)
  }

  private mutating func sortPlaces() {
    let bytes = bytes
    places.sort { left, right in
      if left.dataset != right.dataset { return left.dataset < right.dataset }
      if left.start != right.start { return left.start < right.start }
      if left.stop != right.stop { return left.stop < right.stop }
      let common = Int(min(left.keyCount, right.keyCount))
      for index in 0..<common {
        let one = bytes[left.keyOffset + index]
        let other = bytes[right.keyOffset + index]
        if one != other { return one < other }
      }
      if left.keyCount != right.keyCount { return left.keyCount < right.keyCount }
      return left.offset < right.offset
    }
  }

  private mutating func spill() throws(StoreError) {
    guard !places.isEmpty else { return }
    sortPlaces()
    var writer = try SpoolWriter()
    for place in places {
      for shift in stride(from: 0, to: 32, by: 8) {
        writer.append(UInt8(truncatingIfNeeded: place.length >> shift))
      }
      writer.append(bytes.span.extracting(place.offset..<place.offset + Int(place.length)))
      try writer.flushIfFull()
    }
    let (file, size) = try writer.finish()
    parts.append(SortedPart(file, size))
    bytes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }
}
