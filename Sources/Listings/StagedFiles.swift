/// The files of publications that were interrupted, or abandoned after that: they are neither data nor
/// files of a registry.
package struct StagedFiles: Sendable {
  /// What the names of a publication's own directories begin with.
  package static let prefix = ".scregistry-"
  /// What follows the prefix in the name of the directory of an interrupted publication.
  package static let staging = "staging"
  /// What follows the prefix in the name of the directory of an abandoned publication, before its
  /// number.
  package static let abandoned = "abandoned-"

  /// How many files were skipped.
  private var count = 0
  /// The first of them.
  private var first = ""

  private static let directory = Array(prefix.utf8)
  private static let ends = [Array((staging + "/").utf8), Array(abandoned.utf8)]

  /// Tells whether a key is in the directory of a publication.
  ///
  /// - Parameter key: The key.
  /// - Returns: Whether it is.
  package static func contain(_ key: some Collection<UInt8>) -> Bool {
    var rest = key[...]
    while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      if rest.first == UInt8(ascii: "."), rest.starts(with: directory) {
        let end = rest.dropFirst(directory.count)
        if ends.contains(where: { end.starts(with: $0) }) { return true }
      }
      rest = rest[rest.index(after: slash)...]
    }
    return false
  }

  /// Counts a file that is skipped.
  mutating func skip(_ key: String) {
    count += 1
    if count == 1 { first = key }
  }

  /// A remark about the files, if there are any.
  var lines: [String] {
    guard count > 0 else { return [] }
    return [
      count == 1
        ? "1 file of an interrupted publication skipped: \(first)"
        : "\(count) files of interrupted publications skipped, such as \(first)"
    ]
  }
}
