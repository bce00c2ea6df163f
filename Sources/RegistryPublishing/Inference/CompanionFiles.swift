/// Files that only accompany others: `a.cdf.md5` and `a.cdf.xml` beside `a.cdf`.
enum CompanionFiles {
  private static let suffixes = [
    ".md5", ".md5sum", ".sha1", ".sha256", ".sha256sum", ".sha512", ".asc", ".sig", ".xml", ".json",
    ".txt",
  ].map { Array($0.utf8) }

  /// What groups of keys have at their ends, if their other keys are those of further objects.
  ///
  /// - Parameter groups: The keys, by skeleton.
  /// - Returns: The suffix of each group that only accompanies others, by number of the group.
  static func suffixes(of groups: [KeySample]) -> [Int: [UInt8]] {
    var wanted: [Int: [UInt8]] = [:]
    for (number, group) in groups.enumerated() {
      guard let key = group.keys.first else { continue }
      wanted[number] = suffixes.first { key.count > $0.count && key.suffix($0.count) == $0[...] }
    }
    guard !wanted.isEmpty else { return [:] }
    var all: Set<[UInt8]> = []
    for group in groups where group.step == 1 { all.formUnion(group.keys) }
    let found = wanted.filter { number, suffix in
      // An object alone is named, and nothing is said of very many.
      groups[number].keys.count > 1 && groups[number].step == 1
        && groups[number].keys.allSatisfy {
          $0.count > suffix.count && all.contains(Array($0.dropLast(suffix.count)))
        }
    }
    // Other files with this end may be data, which the pattern would ignore as well.
    let others = Set(
      wanted.filter { found[$0.key] == nil && groups[$0.key].count > 1 }.map(\.value))
    return found.filter { !others.contains($0.value) }
  }
}
