internal import ObjectStorage
internal import SharedCloudRegistry

/// Tells the contents of targets apart that have one name on two machines or in two jobs.
///
/// An address means the same everywhere, so only paths need it.
extension ValidationRun {
  /// The digest of a document; nil for an address.
  static func digest(of bytes: [UInt8], _ uri: String) -> String? {
    guard ObjectAddress(uri) == nil else { return nil }
    var hash = StableHash()
    hash.add(bytes)
    return hash.text
  }

  /// Makes the digests of the present target's documents depend on all that was read for it.
  ///
  /// - Parameters:
  ///   - first: The position of its first document.
  ///   - files: The index files that were read for it.
  mutating func addDigests(from first: Int, _ files: ArraySlice<IndexFile>) {
    guard let target = targets[first...].first, ObjectAddress(target.uri) == nil else { return }
    guard targets.count - first > 1 || !files.isEmpty else { return }
    var hash = StableHash()
    for target in targets[first...] { hash.add(target.digest ?? "") }
    for file in files {
      let summary = file.summary
      hash.add(file.job.file.key)
      hash.add("\(summary.rows) \(summary.bytes)")
      hash.add([summary.firstStart, summary.latestStop].map { $0?.text ?? "" }.joined())
      hash.add(summary.firstKey)
      hash.add(summary.lastKey)
    }
    for index in targets.indices[first...] {
      var own = hash
      own.add(targets[index].digest ?? "")
      targets[index].digest = own.text
    }
  }
}
