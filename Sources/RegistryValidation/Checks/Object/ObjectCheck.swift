internal import SharedCloudRegistry

/// Compares the rows of index files with the objects of the tree, in both directions.
struct ObjectCheck {
  private let tree: BucketTree
  private let options: CheckOptions
  /// For each mount, the position of each object.
  private var positions: [[String: Int]]
  /// For each mount, which objects some row names, or which are no data.
  private var seen: [[Bool]]
  /// The number of rows compared.
  private(set) var compared = 0

  init(tree: BucketTree, options: CheckOptions) {
    self.tree = tree
    self.options = options
    positions = tree.mounts.map { mount in
      Dictionary(
        mount.files.objects.enumerated().map { ($0.element.key, $0.offset) },
        uniquingKeysWith: { first, _ in first })
    }
    seen = tree.mounts.map { [Bool](repeating: false, count: $0.files.objects.count) }
  }

  /// Takes a file that is no data object: an index, an info document.
  mutating func exclude(_ file: BucketTree.File) {
    for mount in tree.mounts.indices {
      if let position = positions[mount][file.key] { seen[mount][position] = true }
    }
  }

  /// Compares the rows of one index file.
  ///
  /// - Parameters:
  ///   - file: The index file.
  ///   - layout: Where its columns are.
  ///   - dataset: The id of its dataset.
  /// - Returns: What was found.
  /// - Throws: ``StoreError`` when the file can't be read again.
  mutating func compare(
    _ file: BucketTree.File, _ layout: IndexLayout, dataset: String?
  ) throws(StoreError) -> FileReporter {
    var reporter = FileReporter(file: file.location, dataset: dataset, options: options)
    var elsewhere = 0
    let source = try file.store.open(file.key)
    try IndexRowReader(layout: layout, options: options).forEach(source) { row, line in
      let key = line.extracting(row.key).text
      guard let (mount, position) = locate(key) else {
        elsewhere += 1
        if elsewhere == 1 {
          reporter.report("OBJ004", "object lies outside the tree and was not compared") {
            $0.place(at: row.key, "datakey", index: layout.datakey, of: row, line)
            $0.actual = key
          }
        }
        return
      }
      compared += 1
      guard let position else {
        return reporter.report("OBJ001", "object is not there") {
          $0.place(at: row.key, "datakey", index: layout.datakey, of: row, line)
          $0.actual = key
        }
      }
      seen[mount][position] = true
      let size = tree.mounts[mount].files.objects[position].size
      let text = line.extracting(row.filesize)
      if case .bytes(let filesize) = Filesize(text), filesize != size {
        reporter.report("OBJ002", "filesize is \(filesize), but the object has \(size) bytes") {
          $0.place(at: row.filesize, "filesize", index: layout.filesize, of: row, line)
          $0.expected = "\(size)"
          $0.actual = "\(filesize)"
        }
      }
    }
    if elsewhere > 0 { reporter.settle("OBJ004", total: elsewhere, isHabit: true) }
    return reporter
  }

  /// Finds the mount of an address and the object's position in it; the position is nil if the
  /// object is not there.
  private func locate(_ address: String) -> (mount: Int, position: Int?)? {
    for (index, mount) in tree.mounts.enumerated() where address.hasPrefix(mount.prefix) {
      return (index, positions[index][String(address.dropFirst(mount.prefix.count))])
    }
    return nil
  }

  /// Reports the objects that no row names; objects of 0 bytes stand for directories.
  func unnamed(in catalog: Location) -> FileReporter {
    var reporter = FileReporter(file: catalog, dataset: nil, options: options)
    for (index, mount) in tree.mounts.enumerated() {
      for (position, object) in mount.files.objects.enumerated()
      where !seen[index][position] && object.size > 0 && !Self.isRegistryFile(object.key) {
        reporter.report("OBJ003", "object is in no index", about: object.key) {
          $0.location = Location(uri: mount.store.displayName(of: object.key), key: object.key)
          $0.location.line = 1
          $0.location.column = 1
          $0.identity = object.key
        }
      }
    }
    return reporter
  }

  private static func isRegistryFile(_ key: String) -> Bool {
    key == "catalog.json" || key == "HelioDataRegistry.json"
  }
}
