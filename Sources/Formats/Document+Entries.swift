// Unlike nodes, walks by index keep no reference to the document for each value.
extension Document {
  /// The number of entries: values, and keys of objects.
  @inlinable package var entryCount: Int { entries.count }

  /// The values in the order of the text, for walks that cannot afford one node per value.
  package var allEntries: [Entry] { entries }

  /// The bytes of strings that are spelled differently in the source.
  package var pooledText: [UInt8] { pool }

  /// Returns the kind of value of an entry; keys are strings.
  @inlinable package func kind(at index: Int) -> Node.Kind { entries[index].kind }

  /// Returns the index of the entry that follows an entry and all it contains.
  @inlinable package func nextIndex(after index: Int) -> Int { Int(entries[index].next) }

  /// Returns the number of elements of an array or members of an object; 0 for a scalar.
  ///
  /// The first element or key has the next index. A key's value has the index after the key's.
  @inlinable package func count(at index: Int) -> Int {
    let isContainer = entries[index].kind.rawValue >= Node.Kind.array.rawValue
    return isContainer ? Int(entries[index].textStart) : 0
  }

  /// Returns where a value is in the source, with its quotes or brackets, as byte offsets.
  @inlinable package func sourceRange(at index: Int) -> Range<Int> {
    let start = Int(entries[index].start)
    return start..<Swift.max(start, Int(entries[index].end))
  }

  /// Returns an entry as stored.
  @inlinable package func entry(at index: Int) -> Entry { entries[index] }

  /// Calls the body with the bytes of a scalar: a string without quotes and escapes, a number
  /// as written, `true`, `false` or `null`; of a container, nothing.
  @inlinable @inline(__always)
  package func withText<Result, Failure: Error>(
    at index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withText(of: entries[index], body)
  }

  /// Calls the body with the bytes of an entry of this document, as ``withText(at:_:)`` does.
  @inlinable @inline(__always)
  package func withText<Result, Failure: Error>(
    of entry: Entry, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let isScalar = entry.kind.rawValue < Node.Kind.array.rawValue
    let range = isScalar ? Int(entry.textStart)..<Int(entry.textEnd) : 0..<0
    // Two calls, since choosing between arrays would make a copy that has to be retained.
    guard entry.isPooled else {
      let source = source
      return try body(source.span.extracting(range))
    }
    let pool = pool
    return try body(pool.span.extracting(range))
  }

  /// Returns the bytes of a scalar as a slice to keep; nothing for a container.
  package func text(at index: Int) -> ArraySlice<UInt8> {
    let entry = entries[index]
    guard entry.kind.rawValue < Node.Kind.array.rawValue else { return [] }
    return (entry.isPooled ? pool : source)[Int(entry.textStart)..<Int(entry.textEnd)]
  }

  /// Returns the number of bytes of a scalar's text; 0 for a container.
  @inlinable package func textCount(at index: Int) -> Int {
    guard entries[index].kind.rawValue < Node.Kind.array.rawValue else { return 0 }
    return Int(entries[index].textEnd) - Int(entries[index].textStart)
  }

  /// Tells whether the text of a scalar is exactly the given one.
  @inlinable package func hasText(_ other: [UInt8], at index: Int) -> Bool {
    guard textCount(at: index) == other.count else { return false }
    return withText(at: index) { text in text.hasBytes(other.span) }
  }

  /// Returns the index of the value of a member of an object, the last if a key repeats;
  /// nil if it has no such member or this is not an object.
  @inlinable package func value(ofKey key: [UInt8], at index: Int) -> Int? {
    guard entries[index].kind == .object else { return nil }
    var found: Int?
    var position = index + 1
    for _ in 0..<count(at: index) {
      if hasText(key, at: position) { found = position + 1 }
      position = nextIndex(after: position + 1)
    }
    return found
  }
}

extension Span where Element == UInt8 {
  /// Tells whether two texts are the same to the byte.
  @inlinable package func hasBytes(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var index = 0
    while index &+ 8 <= count {
      if ByteWord(self, at: index) != ByteWord(other, at: index) { return false }
      index += 8
    }
    while index < count {
      if self[index] != other[index] { return false }
      index += 1
    }
    return true
  }
}
