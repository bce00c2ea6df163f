/// The objects of a listing as hashes and sizes: about 20 bytes per object.
///
/// Each part of the table grows separately, by a quarter, so growing never needs double the
/// memory. Two keys with the same hash count as one. With 100 million objects and as many rows,
/// this affects one row in two thousand runs.
struct ListedObjects: Sendable {
  /// The facts about an object.
  struct Object: Sendable, Hashable {
    /// The size in bytes; nil if unknown.
    var size: Int?
    /// Whether a row has it, or it is not data.
    var isSeen: Bool
  }

  /// A place in the table, empty if both are 0.
  private struct Slot {
    var hash: UInt64 = 0
    var value: UInt64 = 0
  }

  private static let partBits: UInt64 = 6
  private static let seen: UInt64 = 1 << 63
  private static let unknown: UInt64 = 1 << 62
  private static let taken: UInt64 = 1 << 61

  private var parts = [[Slot]](repeating: [], count: 1 << Int(partBits))
  private var counts = [Int](repeating: 0, count: 1 << Int(partBits))
  private let hashes: KeyHashes
  /// The number of objects.
  private(set) var count = 0
  /// The number of objects without a row.
  private(set) var unseen = 0

  /// Makes an empty table.
  ///
  /// - Parameter seed: Makes the hashes unpredictable.
  init(seed: UInt64) { hashes = KeyHashes(capacity: 0, seed: seed) }

  /// Adds an object.
  ///
  /// - Returns: False if it is already in the table with another size.
  mutating func add(_ key: Span<UInt8>, size: Int?) -> Bool {
    let hash = hashes.hash(key)
    let value = Self.taken | (size.map { UInt64($0) } ?? Self.unknown)
    let part = Int(hash & (1 << Self.partBits - 1))
    if (counts[part] + 1) * 8 > parts[part].count * 7 { grow(part) }
    let place = Self.place(of: hash, in: parts[part])
    guard parts[part][place].value == 0 else { return parts[part][place].value == value }
    parts[part][place] = Slot(hash: hash, value: value)
    counts[part] += 1
    count += 1
    unseen += 1
    return true
  }

  /// Finds an object; nil if it is not listed.
  func find(_ key: Span<UInt8>) -> Object? {
    let hash = hashes.hash(key)
    let part = parts[Int(hash & (1 << Self.partBits - 1))]
    guard !part.isEmpty else { return nil }
    let value = part[Self.place(of: hash, in: part)].value
    guard value != 0 else { return nil }
    let size = value & Self.unknown != 0 ? nil : Int(value & (Self.taken - 1))
    return Object(size: size, isSeen: value & Self.seen != 0)
  }

  /// Notes that an object has a row, or is not data; does nothing if it is not listed.
  mutating func see(_ key: Span<UInt8>) {
    let hash = hashes.hash(key)
    let part = Int(hash & (1 << Self.partBits - 1))
    guard !parts[part].isEmpty else { return }
    let place = Self.place(of: hash, in: parts[part])
    guard parts[part][place].value & (Self.taken | Self.seen) == Self.taken else { return }
    parts[part][place].value |= Self.seen
    unseen -= 1
  }

  /// The slot of a hash, or the empty slot for it; there always is one.
  private static func place(of hash: UInt64, in slots: [Slot]) -> Int {
    // The low bits choose the part, the high bits the slot in it.
    var place = Int(hash.multipliedFullWidth(by: UInt64(slots.count)).high)
    while slots[place].value != 0, slots[place].hash != hash {
      place += 1
      if place == slots.count { place = 0 }
    }
    return place
  }

  private mutating func grow(_ part: Int) {
    var old: [Slot] = []
    swap(&old, &parts[part])
    var slots = [Slot](repeating: Slot(), count: old.count * 5 / 4 + 16)
    for slot in old where slot.value != 0 { slots[Self.place(of: slot.hash, in: slots)] = slot }
    parts[part] = slots
  }
}
