/// Finds keys that a copy to another file system would make one: they differ only in case or in
/// the form of their letters (NFC and NFD).
///
/// Keys arrive in byte order, so only names in the directories above the present key are kept. Of
/// two names that collide, the first in byte order has a capital or a letter outside ASCII, so
/// other names need not be kept.
struct NameCollisions {
  private struct Directory {
    /// The number of bytes of its path, with the final slash.
    var length: Int
    /// The folded names in it that may collide with later ones, each with its path.
    var names: [String: [UInt8]] = [:]
  }

  private var directories = [Directory(length: 0)]
  /// The path of the last directory.
  private var path: [UInt8] = []
  /// The number of directories with too many names to compare.
  private(set) var unchecked = 0

  /// The number of names of one directory that are kept.
  static let limit = 200_000

  /// Takes the next key.
  ///
  /// - Parameter key: The key, not before the last one.
  /// - Returns: The earlier key or directory with which it collides; nil without a collision.
  mutating func take(_ key: ArraySlice<UInt8>) -> [UInt8]? {
    while let last = directories.last, directories.count > 1,
      !key.starts(with: path[..<last.length])
    {
      directories.removeLast()
    }
    let length = directories[directories.count - 1].length
    path.removeSubrange(length...)
    var collision: [UInt8]?
    var start = key.startIndex + length
    while let slash = key[start...].firstIndex(of: UInt8(ascii: "/")) {
      if let other = add(key[start..<slash], at: key[..<slash]) { collision = collision ?? other }
      path += key[start...slash]
      directories.append(Directory(length: path.count))
      start = slash + 1
    }
    if let other = add(key[start...], at: key) { collision = collision ?? other }
    return collision
  }

  /// Whether a name has a capital or a letter outside ASCII.
  private static func isOdd(_ name: ArraySlice<UInt8>) -> Bool {
    name.contains { $0 >= 0x80 || $0 &- 0x41 < 26 }
  }

  /// Adds a name to the last directory; returns another one that folds to the same.
  private mutating func add(
    _ name: ArraySlice<UInt8>, at path: ArraySlice<UInt8>
  ) -> [UInt8]? {
    let last = directories.count - 1
    let isOdd = Self.isOdd(name)
    guard isOdd || !directories[last].names.isEmpty else { return nil }
    // Strings are equal whatever their normal form is.
    let folded = String(decoding: name, as: UTF8.self).lowercased()
    if let other = directories[last].names[folded] {
      return other.elementsEqual(path) ? nil : other
    }
    guard isOdd else { return nil }
    if directories[last].names.count < Self.limit {
      directories[last].names[folded] = Array(path)
    } else if directories[last].names.count == Self.limit {
      unchecked += 1
      directories[last].names["\u{0}"] = []
    }
    return nil
  }
}
