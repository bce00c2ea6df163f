/// The names in a schema, to find a key of an instance without making a string of it.
///
/// A key is looked up by its bytes once; its number then gives the entry of each schema.
struct PropertyNames: Sendable {
  /// Some of the names, with what one schema says about them.
  struct Table: Sendable {
    /// The first slot.
    var start = 0
    /// One less than the number of slots, which is a power of two; -1 without slots.
    var mask = -1
  }

  /// One name in a table.
  struct Slot: Sendable {
    /// The number of the name, or -1 if the slot is empty.
    var name = -1
    /// The schema for the value, or -1 if any value will do.
    var schema = -1
    /// The bit of the name among the required ones; 0 if it is not required.
    var requiredBit: UInt64 = 0
    /// Whether `properties` has the name.
    var isDeclared = false
  }

  private var bytes: [UInt8] = []
  private var starts = [0]
  private var slots: [Slot] = []
  /// The names by the hashes of their bytes, or -1; as many as a power of two.
  private var index = [-1]

  /// How many names there are.
  var count: Int { starts.count - 1 }

  /// Returns the number of a name, and adds it if it is new.
  mutating func number(of name: String) -> Int {
    let text = Array(name.utf8)
    if let number = number(of: text.span) { return number }
    bytes += text
    starts.append(bytes.count)
    if index.count < count * 2 { rebuildIndex() } else { enterIndex(count - 1) }
    return count - 1
  }

  /// Returns the number of a key; nil if no schema has such a name.
  @inline(__always) func number(of key: Span<UInt8>) -> Int? {
    var place = Self.hash(key) & (index.count - 1)
    while index[place] >= 0 {
      if isEqual(index[place], key) { return index[place] }
      place = (place + 1) & (index.count - 1)
    }
    return nil
  }

  /// Returns the name of a number.
  func name(_ number: Int) -> String {
    String(decoding: bytes[starts[number]..<starts[number + 1]], as: UTF8.self)
  }

  /// Tells whether a string is a name.
  @inline(__always) func isEqual(_ name: Int, _ text: Span<UInt8>) -> Bool {
    let start = starts[name]
    guard starts[name + 1] - start == text.count else { return false }
    let name = bytes.span.extracting(start..<start + text.count)
    for index in 0..<text.count where name[index] != text[index] { return false }
    return true
  }

  private mutating func rebuildIndex() {
    let size = index.count * 4
    index = [Int](repeating: -1, count: size)
    for number in 0..<count { enterIndex(number) }
  }

  private mutating func enterIndex(_ number: Int) {
    let name = Array(bytes[starts[number]..<starts[number + 1]])
    var place = Self.hash(name.span) & (index.count - 1)
    while index[place] >= 0 { place = (place + 1) & (index.count - 1) }
    index[place] = number
  }

  /// Mixes the length and a few bytes: the names of schemas rarely agree in all of them.
  @inline(__always) private static func hash(_ key: Span<UInt8>) -> Int {
    let count = key.count
    guard count > 0 else { return 0 }
    var hash = count &* 31 &+ Int(key[0])
    hash = hash &* 31 &+ Int(key[count / 4])
    hash = hash &* 31 &+ Int(key[count / 2])
    hash = hash &* 31 &+ Int(key[count - 1])
    return hash ^ hash >> 9
  }
}

// MARK: - Tables

extension PropertyNames {
  /// Adds a table of names, each of which must occur once.
  mutating func addTable(_ entries: [Slot]) -> Table {
    guard !entries.isEmpty else { return Table() }
    var count = 2
    while count < entries.count * 2 { count *= 2 }
    let table = Table(start: slots.count, mask: count - 1)
    slots.append(contentsOf: [Slot](repeating: Slot(), count: count))
    for entry in entries {
      var place = entry.name & table.mask
      while slots[table.start + place].name >= 0 { place = (place + 1) & table.mask }
      slots[table.start + place] = entry
    }
    return table
  }

  /// Returns the entry of a name in a table; nil if it has none.
  @inline(__always) func slot(_ name: Int, in table: Table) -> Slot? {
    guard table.mask >= 0, name >= 0 else { return nil }
    // Names are numbered as they appear, so those of one schema rarely collide.
    var place = name & table.mask
    while true {
      let slot = slots[table.start + place]
      if slot.name == name { return slot }
      if slot.name < 0 { return nil }
      place = (place + 1) & table.mask
    }
  }

  /// Returns the slots of a table, in the order in which their names first appeared.
  func slots(of table: Table) -> [Slot] {
    guard table.mask >= 0 else { return [] }
    return slots[table.start...table.start + table.mask]
      .filter { $0.name >= 0 }.sorted { $0.name < $1.name }
  }
}
