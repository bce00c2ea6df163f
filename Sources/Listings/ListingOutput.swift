internal import Formats

/// Collects what the decoders of listings read.
struct ListingOutput: Sendable {
  /// The objects that wait for the consumer.
  private var batch = ListingBatch()
  /// The summary so far.
  var summary = ListingSummary()
  /// The file that is being read, if the listing has several.
  var file = ""
  /// The key of the object before the batch.
  private var lastKey: [UInt8] = []
  private var hasLast = false
  /// The previous key, if it is in the batch.
  private var previousKey: Range<Int>?
  /// How many keys are addresses such as `s3://bucket/key`, and the line of the first.
  private var addresses = (count: 0, line: 0)
  /// Whether the lines are rows of a Parquet file.
  var hasRows = false
  /// The files of interrupted publications, which are skipped.
  var staged = StagedFiles()
  /// Whether ETags and modification times are needed.
  var takesDetails = true

  /// Adds an entry.
  mutating func add(_ entry: ListingEntry) {
    batch.append(entry)
    if let object = batch.objects.last { note(object) }
  }

  /// Adds an object whose strings were added by ``add(text:)``.
  mutating func add(_ object: ListingBatch.Object) {
    var object = object
    // Encryption without a key means that the ETag is an MD5, which that of an upload in parts is
    // not, whatever it looks like.
    if object.isMultipart, let etag = object.etag, !batch.bytes[etag].contains(UInt8(ascii: "-")) {
      object.encryption = nil
    }
    batch.append(object)
    note(object)
  }

  /// Adds a string of the next object.
  mutating func add(text: Span<UInt8>) -> Range<Int> { batch.append(text: text) }

  /// Adds a string of the next object.
  mutating func add(text: some Collection<UInt8>) -> Range<Int> { batch.append(text: text) }

  private mutating func note(_ object: ListingBatch.Object) {
    guard object.isPresent else {
      summary.pastVersions += 1
      return
    }
    summary.objects += 1
    summary.bytes.add(clamped: object.size ?? 0)
    if isAddress(object.key) {
      addresses = (addresses.count + 1, addresses.count == 0 ? object.line : addresses.line)
    }
    if let order = order(ofKeyBefore: object.key) { note(order, line: object.line) }
    previousKey = object.key
  }

  /// How the previous key compares with this one: less than, equal to or greater than 0; nil if
  /// there is no previous key.
  private func order(ofKeyBefore key: Range<Int>) -> Int? {
    if let previousKey {
      return batch.bytes.span.extracting(previousKey)
        .byteOrder(to: batch.bytes.span.extracting(key))
    }
    return hasLast ? lastKey.span.byteOrder(to: batch.bytes.span.extracting(key)) : nil
  }

  /// Whether a key begins with a scheme, as `s3://` and `https://` do.
  private func isAddress(_ key: Range<Int>) -> Bool {
    guard key.count > 5 else { return false }
    for index in key.lowerBound + 2..<Swift.min(key.lowerBound + 6, key.upperBound - 2)
    where batch.bytes[index] == UInt8(ascii: ":") {
      return batch.bytes[index + 1] == UInt8(ascii: "/")
        && batch.bytes[index + 2] == UInt8(ascii: "/")
    }
    return false
  }

  /// Notes a listing of addresses at its end: compared with keys, all would seem to be missing.
  ///
  /// A single such key may be the name of an object.
  mutating func noteAddresses() {
    guard addresses.count > 0, addresses.count == summary.objects else { return }
    summary.addressesLine = addresses.line
  }

  private mutating func note(_ order: Int, line: Int) {
    if order == 0 {
      summary.repeated += 1
      summary.firstRepeated = summary.firstRepeated ?? line
    } else if order > 0 {
      summary.outOfOrder += 1
      summary.firstOutOfOrder = summary.firstOutOfOrder ?? line
    }
  }

  /// Notes a fault.
  mutating func fault(_ code: ListingFault.Code, line: Int, message: String) {
    summary.faultCount += 1
    // Many faults of one kind don't hide the others.
    guard summary.faults.count(where: { $0.code == code }) < ListingSummary.keptFaults else {
      return
    }
    var fault = ListingFault(code: code, file: file, line: line, message: message)
    fault.isRow = hasRows
    summary.faults.append(fault)
  }

