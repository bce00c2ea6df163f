internal import Formats
internal import ObjectStorage
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
  /// The start of each datakey.
  var bucket: String
  /// What is not known about its files.
  var gaps = DatasetGaps()
  /// The store that has its index directory.
  var store: ObjectTree?

  /// One file for each year; if there are several, the one of the declared format.
  var filesToRead: [(file: BucketTree.File, name: IndexFileName)] {
    func rank(_ format: IndexFileName.Format) -> Int {
      if let declared = entry.indexType, format.indexType == declared { return -1 }
      return IndexFileName.Format.allCases.firstIndex(of: format) ?? 0
    }
    var chosen: [IndexFileName.Part: (file: BucketTree.File, name: IndexFileName)] = [:]
    for candidate in years + statics {
      if let other = chosen[candidate.name.part],
        rank(other.name.format) <= rank(candidate.name.format)
      {
        continue
      }
      chosen[candidate.name.part] = candidate
    }
    return (years + statics).filter {
      chosen[$0.name.part]?.file.key.hasSameBytes(as: $0.file.key) == true
    }
  }
}

/// A file in an index directory that looks like an index file, but belongs to no dataset there.
struct StrayFile {
  /// The file.
  let file: BucketTree.File
  /// The dataset whose index file has a wrong name; nil if it is another file.
  var id: String?
  /// The dataset whose index file it would be in the directory of its index, and that directory.
  var home: (id: String, index: String)?

  /// Whether its name shows which dataset it is of.
  var isNamed: Bool { id != nil || home != nil }
}

/// Assigns the files of index directories to their datasets.
struct IndexDirectories {
  private let tree: BucketTree
  private var ids: [ExactText: Set<ExactText>] = [:]
  /// The files of each directory that was read, by the id in their names.
  private var contents: [ExactText: [ExactText: Files]] = [:]

  /// The files of one id in a directory.
  struct Files: Sendable {
    /// The files named `<id>_YYYY`, in the order of years.
    var years: [(file: BucketTree.File, name: IndexFileName)] = []
    /// The files named `<id>_static`.
    var statics: [(file: BucketTree.File, name: IndexFileName)] = []
    /// The info documents, `<id>.json` first.
    var infos: [BucketTree.File] = []
  }

  init(_ tree: BucketTree) { self.tree = tree }

  /// The addresses of the directories.
  var addresses: [String] { ids.keys.sorted().map(\.text) }

  /// Notes that a dataset has its index files in a directory.
  mutating func add(id: String, directory: String) {
    ids[ExactText(directory), default: []].insert(ExactText(id))
  }

  /// Finds the files of a dataset; nil if its directory is outside the tree.
  mutating func files(of id: String, in address: String) -> Files? {
    let (address, id) = (ExactText(address), ExactText(id))
    if let files = contents[address] { return files[id] ?? Files() }
    guard let (mount, directory) = tree.locate(address.text) else { return nil }
    let files = Self.sort(mount, in: directory)
    contents[address] = files
    return files[id] ?? Files()
  }

  /// Adds what is not known about the files of a dataset.
  func addGaps(to dataset: inout DatasetFiles, in address: String) {
    guard let (mount, directory) = tree.locate(address) else { return }
    dataset.gaps = DatasetGaps(of: dataset.id, in: directory, mount.files)
    dataset.store = mount.store
  }

  /// Groups the files of a directory by the id in their names, once for all its datasets.
  private static func sort(_ mount: BucketTree.Mount, in directory: String) -> [ExactText: Files] {
    var files: [ExactText: Files] = [:]
    for object in mount.files.files(in: directory) {
      let file = BucketTree.File(store: mount.store, key: object.key, size: object.size)
      let text = String(file.name)
      if text.hasSuffix(".json") {
        files[ExactText(text.dropLast(5)), default: Files()].infos.insert(file, at: 0)
      } else if text.hasSuffix(".info") {
        files[ExactText(text.dropLast(5)), default: Files()].infos.append(file)
      }
      guard let name = IndexFileName(text) else { continue }
      if name.year == nil {
        files[ExactText(name.id), default: Files()].statics.append((file, name))
      } else {
        files[ExactText(name.id), default: Files()].years.append((file, name))
      }
    }
    return files.mapValues { files in
      var files = files
      files.years.sort {
        ($0.name.year ?? 0, ExactText($0.file.key)) < ($1.name.year ?? 0, ExactText($1.file.key))
      }
      return files
    }
  }

  /// Files in index directories that look like index files but have no dataset or a wrong
  /// name.
  func strays() -> [StrayFile] {
    let homes = Dictionary(
      ids.flatMap { address, names in names.map { ($0, address.text) } },
      uniquingKeysWith: { Swift.min($0, $1) })
    return ids.keys.sorted().flatMap { address -> [StrayFile] in
      guard let (mount, directory) = tree.locate(address.text), let known = ids[address] else {
        return []
      }
      let lowered = Dictionary(
        known.map { (ExactText($0.text.lowercased()), $0.text) },
        uniquingKeysWith: { Swift.min($0, $1) })
      return mount.files.files(in: directory).compactMap { object in
        let file = BucketTree.File(store: mount.store, key: object.key, size: object.size)
        let name = String(file.name)
        if let indexName = IndexFileName(name) {
          if known.contains(ExactText(indexName.id)) { return nil }
          // Another case of a known id is a wrong name.
          if let id = lowered[ExactText(indexName.id.lowercased())] {
            return StrayFile(file: file, id: id)
          }
          return StrayFile(
            file: file, home: homes[ExactText(indexName.id)].map { (indexName.id, $0) })
        }
        guard let id = Self.misnamed(name, among: lowered) else { return nil }
        return StrayFile(file: file, id: id)
      }
    }
  }

  /// The longest known id that begins the name of a misnamed index file, ignoring case.
  private static func misnamed(_ name: String, among ids: [ExactText: String]) -> String? {
    let lower = name.lowercased()
    let endings = [".csv", ".csv.zip", ".csv.gz", ".parquet"]
    guard let ending = endings.first(where: lower.hasSuffix) else { return nil }
    var stem = lower.dropLast(ending.count)
    // The id may be followed by a year in any form, or nothing.
    while !stem.isEmpty {
      if let id = ids[ExactText(stem)] { return id }
      guard let last = stem.last, last.isNumber || "_-. ".contains(last) else { return nil }
      stem.removeLast()
    }
    return nil
  }
}
