internal import SharedCloudRegistry

/// The files of one dataset in its index directory.
struct DatasetFiles: Sendable {
  /// The entry of the catalog.
  var entry: CatalogEntry
  /// The position of the entry in its catalog.
  var position: Int
  /// The id.
  var id: String
  /// The files named `<id>_YYYY` with one of the extensions, in the order of years.
  var years: [(file: BucketTree.File, name: IndexFileName)] = []
  /// The files named `<id>_static`.
  var statics: [(file: BucketTree.File, name: IndexFileName)] = []
  /// The info documents, `<id>.json` first.
  var infos: [BucketTree.File] = []
  /// What each datakey begins with.
  var bucket: String
}

/// Sorts the files of index directories to their datasets.
struct IndexDirectories {
  private let tree: BucketTree
  private var ids: [String: Set<String>] = [:]

  init(_ tree: BucketTree) { self.tree = tree }

  /// Notes that a dataset has its index files in a directory.
  mutating func add(id: String, directory: String) { ids[directory, default: []].insert(id) }

  /// Finds the files of a dataset.
  func files(
    of id: String, in address: String
  ) -> (
    years: [(BucketTree.File, IndexFileName)], statics: [(BucketTree.File, IndexFileName)],
    infos: [BucketTree.File]
  )? {
    guard let (mount, directory) = tree.locate(address) else { return nil }
    var years: [(BucketTree.File, IndexFileName)] = []
    var statics: [(BucketTree.File, IndexFileName)] = []
    var infos: [BucketTree.File] = []
    for object in mount.files.files(in: directory) {
      let file = BucketTree.File(store: mount.store, key: object.key, size: object.size)
      if file.name == "\(id).json" { infos.insert(file, at: 0) }
      if file.name == "\(id).info" { infos.append(file) }
      guard let name = IndexFileName(String(file.name)), name.id == id else { continue }
      if name.year == nil { statics.append((file, name)) } else { years.append((file, name)) }
    }
    years.sort { ($0.1.year ?? 0, $0.0.key) < ($1.1.year ?? 0, $1.0.key) }
    return (years, statics, infos)
  }

  /// Files in index directories that look like index files but belong to no dataset, or are
  /// named wrongly for one.
  func strays() -> [(file: BucketTree.File, id: String?)] {
    ids.keys.sorted().flatMap { address -> [(file: BucketTree.File, id: String?)] in
      guard let (mount, directory) = tree.locate(address), let known = ids[address] else {
        return []
      }
      let lowered = Dictionary(
        known.map { ($0.lowercased(), $0) }, uniquingKeysWith: { Swift.min($0, $1) })
      return mount.files.files(in: directory).compactMap { object in
        let file = BucketTree.File(store: mount.store, key: object.key, size: object.size)
        let name = String(file.name)
        if let indexName = IndexFileName(name) {
          return known.contains(indexName.id) ? nil : (file, nil)
        }
        guard let id = Self.misnamed(name, among: lowered) else { return nil }
        return (file, id)
      }
    }
  }

  /// The longest known id that a wrongly named index file begins with, whatever the case.
  private static func misnamed(_ name: String, among ids: [String: String]) -> String? {
    let lower = name.lowercased()
    let endings = [".csv", ".csv.zip", ".csv.gz", ".parquet"]
    guard let ending = endings.first(where: lower.hasSuffix) else { return nil }
    var stem = lower.dropLast(ending.count)
    // What follows the id may be a year of any shape, or nothing.
    while !stem.isEmpty {
      if let id = ids[String(stem)] { return id }
      guard let last = stem.last, last.isNumber || "_-. ".contains(last) else { return nil }
      stem.removeLast()
    }
    return nil
  }
}
