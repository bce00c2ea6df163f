internal import ObjectStorage
internal import SharedCloudRegistry

/// The files of a dataset about which nothing is known.
struct DatasetGaps: Sendable {
  /// The gap that covers the index directory.
  private(set) var directory: ListingGap?
  /// The gaps with the names of index files.
  private(set) var files: [(gap: ListingGap, name: IndexFileName)] = []
  /// The gaps with the names of info documents.
  private(set) var infos: [ListingGap] = []

  /// Knows everything.
  init() {}

  /// Finds the gaps of a dataset.
  ///
  /// - Parameters:
  ///   - id: The id of the dataset.
  ///   - address: The key of its index directory, with its final slash.
  ///   - tree: The files and gaps of the tree.
  init(of id: String, in address: String, _ tree: TreeFiles) {
    directory = tree.gaps.covering(address)
    guard directory == nil else { return }
    for gap in tree.gaps.inside(address) {
      let file = gap.key.utf8.dropFirst(address.utf8.count)
      if file.elementsEqual("\(id).json".utf8) || file.elementsEqual("\(id).info".utf8) {
        infos.append(gap)
      } else if let name = IndexFileName(String(decoding: Array(file), as: UTF8.self)),
        name.id.utf8.elementsEqual(id.utf8)
      {
        files.append((gap, name))
      }
    }
  }

  /// Whether there may be index files that were not seen.
  var hasUnseenFiles: Bool { directory != nil || !files.isEmpty }

  /// Whether there may be an info document that was not seen.
  var hasUnseenInfo: Bool { directory != nil || !infos.isEmpty }

  /// The years whose index files may exist.
  var years: Set<Int> { Set(files.compactMap(\.name.year)) }
}
