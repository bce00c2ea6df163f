/// Directories and links whose content a listing lacks: nothing is known about what is below.
package struct UnlistedPlaces: Sendable, Hashable {
  private var keys: Set<[UInt8]> = []

  /// Creates a set without places.
  package init() {}

  /// Whether there is no such place.
  package var isEmpty: Bool { keys.isEmpty }

  /// Adds places.
  ///
  /// - Parameter more: Their keys, without a final slash.
  package mutating func add(_ more: some Sequence<String>) {
    keys.formUnion(more.lazy.map { Array($0.utf8) })
  }

  /// Tells whether a key is one of the places, or below one.
  ///
  /// - Parameter key: The key.
  /// - Returns: Whether it is.
  package func contain(_ key: [UInt8]) -> Bool {
    guard !keys.isEmpty else { return false }
    return keys.contains(key)
      || key.indices.contains {
        key[$0] == UInt8(ascii: "/") && keys.contains(Array(key[..<$0]))
      }
  }
}
