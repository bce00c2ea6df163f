/// Recognizes objects that were copied to the unmapped place: the mirror lacks the mapped key and
/// has the source's own.
struct MisplacedObjects {
  private var missing: Set<[UInt8]> = []
  private var extra: Set<[UInt8]> = []

  /// The number of keys that are kept.
  private static let limit = 10_000

  /// Notes an object that the mirror lacks.
  mutating func note(missing key: [UInt8]) {
    if missing.count < Self.limit { missing.insert(key) }
  }

  /// Notes an object that the mirror has too much.
  mutating func note(extra key: [UInt8]) {
    if extra.count < Self.limit { extra.insert(key) }
  }

  /// The objects at the source's own place, by the key that they must have.
  func misplaced(_ keys: KeyMap) -> [[UInt8]: [UInt8]] {
    var found: [[UInt8]: [UInt8]] = [:]
    for key in missing {
      for own in keys.unmapped(key) where own != key && extra.contains(own) { found[key] = own }
    }
    return found
  }
}