  /// Returns the objects and forgets them.
  mutating func take() -> ListingBatch {
    if let previousKey {
      lastKey = Array(batch.bytes[previousKey])
      hasLast = true
    }
    previousKey = nil
    defer { batch = ListingBatch() }
    return batch
  }
}

/// Reads one format of listings, as the bytes arrive.
protocol ListingDecoder {
  /// Reads more bytes.
  mutating func read(_ bytes: Span<UInt8>, into output: inout ListingOutput)

  /// Reads the rest at the end.
  mutating func finish(_ output: inout ListingOutput)
}

/// Reads a listing line by line.
protocol ListingLineDecoder {
  /// The byte that ends a line.
  var terminator: UInt8 { get }

  /// Reads complete lines of the usual form, as many as follow one another.
  ///
  /// - Parameters:
  ///   - bytes: Some bytes of the listing.
  ///   - start: Where a line begins in them.
  ///   - number: The number of that line.
  ///   - output: Receives the objects.
  /// - Returns: The number of lines, and the end of the last one in the bytes; `start` if the next
  ///   line is of another form or not complete.
  mutating func readUsualLines(
    in bytes: Span<UInt8>, from start: Int, number: Int, _ output: inout ListingOutput
  ) -> (count: Int, end: Int)

  /// Whether a line without its end may be truncated and still be read as another object.
  var needsLineEnd: Bool { get }

  /// Reads one line, without its end.
  mutating func read(line: ArraySlice<UInt8>, number: Int, _ output: inout ListingOutput)

  /// Handles the end; the last line may lack its line end.
  mutating func finish(line: Int, isEnded: Bool, _ output: inout ListingOutput)
}

extension ListingLineDecoder {
  var terminator: UInt8 { 0x0A }

  var needsLineEnd: Bool { true }

  mutating func readUsualLines(
    in bytes: Span<UInt8>, from start: Int, number: Int, _ output: inout ListingOutput
  ) -> (count: Int, end: Int) { (0, start) }
}

/// Splits bytes into lines for a decoder of lines.
struct LinesDecoder<Lines: ListingLineDecoder>: ListingDecoder {
  private var lines: Lines
  private var rest: [UInt8] = []
  private var number = 1
  private var isTooLong = false

  /// The longest line that is read; a key has at most 1024 bytes.
  private static var limit: Int { 1 << 20 }

  init(_ lines: Lines) { self.lines = lines }

  mutating func read(_ bytes: Span<UInt8>, into output: inout ListingOutput) {
    let terminator = lines.terminator
    var start = 0
    while start < bytes.count {
      if rest.isEmpty, !isTooLong {
        let usual = lines.readUsualLines(in: bytes, from: start, number: number, &output)
        number += usual.count
        start = usual.end
      }
      let index = bytes.firstIndex(of: terminator, from: start)
      keep(bytes.extracting(start..<index))
      guard index < bytes.count else { return }
      end(&output)
      start = index + 1
    }
  }

  mutating func finish(_ output: inout ListingOutput) {
    let isEnded = rest.isEmpty && !isTooLong
    // What a truncated line says is not known.
    if !isEnded, lines.needsLineEnd, !isTooLong {
      rest.removeAll()
      number += 1
    } else if !isEnded {
      end(&output)
    }
    lines.finish(line: Swift.max(1, number - 1), isEnded: isEnded, &output)
  }

  private mutating func keep(_ bytes: Span<UInt8>) {
    guard !isTooLong, rest.count + bytes.count <= Self.limit else {
      isTooLong = true
      rest.removeAll()
      return
    }
    rest.append(bytes)
  }

  private mutating func end(_ output: inout ListingOutput) {
    if isTooLong {
      output.fault(.badEntry, line: number, message: "the line is longer than \(Self.limit) bytes")
    } else {
      var line = rest[...]
      if lines.terminator == 0x0A, line.last == 0x0D { line.removeLast() }
      lines.read(line: line, number: number, &output)
    }
    number += 1
    isTooLong = false
    rest.removeAll(keepingCapacity: true)
  }
}
