internal import Glibc

/// Where the decoders of listings put what they read.
struct ListingOutput: Sendable {
  /// The entries that nobody has taken yet.
  private(set) var entries: [ListingEntry] = []
  /// What is known so far.
  var summary = ListingSummary()
  /// The file that is being read, where the listing has several.
  var file = ""
  private var previousKey: String?
  /// Whether more is wanted of entries than key, size and whether they are there.
  var takesDetails = true

  /// Adds an entry.
  mutating func add(_ entry: ListingEntry) {
    entries.append(entry)
    guard entry.isPresent else {
      summary.pastVersions += 1
      return
    }
    summary.objects += 1
    summary.bytes &+= entry.size ?? 0
    if let previousKey { compare(previousKey, entry) }
    previousKey = entry.key
  }

  /// Notes how a key stands to the one before.
  private mutating func compare(_ previous: String, _ entry: ListingEntry) {
    // Unicode's equality is not that of bytes.
    let order = previous.byteOrder(to: entry.key)
    if order == 0 {
      summary.repeated += 1
      summary.firstRepeated = summary.firstRepeated ?? entry.line
    } else if order > 0 {
      summary.outOfOrder += 1
      summary.firstOutOfOrder = summary.firstOutOfOrder ?? entry.line
    }
  }

  /// Notes what is wrong.
  mutating func fault(_ code: ListingFault.Code, line: Int, _ message: String) {
    summary.faultCount += 1
    guard summary.faults.count < ListingSummary.keptFaults else { return }
    summary.faults.append(ListingFault(code: code, file: file, line: line, message: message))
  }

  /// Gives the entries away.
  mutating func take() -> [ListingEntry] {
    defer { entries.removeAll(keepingCapacity: true) }
    return entries
  }
}

extension String {
  /// Less than, equal to or greater than 0 as the bytes are less, equal or greater.
  fileprivate func byteOrder(to other: String) -> Int {
    var (left, right) = (self, other)
    return left.withUTF8 { one in
      right.withUTF8 { other in
        guard let first = one.baseAddress, let second = other.baseAddress else {
          return one.count - other.count
        }
        let order = unsafe memcmp(first, second, Swift.min(one.count, other.count))
        return order != 0 ? Int(order) : one.count - other.count
      }
    }
  }
}

/// Reads one format of listings, as the bytes come.
protocol ListingDecoder {
  /// Reads on.
  mutating func read(_ bytes: Span<UInt8>, _ output: inout ListingOutput)

  /// Reads what is left at the end.
  mutating func finish(_ output: inout ListingOutput)
}

/// Reads a listing line by line.
protocol ListingLineDecoder {
  /// What ends a line.
  var terminator: UInt8 { get }

  /// Reads one line, without its end.
  mutating func read(line: ArraySlice<UInt8>, number: Int, _ output: inout ListingOutput)

  /// Looks at the end; the last line may lack its end.
  mutating func finish(line: Int, isEnded: Bool, _ output: inout ListingOutput)
}

extension ListingLineDecoder {
  var terminator: UInt8 { 0x0A }
}

/// Cuts bytes into lines for a decoder of lines.
struct LinesDecoder<Lines: ListingLineDecoder>: ListingDecoder {
  private var lines: Lines
  private var rest: [UInt8] = []
  private var number = 1
  private var isTooLong = false

  /// The longest line that is looked at; a key has 1024 bytes at most.
  private static var limit: Int { 1 << 20 }

  init(_ lines: Lines) { self.lines = lines }

  mutating func read(_ bytes: Span<UInt8>, _ output: inout ListingOutput) {
    let terminator = lines.terminator
    var start = 0
    for index in 0..<bytes.count where bytes[index] == terminator {
      keep(bytes.extracting(start..<index))
      end(&output)
      start = index + 1
    }
    keep(bytes.extracting(start..<bytes.count))
  }

  mutating func finish(_ output: inout ListingOutput) {
    let isEnded = rest.isEmpty && !isTooLong
    if !isEnded { end(&output) }
    lines.finish(line: Swift.max(1, number - 1), isEnded: isEnded, &output)
  }

  private mutating func keep(_ bytes: Span<UInt8>) {
    guard !isTooLong, rest.count + bytes.count <= Self.limit else {
      isTooLong = true
      rest.removeAll()
      return
    }
    unsafe bytes.withUnsafeBufferPointer { unsafe rest.append(contentsOf: $0) }
  }

  private mutating func end(_ output: inout ListingOutput) {
    if isTooLong {
      output.fault(.badEntry, line: number, "the line is longer than \(Self.limit) bytes")
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
