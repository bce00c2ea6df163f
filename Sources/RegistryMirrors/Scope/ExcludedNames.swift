/// Names that are no data of a mirror, by rule.
enum ExcludedNames {
  /// Why an object is passed over.
  enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A placeholder for a directory: the key ends in a slash.
    case placeholder
    /// A hidden or temporary file.
    case temporary
    /// A document or index file of the registry itself, which is compared apart.
    case own
  }

  /// Why a key is passed over, whatever registry it belongs to; nil if it may be data.
  static func kind(of key: Span<UInt8>) -> Kind? {
    let count = key.count
    guard count > 0, key[count - 1] != UInt8(ascii: "/") else { return .placeholder }
    var start = count
    while start > 0, key[start - 1] != UInt8(ascii: "/") { start -= 1 }
    if key[start] == UInt8(ascii: ".") || key[count - 1] == UInt8(ascii: "~") { return .temporary }
    guard lastLetters.contains(key[count - 1]) else { return nil }
    for ending in endings where ending.count < count - start {
      var isEqual = true
      for (offset, byte) in ending.enumerated()
      where key[count - ending.count + offset] != byte { isEqual = false }
      if isEqual { return .temporary }
    }
    return nil
  }

  private static let endings = [".part", ".tmp", ".filepart"].map { Array($0.utf8) }
  /// The last letters of the endings, which most names don't have.
  private static let lastLetters = Array(Set(endings.compactMap(\.last)))
}
