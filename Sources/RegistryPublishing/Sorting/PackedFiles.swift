internal import Files
internal import Formats
internal import SharedCloudRegistry

/// The numbers of a file; its strings follow them in ``PackedFiles``.
struct FileNumbers: Sendable, BitwiseCopyable {
  /// Microseconds since 1970.
  var start: Int64
  /// Microseconds since 1970; ``IndexedFile/noTime`` if not yet known.
  var stop: Int64
  /// The size in bytes; -1 if unknown.
  var size: Int64
  /// How much later the file starts than ``start``, which is truncated.
  var cutOff: Int64 = 0
  /// When it was written; ``IndexedFile/noTime`` if unknown.
  var modified: Int64
  /// The number of the dataset.
  var dataset: Int32
  private var marks: UInt32 = 1
  /// The start of the version in the datakey.
  var versionStart: Int32 = 0
  /// The end of the version in the datakey.
  var versionEnd: Int32 = 0
  /// The length of the datakey.
  fileprivate var keyCount: Int32 = 0
  /// The length of the further columns.
  fileprivate var columnCount: Int32 = 0

  /// Makes the numbers of a file that is listed.
  init(dataset: Int32, start: Int64, stop: Int64, size: Int64) {
    self.dataset = dataset
    self.start = start
    self.stop = stop
    self.size = size
    modified = IndexedFile.noTime
  }

  fileprivate init(_ file: IndexedFile) {
    self.init(dataset: file.dataset, start: file.start, stop: file.stop, size: file.size)
    modified = file.modified
    cutOff = file.cutOff
    isListed = file.isListed
    unindexed = file.unindexed
    versionStart = Int32(file.version.lowerBound)
    versionEnd = Int32(file.version.upperBound)
  }

  /// Whether the listing has it.
  var isListed: Bool {
    get { marks & 1 != 0 }
    set { marks = newValue ? marks | 1 : marks & ~1 }
  }

  /// The state of its file, if it is a row without a listed file.
  var unindexed: UnindexedState {
    get { UnindexedState(rawValue: marks >> 2) ?? .gone }
    set { marks = marks & 3 | newValue.rawValue << 2 }
  }

  /// Whether the present index has it.
  fileprivate(set) var isPresent: Bool {
    get { marks & 2 != 0 }
    set { marks = newValue ? marks | 2 : marks & ~2 }
  }

  /// The length of the packed file.
  var length: Int { textOffset + Int(keyCount) + Int(columnCount) }

  /// The offset of its strings.
  fileprivate var textOffset: Int {
    MemoryLayout<Self>.size + (isPresent ? MemoryLayout<IndexedFile.Row>.size : 0)
  }
}

/// Files one after another in one buffer.
struct PackedFiles: Sendable {
  private(set) var bytes: [UInt8] = []
  private var offsets: [Int] = []

  /// The number of files.
  var count: Int { offsets.count }

