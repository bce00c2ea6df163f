internal import Files
internal import ObjectStorage
internal import SharedCloudRegistry

/// Files to sort.
struct SortableFiles: Sendable {
  /// The files, in pieces as they arrived, so that joining them needs no copy.
  private var pieces: [PackedFiles] = []
  private var places: [Place] = []
  private var packedSize = 0

  /// The sort key of a file, and its place.
  private struct Place {
    var start: Int64
    var dataset: Int32
    var number: UInt32

    init(_ start: Int64, dataset: Int32, piece: Int, index: Int) {
      self.start = start
      self.dataset = dataset
      number = UInt32(piece) << indexBits | UInt32(index)
    }

    var piece: Int { Int(number >> indexBits) }
    var index: Int { Int(number & (1 << indexBits - 1)) }

    /// The same file after that many pieces are inserted before its own.
    func moved(by pieces: Int) -> Place {
      Place(start, dataset: dataset, piece: piece + pieces, index: index)
    }
  }

  /// The bits of a place's number for the file in a piece; the others are for the piece.
  private static let indexBits: UInt32 = 20
  private static let largestPiece = 1 << indexBits
  private static let pieceLimit = 1 << (32 - indexBits)
  /// The maximum number of files in a piece that is copied instead of kept.
  private static let fewFiles = 256

  /// Whether there are no files.
  var isEmpty: Bool { places.isEmpty }

  /// Whether no more files can be added.
  var isFull: Bool { pieces.count >= Self.pieceLimit }

  /// Their size in bytes.
  var size: Int { packedSize + places.count * MemoryLayout<Place>.stride }

  /// The number of files.
  var count: Int { places.count }

  /// Reserves memory.
  ///
  /// - Parameters:
  ///   - count: The number of files.
  ///   - size: The number of their bytes.
  mutating func reserve(_ count: Int, size: Int) {
    places.reserveCapacity(count)
    pieces[openPiece()].reserve(count, size: size)
  }

  /// The number of the piece for the next file.
  private mutating func openPiece() -> Int {
    if let last = pieces.last, last.count < Self.largestPiece { return pieces.count - 1 }
    pieces.append(PackedFiles())
    return pieces.count - 1
  }

  /// Adds a file.
  mutating func add(_ file: IndexedFile) {
    let piece = openPiece()
    places.append(
      Place(file.start, dataset: file.dataset, piece: piece, index: pieces[piece].count))
    packedSize += pieces[piece].append(file)
  }

  /// Adds a file by its parts.
  mutating func add(
    _ numbers: FileNumbers, keyStart: [UInt8], key: Span<UInt8>, columns: [UInt8]
  ) {
    let piece = openPiece()
    places.append(
      Place(numbers.start, dataset: numbers.dataset, piece: piece, index: pieces[piece].count))
    packedSize += pieces[piece].append(numbers, keyStart: keyStart, key: key, columns: columns)
  }

  /// Adds files.
  mutating func add(_ other: SortableFiles) {
    packedSize += other.packedSize
    if other.count <= Self.fewFiles || pieces.count + other.pieces.count >= Self.pieceLimit {
      return addCopies(of: other)
    }
    for place in other.places { places.append(place.moved(by: pieces.count)) }
    pieces += other.pieces
  }

  private mutating func addCopies(of other: SortableFiles) {
    for place in other.places {
      let piece = openPiece()
      places.append(
        Place(place.start, dataset: place.dataset, piece: piece, index: pieces[piece].count))
      pieces[piece].append(other.pieces[place.piece], range: place.index..<place.index + 1)
    }
  }

  /// The files in order, in memory.
  func sorted() -> PackedFiles {
    var files = PackedFiles()
    files.reserve(count, size: packedSize)
    for place in sortedPlaces() {
      files.append(pieces[place.piece], range: place.index..<place.index + 1)
    }
    return files
  }

  /// The files in order, at the end of a temporary file.
  ///
  /// - Parameters:
  ///   - spool: The file.
  ///   - start: Its present end.
  /// - Returns: The files.
  /// - Throws: ``FileError`` when the temporary file can't be written.
  func spilled(to spool: SpoolFile, at start: Int) throws(FileError) -> SortedPart {
    var writer = SpoolWriter(continuing: spool)
    let pieces = pieces.span
    for place in sortedPlaces() {
      pieces[place.piece].write(place.index, to: &writer)
      try writer.flushIfFull()
    }
    let (file, size) = try writer.finish()
    return .spooled(file, start..<start + size)
  }

  private func sortedPlaces() -> [Place] {
    places.sorted { left, right in
      if left.dataset != right.dataset { return left.dataset < right.dataset }
      if left.start != right.start { return left.start < right.start }
      let order = pieces[left.piece].keyOrder(
        left.index, to: pieces[right.piece], otherIndex: right.index)
      return order != 0 ? order < 0 : left.number < right.number
    }
  }
}
