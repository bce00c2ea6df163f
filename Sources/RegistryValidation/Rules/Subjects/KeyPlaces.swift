/// The first place of each datakey that repeats.
struct KeyPlaces {
  /// A datakey of a row.
  struct Key {
    /// The hash by which it is found.
    var hash: UInt64 = 0
    /// Another hash of it, since different keys may have the same one.
    var check: UInt64 = 0
    /// The hash of the whole row.
    var row: UInt64 = 0
    /// The number of its file.
    var file: UInt32 = 0
    /// Its line; 0 before it is found.
    var line = 0
  }

  private let slots: HashSlots
  private var firsts: [Key]
  private var waiting: [Key] = []
  /// Where the waiting keys are.
  private var positions: [Int] = []

  /// How many keys are looked up together.
  private static let together = 64

  /// Makes room.
  ///
  /// - Parameter repeated: The hashes that repeat, in ascending order.
  init(_ repeated: [UInt64]) {
    slots = HashSlots(repeated)
    firsts = [Key](repeating: Key(), count: repeated.count)
  }

  /// Adds a key.
  ///
  /// - Returns: The first key that is the same; nil if this is the first, or does not repeat.
  mutating func add(_ key: Key) -> Key? {
    slots.position(of: key.hash).flatMap { add(key, at: $0) }
  }

  private mutating func add(_ key: Key, at position: Int) -> Key? {
    let first = firsts[position]
    guard first.line > 0 else {
      firsts[position] = key
      return nil
    }
    return first.check == key.check ? first : nil
  }

  /// Adds a key, soon: the memory answers many questions at once faster than one by one.
  ///
  /// - Returns: The number of keys that repeat an earlier one, of those that were added now.
  mutating func addLater(_ key: Key) -> Int {
    waiting.append(key)
    return waiting.count == Self.together ? addWaiting() : 0
  }

  /// Adds the keys that wait.
  ///
  /// - Returns: The number of those that repeat an earlier one.
  mutating func addWaiting() -> Int {
    positions.removeAll(keepingCapacity: true)
    for key in waiting { positions.append(slots.start(of: key.hash)) }
    for index in positions.indices {
      positions[index] = slots.position(of: waiting[index].hash, from: positions[index]) ?? -1
    }
    var repeats = 0
    for (key, position) in zip(waiting, positions) where position >= 0 {
      if add(key, at: position) != nil { repeats += 1 }
    }
    waiting.removeAll(keepingCapacity: true)
    return repeats
  }
}
