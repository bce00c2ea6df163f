/// The names of properties in a schema, for finding a key of an instance without making strings.
struct PropertyNames: Sendable {
  /// A hash table of some names.
  struct Table: Sendable {
    /// The first slot.
    var start = 0
    /// One less than the number of slots, which is a power of two; -1 if there are none.
    var mask = -1
  }

  /// One name in a table.
  struct Slot: Sendable {
    /// The number of the name, or -1 if the slot is empty.
    var name = -1
    /// The schema for the value, or -1 if any value will do.
    var schema = -1
    /// The bit of the name among those that are required; 0 if it is not.
    var requiredBit: UInt64 = 0
    /// Whether `properties` has the name.
    var isDeclared = false
  }

  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var numbers: [String: Int] = [:]
  private(set) var slots: [Slot] = []

  /// Returns the number of a name.
  mutating func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    bytes.append(contentsOf: name.utf8)
    ends.append(bytes.count)
    numbers[name] = ends.count - 1
    return ends.count - 1
  }

  /// Returns the name of a number.
  func name(_ number: Int) -> String { String(decoding: bytes[range(of: number)], as: UTF8.self) }

  @inline(__always) private func range(of name: Int) -> Range<Int> {
    (name == 0 ? 0 : ends[name - 1])..<ends[name]
  }

  /// Adds a table of names, each of which must occur once.
  mutating func addTable(_ entries: [Slot]) -> Table {
    guard !entries.isEmpty else { return Table() }
    var count = 2
    while count < entries.count * 2 { count *= 2 }
    let table = Table(start: slots.count, mask: count - 1)
    slots.append(contentsOf: [Slot](repeating: Slot(), count: count))
    for entry in entries {
      var index = Self.hash(bytes.span.extracting(range(of: entry.name))) & table.mask
      while slots[table.start + index].name >= 0 { index = (index + 1) & table.mask }
      slots[table.start + index] = entry
    }
    return table
  }

  /// Returns the slot of a key; nil if the table does not have it.
  @inline(__always) func slot(of key: Span<UInt8>, in table: Table) -> Slot? {
    guard table.mask >= 0 else { return nil }
    var index = Self.hash(key) & table.mask
    while true {
      let slot = slots[table.start + index]
      guard slot.name >= 0 else { return nil }
      if isEqual(slot.name, key) { return slot }
      index = (index + 1) & table.mask
    }
  }

  /// Tells whether a key is a name.
  @inline(__always) func isEqual(_ name: Int, _ key: Span<UInt8>) -> Bool {
    let range = range(of: name)
    guard range.count == key.count else { return false }
    for index in 0..<key.count where bytes[range.lowerBound + index] != key[index] { return false }
    return true
  }

  /// Mixes the length and a few bytes: names of one schema rarely agree in all of them.
  @inline(__always) private static func hash(_ key: Span<UInt8>) -> Int {
    let count = key.count
    guard count > 0 else { return 0 }
    let ends = Int(key[0]) &* 31 &+ Int(key[count - 1]) &* 7
    let hash = (ends &+ Int(key[count / 2])) &* 13 &+ count &* 101
    return hash ^ hash >> 7
  }
}
