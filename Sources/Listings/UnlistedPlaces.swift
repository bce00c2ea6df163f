/// Directories and links whose content a listing lacks: nothing is known about what is below.
package struct UnlistedPlaces: Sendable, Hashable {
  private var keys: Set<[UInt8]> = []

  /// Creates a set without places.
  package init() {}

  /// Whether there is no such place.
  package var isEmpty: Bool { keys.isEmpty }

  /// Adds places.
  ///
  /// - Parameter more: Their keys; a final slash is left out.
  package mutating func add(_ more: some Sequence<String>) {
    keys.formUnion(more.lazy.map { Array(Self.withoutFinalSlash($0[...]).utf8) })
  }

  /// The key of a directory without the slash that may end it.
  static func withoutFinalSlash(_ key: Substring) -> Substring {
    var key = key
    while key.utf8.last == UInt8(ascii: "/") { key = Substring(key.utf8.dropLast()) }
    return key
  }

  /// Tells whether a key is one of the places, or below one.
  ///
  /// - Parameter key: The key.
  /// - Returns: Whether it is.
  package func contain(_ key: [UInt8]) -> Bool { longest(containing: key) != nil }

  /// The longest place that is a key or above it.
  ///
  /// - Parameter key: The key.
  /// - Returns: The length of the place's key; nil if there is no such place.
  package func longest(containing key: [UInt8]) -> Int? {
    guard !keys.isEmpty else { return nil }
    if keys.contains(key) { return key.count }
    return key.indices.last {
      key[$0] == UInt8(ascii: "/") && keys.contains(Array(key[..<$0]))
    }
  }
}
