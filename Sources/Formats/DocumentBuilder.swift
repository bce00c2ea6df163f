/// A document under construction, which the parsers of all formats fill.
struct DocumentBuilder {
  /// The values and keys so far, in the order of the text.
  var entries: [Document.Entry] = []
  /// Text that is spelled differently in the source.
  var pool: [UInt8] = []
  private var remarks: [Document.Remark] = []
  private var omittedRemarks = 0
  /// How many remarks there are of each kind.
  private var remarkCounts: [4 of Int] = .init(repeating: 0)
  private let remarkLimit: Int

  init(limits: TextLimits) { remarkLimit = limits.remarks }

  /// Appends a scalar whose text is in the source or in the pool.
  @inline(__always)
  mutating func appendScalar(
    _ kind: Node.Kind, at place: Range<Int>, text: Range<Int>, isPooled: Bool = false
  ) {
    entries.append(
      .init(
        kind: kind, isPooled: isPooled, start: place.lowerBound, end: place.upperBound,
        textStart: text.lowerBound, textEnd: text.upperBound, next: entries.count + 1))
  }

  /// Appends a container and returns its index, for closing it.
  @inline(__always)
  mutating func openContainer(_ kind: Node.Kind, at start: Int) -> Int {
    entries.append(.init(kind: kind, start: start, end: start, next: 0))
    return entries.count - 1
  }

  /// Ends the innermost open container, which has the given number of elements or members.
  @inline(__always)
  mutating func closeContainer(_ index: Int, count: Int, end: Int) {
    entries[index].end = UInt32(truncatingIfNeeded: end)
    entries[index].textStart = UInt32(truncatingIfNeeded: count)
    entries[index].next = UInt32(truncatingIfNeeded: entries.count)
  }

  /// Makes null of the scalar values at some places; keys stay.
  ///
  /// - Parameter isDamaged: Whether nothing can be said of the value at a place.
  mutating func clearScalars(where isDamaged: (Range<Int>) -> Bool) {
    var open: [(end: Int, isObject: Bool, isKey: Bool)] = []
    for index in entries.indices {
      while let last = open.last, index >= last.end { open.removeLast() }
      let isKey = open.last.map { $0.isObject && $0.isKey } ?? false
      if !open.isEmpty { open[open.count - 1].isKey.toggle() }
      let kind = entries[index].kind
      guard kind != .object, kind != .array else {
        open.append((Int(entries[index].next), kind == .object, true))
        continue
      }
      let place = Int(entries[index].start)..<Int(entries[index].end)
      if !isKey, isDamaged(place) { entries[index].kind = .null }
    }
  }

  /// Notes something odd; only the first remarks of each kind are kept.
  mutating func remark(_ kind: Document.Remark.Kind, at offset: Int) {
    let number =
      switch kind {
      case .byteOrderMark: 0
      case .duplicateKey: 1
      case .loneSurrogate: 2
      case .invalidUTF8: 3
      }
    guard remarkCounts[number] < remarkLimit else {
      omittedRemarks += 1
      return
    }
    remarkCounts[number] += 1
    remarks.append(.init(kind, offset: offset))
  }

  /// Makes the document.
  consuming func finish(format: Document.Format, source: [UInt8]) -> Document {
    Document(
      format: format, source: source, pool: pool, entries: entries,
      remarks: remarks.sorted { $0.offset < $1.offset }, omittedRemarks: omittedRemarks)
  }
}
