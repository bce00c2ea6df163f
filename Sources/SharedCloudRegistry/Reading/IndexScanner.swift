internal import Glibc
package import ObjectStorage

/// Reads an index file chunk by chunk and returns the lines that are not proved correct.
///
/// Callers add bytes with ``fill(from:)`` and take events with ``next()``. Rows that pass the fast
/// test are only counted. The scanner needs memory only for its buffer, whatever the size of the
/// file; a line longer than the limit is skipped and reported.
@usableFromInline package struct IndexScanner: ~Copyable {
  /// The next event in the file.
  package enum Event: Sendable, Hashable {
    /// A line that was not proved correct, as a range for ``withBytes(_:_:)``, without its LF.
    case line(Range<Int>)
    /// A line longer than the limit was skipped.
    case longLine(length: Int)
    /// More bytes are needed.
    case needsBytes
    /// The file is at its end.
    case end
  }

  /// Space before the data for the last datakey of the previous chunk.
  ///
  /// More than S3 allows: 1024 bytes for a key, 63 for a bucket's name, and the scheme.
  private static let headLength = 1280

  @usableFromInline var buffer: [UInt8]
  private var start = headLength
  private var end = headLength
  private var isLast = false
  private var skipped: Int?
  private let lineLimit: Int
  private var test = CleanRowTest()
  /// The days and sizes of the rows that passed the fast test, and of those that callers add.
  package var bins = TimeBins()
  /// How many times in a row the fast test failed, and for how many rows to skip it now.
  private var uselessTests = 0
  private var sparedRows = 0
  /// The offset in the file of the buffer's first data byte.
  private var bufferOffset = 0

  /// The number of the last returned line, counted from 1.
  package private(set) var line = 0
  /// The offset in the file of the last returned line.
  package private(set) var lineOffset = 0
  /// The number of rows that passed the fast test.
  package private(set) var cleanRows = 0
  /// Whether the last line ended with LF; true for an empty file.
  package private(set) var endsWithLineFeed = true
  /// The number of bytes added.
  package private(set) var byteCount = 0
  /// The first datakey.
  package private(set) var firstKey: [UInt8] = []

  /// Creates a scanner at the start of a file.
  ///
  /// - Parameters:
  ///   - chunk: The number of bytes to read at a time.
  ///   - lineLimit: The longest line that is returned, in bytes.
  package init(chunk: Int = 256 << 10, lineLimit: Int = 1 << 20) {
    buffer = [UInt8](repeating: 0, count: Self.headLength + chunk)
    self.lineLimit = lineLimit
  }

  /// Adds bytes.
  ///
  /// - Parameter read: Writes bytes to the buffer, from the start of the range on, and returns how
  ///   many; 0 means the end of the file.
  /// - Throws: The error of `read`.
  package mutating func fill<Failure: Error>(
    _ read: (inout MutableSpan<UInt8>, Range<Int>) throws(Failure) -> Int
  ) throws(Failure) {
    makeRoom()
    let free = end..<buffer.count
    var bytes = buffer.mutableSpan
    let count = try read(&bytes, free)
    end += count
    byteCount += count
    if count == 0 { isLast = true }
  }

  /// Adds the next bytes of a reader, to which the buffer is lent meanwhile.
  ///
  /// - Parameter reader: Gives the bytes of the file.
  /// - Throws: ``StoreError`` when they can't be read; the scanner can't be used any more.
  package mutating func fill(from reader: any ObjectReader) async throws(StoreError) {
    makeRoom()
    var lent: [UInt8] = []
    swap(&lent, &buffer)
    let (filled, count) = try await reader.next(into: consume lent, from: end)
    buffer = filled
    end += count
    byteCount += count
    if count == 0 { isLast = true }
  }

  /// Moves the remaining bytes to the front, after a copy of the last row's datakey.
  private mutating func makeRoom() {
    keepPreviousKey()
    guard start > Self.headLength || end == buffer.count else { return }
    let left = end - start
    if start > Self.headLength {
      let from = start
      unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        unsafe _ = memmove(base + Self.headLength, base + from, left)
      }
      bufferOffset += start - Self.headLength
      start = Self.headLength
      end = start + left
    } else {
      // One line fills the buffer.
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
  }

  private mutating func keepPreviousKey() {
    let key = test.previousKey
    guard key.lowerBound >= Self.headLength else { return }
    // After a key that is too long to keep, the next row is not tested, and the order is unknown.
    guard key.count <= Self.headLength else {
      test.previousKey = 0..<0
      test.keyOrder.add(.other)
      return
    }
    for (index, position) in key.enumerated() { buffer[index] = buffer[position] }
    test.previousKey = 0..<key.count
  }

  /// Whether the file begins with a byte order mark; known after the first line.
  package private(set) var hasByteOrderMark = false

  /// Calls the body with the bytes of a line.
  @inlinable package func withBytes<Result>(
    _ range: Range<Int>, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    body(buffer.span.extracting(range))
  }

  /// Returns the next event.
  package mutating func next() -> Event {
    if skipped != nil { return skipLongLine() }
    if test.isReady { skipCleanRowsIfUseful() }
    if let lineFeed = lineFeed(from: start) {
      return takeLine(upTo: lineFeed, next: lineFeed + 1)
    }
    if end - start > lineLimit {
      line += 1
      lineOffset = bufferOffset + start - Self.headLength
      skipped = 0
      return skipLongLine()
    }
    guard isLast else { return .needsBytes }
    guard start < end else { return .end }
    endsWithLineFeed = false
    return takeLine(upTo: end, next: end)
  }

  private mutating func takeLine(upTo lineEnd: Int, next: Int) -> Event {
    line += 1
    lineOffset = bufferOffset + start - Self.headLength
    let range = start..<lineEnd
    start = next
    if line == 1 { hasByteOrderMark = buffer[range].starts(with: [0xEF, 0xBB, 0xBF]) }
    if range.count > lineLimit { return .longLine(length: range.count) }
    return .line(range)
  }

  private mutating func skipLongLine() -> Event {
    let lineFeed = lineFeed(from: start)
    let length = (skipped ?? 0) + (lineFeed ?? end) - start
    start = lineFeed.map { $0 + 1 } ?? end
    guard lineFeed != nil || isLast else {
      skipped = length
      return .needsBytes
    }
    if lineFeed == nil { endsWithLineFeed = false }
    skipped = nil
    return .longLine(length: length)
  }

  private func lineFeed(from start: Int) -> Int? {
    let end = end
    return unsafe buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, let found = unsafe memchr(base + start, 10, end - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Counts clean rows, but tries less often after many odd rows in a row.
  private mutating func skipCleanRowsIfUseful() {
    guard sparedRows == 0 else {
      sparedRows -= 1
      return
    }
    let before = cleanRows
    skipCleanRows()
    uselessTests = cleanRows == before ? Swift.min(uselessTests + 1, 64) : 0
    sparedRows = uselessTests >= 8 ? uselessTests : 0
  }

  /// Counts the next rows that pass the fast test.
  private mutating func skipCleanRows() {
    var test = test
    var bins = TimeBins.empty
    // Moved, since a copy would be a second owner of its arrays.
    swap(&bins, &self.bins)
    var start = start
    let end = end
    let rows = unsafe buffer.withUnsafeBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      var rows = 0
      while let found = unsafe memchr(base + start, 10, end - start) {
        let lineFeed = unsafe UnsafeRawPointer(found) - base
        let earlier = test.hasStop ? test.latestStop : TimeWords()
        guard lineFeed - start <= lineLimit, unsafe test.passes(base, from: start, to: lineFeed)
        else {
          break
        }
        let size = unsafe Filesize.ofDigits(
          base, from: test.previousKey.upperBound + 1, to: lineFeed)
        bins.add(
          test.previousStart, stop: test.previousStop, earlier: earlier,
          length: test.timeLength, size: size)
        start = lineFeed + 1
        rows += 1
      }
      return rows
    }
    cleanRows += rows
    self.test = test
    swap(&bins, &self.bins)
    self.start = start
    line += rows
  }
}

// MARK: - The sequence of rows

extension IndexScanner {
  /// The facts about the previous rows, to judge the next one.
  package struct Sequence: Sendable {
    /// The start of the previous row.
    package var previousStart: SCRTime?
    /// The stop of the previous row.
    package var previousStop: SCRTime?
    /// The latest stop so far.
    package var latestStop: SCRTime?
  }

  /// The times of the rows that passed the fast test since the last returned row; nil if no row
  /// passed.
  package var fastSequence: Sequence? {
    guard test.isReady else { return nil }
    let length = test.timeLength
    return Sequence(
      previousStart: test.previousStart.time(length: length),
      previousStop: test.hasStop ? test.previousStop.time(length: length) : nil,
      latestStop: test.hasStop ? test.latestStop.time(length: length) : nil)
  }

  /// The order of the datakeys so far.
  package var keyOrder: KeyOrder { test.keyOrder }

  /// The datakey of the last row, if its bytes are in the buffer.
  package var previousKey: Range<Int> { test.previousKey }

  /// Prepares the fast test for rows of one layout.
  ///
  /// - Parameters:
  ///   - timeLength: The number of bytes of each time; the fast test stays off for unusual lengths.
  ///   - hasStop: Whether the second column is stop.
  ///   - prefix: The prefix of each datakey.
  ///   - year: The year in which each row starts; nil for any.
  ///   - latest: The latest time that is not in the future, with as many bytes; nil for none.
  package mutating func setLayout(
    timeLength: Int, hasStop: Bool, prefix: [UInt8], year: Int?, latest: [UInt8]? = nil
  ) {
    test.timeLength = TimeWords.lengths.contains(timeLength) ? timeLength : 0
    if let latest, latest.count == test.timeLength { test.latest = TimeWords(latest.span) }
    test.hasStop = hasStop
    test.prefix = prefix
    test.year =
      year.map {
        UInt32($0 / 1000 % 10) << 24 | UInt32($0 / 100 % 10) << 16
          | UInt32($0 / 10 % 10) << 8 | UInt32($0 % 10) | 0x3030_3030
      } ?? 0
  }

  /// Makes a returned row the previous one, so that the fast test continues after it.
  ///
  /// - Parameters:
  ///   - start: The range of its start; nil if it is not a time of the layout's length.
  ///   - stop: The range of its stop; nil if it is not a time of the layout's length.
  ///   - key: The range of its datakey; nil if it has no datakey.
  package mutating func notePrevious(start: Range<Int>?, stop: Range<Int>?, key: Range<Int>?) {
    if let key { noteKey(key) }
    guard let start, start.count == test.timeLength, test.timeLength > 0 else {
      // The next row can't be compared by its bytes.
      test.isReady = false
      return
    }
    test.previousStart = TimeWords(buffer.span.extracting(start))
    if test.hasStop, let stop, stop.count == test.timeLength {
      let stopWords = TimeWords(buffer.span.extracting(stop))
      test.previousStop = stopWords
      if test.latestStop < stopWords { test.latestStop = stopWords }
    }
    test.isReady = true
  }

  /// Notes a row whose datakey can't be compared by its bytes, so that the order proves nothing.
  package mutating func noteOddKey() { test.keyOrder.add(.other) }

  private mutating func noteKey(_ key: Range<Int>) {
    if test.previousKey.isEmpty {
      if firstKey.isEmpty { firstKey = Array(buffer[key]) }
    } else {
      test.keyOrder.add(Self.step(in: buffer, from: test.previousKey, to: key))
    }
    test.previousKey = key
    test.isPreviousKeyProved = false
  }

  /// Compares one key in the buffer with another.
  private static func step(
    in buffer: [UInt8], from before: Range<Int>, to key: Range<Int>
  ) -> KeyOrder.Step {
    unsafe buffer.withUnsafeBytes { bytes -> KeyOrder.Step in
      guard let base = bytes.baseAddress else { return .other }
      let common = Swift.min(before.count, key.count)
      let order = unsafe memcmp(base + before.lowerBound, base + key.lowerBound, common)
      if order != 0 { return order < 0 ? .ascending : .descending }
      if before.count == key.count { return .other }
      return before.count < key.count ? .ascending : .descending
    }
  }
}
