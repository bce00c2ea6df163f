internal import ObjectStorage

/// The name of one state of a registry's index files.
enum Generation {
  /// The SHA-256 over the sorted list of index files and their SHA-256.
  ///
  /// - Parameter files: The digests by key.
  /// - Returns: The digest; nil without files.
  static func digest(of files: [String: String]) -> String? {
    guard !files.isEmpty else { return nil }
    let digest = RunningDigest(.sha256)
    for (key, value) in files.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      digest.add(Array("\(value)  \(key)\n".utf8).span)
    }
    return digest.finish()
  }
}
