/// Finds the keys that appear more than once in an object.
struct DuplicateKeys {
  /// A key that repeats an earlier one in its object; both are indices of entries.
  struct Duplicate: Sendable, Hashable {
    var key: Int
    var first: Int
  }

  /// The text of the keys: the source and the pool of the document.
  private let source: [UInt8]
  /// A hash table of indices into the entries plus 1; 0 is a free place.
  private var table: [UInt32] = []

  init(source: [UInt8]) { self.source = source }

  /// Returns the repeated keys of an object in the order of the text.
  ///
  /// - Complexity: O(*n*) in the length of the keys, even hostile ones: the hash is seeded.
  mutating func find(
    in object: Int, entries: [Document.Entry], pool: [UInt8]
  ) -> [Duplicate] {
    // Up to this many keys, comparing each with each is cheaper than hashing.
    Int(entries[object].textStart) <= 24
      ? findByComparing(in: object, entries: entries.span, pool: pool.span)
      : findByHashing(in: object, entries: entries.span, pool: pool.span)
  }

  private func findByComparing(
    in object: Int, entries: Span<Document.Entry>, pool: Span<UInt8>
  ) -> [Duplicate] {
    var duplicates: [Duplicate] = []
    var seen: UInt64 = 0
    var key = object + 1
    for _ in 0..<Int(entries[object].textStart) {
      let mark = fingerprint(of: entries[key], pool: pool)
      if seen & mark != 0,
        let first = firstEqual(to: key, from: object + 1, in: entries, pool: pool)
      {
        duplicates.append(Duplicate(key: key, first: first))
      }
      seen |= mark
      key = Int(entries[key + 1].next)
    }
    return duplicates
  }

  /// Returns the first key with the same text between two keys of one object.
  private func firstEqual(
    to key: Int, from start: Int, in entries: Span<Document.Entry>, pool: Span<UInt8>
  ) -> Int? {
    var other = start
    while other < key {
      if isEqual(entries[other], entries[key], pool: pool) { return other }
      other = Int(entries[other + 1].next)
    }
    return nil
  }

  private mutating func findByHashing(
    in object: Int, entries: Span<Document.Entry>, pool: Span<UInt8>
  ) -> [Duplicate] {
    var duplicates: [Duplicate] = []
    let count = Int(entries[object].textStart)
    let size = 1 << (Int.bitWidth - count.leadingZeroBitCount + 1)
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: size))
    var key = object + 1
    for _ in 0..<count {
      var place = hash(of: entries[key], pool: pool) & (size - 1)
      while table[place] != 0, !isEqual(entries[Int(table[place]) - 1], entries[key], pool: pool) {
        place = (place + 1) & (size - 1)
      }
      if table[place] == 0 {
        table[place] = UInt32(truncatingIfNeeded: key + 1)
      } else {
        duplicates.append(Duplicate(key: key, first: Int(table[place]) - 1))
      }
      key = Int(entries[key + 1].next)
    }
    return duplicates
  }
}

// MARK: - Text of keys

extension DuplicateKeys {
  /// One bit out of 64 by length and three bytes; keys with different bits differ.
  private func fingerprint(of key: Document.Entry, pool: Span<UInt8>) -> UInt64 {
    let start = Int(key.textStart)
    let end = Int(key.textEnd)
    guard start < end else { return 1 }
    let text = key.isPooled ? pool : source.span
    let middle = Int(text[(start + end) / 2])
    let sum = (end - start) &* 7 &+ Int(text[start]) &+ middle &* 3 &+ Int(text[end - 1]) &* 5
    return 1 << UInt64(truncatingIfNeeded: sum & 63)
  }

  private func hash(of key: Document.Entry, pool: Span<UInt8>) -> Int {
    let text = key.isPooled ? pool : source.span
    let end = Int(key.textEnd)
    var index = Int(key.textStart)
    var hasher = Hasher()
    while index + 8 <= end {
      hasher.combine(ByteWord(text, at: index).bits)
      index += 8
    }
    while index < end {
      hasher.combine(text[index])
      index += 1
    }
    return hasher.finalize()
  }

  private func isEqual(
    _ left: Document.Entry, _ right: Document.Entry, pool: Span<UInt8>
  ) -> Bool {
    let count = Int(left.textEnd) - Int(left.textStart)
    guard Int(right.textEnd) - Int(right.textStart) == count else { return false }
    let leftText = left.isPooled ? pool : source.span
    let rightText = right.isPooled ? pool : source.span
    for distance in 0..<count
    where leftText[Int(left.textStart) + distance] != rightText[Int(right.textStart) + distance] {
      return false
    }
    return true
  }
}
