/// Finds keys that a copy to another file system would make one: they differ only in case or in
/// the form of their letters (NFC and NFD).
///
/// Keys arrive in order, so only the names of the directories above the present key are kept.
struct NameCollisions {
  private struct Directory {
    var path: ArraySlice<UInt8>
    /// The folded names in it, with the first original of each.
    var names: [String: [UInt8]] = [:]
  }

  private var directories = [Directory(path: [])]
  /// The directories with too many names to compare.
  private(set) var unchecked = 0

  /// The number of names of one directory that are compared.
  static let limit = 200_000

  /// Takes the next key.
  ///
  /// - Parameter key: The key, not before the last one.
  /// - Returns: The earlier key with which it collides; nil if absent.
  mutating func take(_ key: [UInt8]) -> [UInt8]? {
    while let last = directories.last, !key.starts(with: last.path) { directories.removeLast() }
    if directories.isEmpty { directories = [Directory(path: [])] }
    var collision: [UInt8]?
    var start = directories[directories.count - 1].path.count
    while let slash = key[start...].firstIndex(of: UInt8(ascii: "/")) {
      if let other = add(key[start..<slash], key[..<slash]) { collision = collision ?? other }
      directories.append(Directory(path: key[...slash]))
      start = slash + 1
    }
    if let other = add(key[start...], key[...]) { collision = collision ?? other }
    return collision
  }

  /// Adds a name to the last directory; returns another one that folds to the same.
  private mutating func add(
    _ name: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>
  ) -> [UInt8]? {
    let last = directories.count - 1
    guard directories[last].names.count < Self.limit else {
      if directories[last].names.count == Self.limit { unchecked += 1 }
      directories[last].names["\u{0}"] = []
      return nil
    }
    // Strings are equal whatever their normal form is.
    let folded = String(decoding: name, as: UTF8.self).lowercased()
    guard let other = directories[last].names[folded] else {
      directories[last].names[folded] = Array(path)
      return nil
    }
    return other.elementsEqual(path) ? nil : other
  }
}