  /// Removes all files, and keeps the memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
  }

  /// Adds a file by its parts.
  ///
  /// - Parameters:
  ///   - numbers: Its numbers.
  ///   - keyStart: The start of its datakey.
  ///   - key: The rest of its datakey.
  ///   - columns: The further columns.
  /// - Returns: The number of bytes that it takes.
  @discardableResult
  mutating func append(
    _ numbers: FileNumbers, keyStart: [UInt8], key: Span<UInt8>, columns: [UInt8]
  ) -> Int {
    var numbers = numbers
    numbers.keyCount = Int32(keyStart.count + key.count)
    numbers.columnCount = Int32(columns.count)
    offsets.append(bytes.count)
    bytes.append(value: numbers)
    // Spans, since arrays would be retained each time.
    bytes.append(keyStart.span)
    bytes.append(key)
    if !columns.isEmpty { bytes.append(columns.span) }
    return numbers.length + MemoryLayout<Int>.size
  }

  /// Adds a file.
  ///
  /// - Returns: The number of bytes that it takes.
  @discardableResult
  mutating func append(_ file: IndexedFile) -> Int {
    var numbers = FileNumbers(file)
    numbers.keyCount = Int32(file.datakey.count)
    numbers.columnCount = Int32(file.columns.count)
    numbers.isPresent = file.present != nil
    offsets.append(bytes.count)
    bytes.append(value: numbers)
    if let row = file.present { bytes.append(value: row) }
    bytes += file.datakey
    bytes += file.columns
    return numbers.length + MemoryLayout<Int>.size
  }

  /// Adds a file that was packed elsewhere.
  mutating func append(packed file: Span<UInt8>) {
    offsets.append(bytes.count)
    bytes.append(file)
  }

  /// Adds some of other files.
  mutating func append(_ other: PackedFiles, range: Range<Int>) {
    guard let first = range.first else { return }
    let start = other.offsets[first]
    let shift = bytes.count - start
    bytes.append(other.bytes.span.extracting(start..<other.end(range.upperBound - 1)))
    for index in range { offsets.append(other.offsets[index] + shift) }
  }

  /// Removes a file near the end.
  mutating func remove(_ index: Int) {
    let range = offsets[index]..<end(index)
    bytes.removeSubrange(range)
    offsets.remove(at: index)
    for later in index..<offsets.count { offsets[later] -= range.count }
  }

  /// Removes files at the start.
  mutating func removeFirst(_ number: Int) {
    let start = number < count ? offsets[number] : bytes.count
    bytes.removeFirst(start)
    offsets.removeFirst(number)
    for index in offsets.indices { offsets[index] -= start }
  }

  /// Reserves memory.
  ///
  /// - Parameters:
  ///   - count: The number of files.
  ///   - size: The number of their bytes.
  mutating func reserve(_ count: Int, size: Int) {
    offsets.reserveCapacity(count)
    bytes.reserveCapacity(size)
  }

  /// The end of a file in the bytes.
  private func end(_ index: Int) -> Int {
    index + 1 < offsets.count ? offsets[index + 1] : bytes.count
  }
}

// MARK: - Reading files

extension PackedFiles {
  /// The numbers of a file.
  func numbers(_ index: Int) -> FileNumbers { bytes.span.value(at: offsets[index]) }

  /// The range of a file in the bytes.
  func range(_ index: Int) -> Range<Int> { offsets[index]..<end(index) }

  /// Writes a packed file.
  func write(_ index: Int, to writer: inout SpoolWriter) {
    writer.append(bytes.span.extracting(range(index)))
  }

  /// Tells whether two files have the same dataset, start and datakey.
  func isSame(_ one: Int, as other: Int) -> Bool {
    let (first, second) = (numbers(one), numbers(other))
    guard first.start == second.start, first.dataset == second.dataset else { return false }
    return keyOrder(one, to: self, otherIndex: other) == 0
  }

  /// The order of a file's datakey relative to another's.
  func keyOrder(_ index: Int, to other: PackedFiles, otherIndex: Int) -> Int {
    bytes.span.extracting(key(index))
      .byteOrder(to: other.bytes.span.extracting(other.key(otherIndex)))
  }

  /// The range of a file's datakey in the bytes.
  func key(_ index: Int) -> Range<Int> { bytes.span.key(ofFileAt: offsets[index]) }

  /// The range of a file's further columns in the bytes.
  func columns(_ index: Int) -> Range<Int> {
    let start = key(index).upperBound
    return start..<start + Int(numbers(index).columnCount)
  }

  /// The row of a file in the present index.
  func present(_ index: Int) -> IndexedFile.Row? {
    guard numbers(index).isPresent else { return nil }
    return bytes.span.value(at: offsets[index] + MemoryLayout<FileNumbers>.size)
  }

  /// Replaces the numbers of a file; its strings stay.
  mutating func set(_ numbers: FileNumbers, at index: Int) {
    bytes.store(numbers, at: offsets[index])
  }

  /// A copy of a file.
  func file(_ index: Int) -> IndexedFile {
    let numbers = numbers(index)
    var file = IndexedFile(
      dataset: numbers.dataset, start: numbers.start, stop: numbers.stop, size: numbers.size,
      datakey: bytes.span.bytes(key(index)))
    file.modified = numbers.modified
    file.cutOff = numbers.cutOff
    file.isListed = numbers.isListed
    file.unindexed = numbers.unindexed
    file.present = present(index)
    file.version = Int(numbers.versionStart)..<Int(numbers.versionEnd)
    file.columns = bytes.span.bytes(columns(index))
    return file
  }
}

extension Span where Element == UInt8 {
  /// The range of the datakey of the packed file at an offset.
  func key(ofFileAt offset: Int) -> Range<Int> {
    let numbers: FileNumbers = value(at: offset)
    let start = offset + numbers.textOffset
    return start..<start + Int(numbers.keyCount)
  }
}
