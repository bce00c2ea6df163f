package import Formats

extension ObjectTree {
  /// Creates a tree over a copy of a bucket, whose links must not lead out of it.
  ///
  /// - Parameters:
  ///   - path: The directory; an empty path is the working directory.
  ///   - named: The key of a file that the user named, which may be anything.
  package init(copy path: String, named: String? = nil) {
    let files = FileStorage(copy: path, named: named)
    self.init(files, kind: .copy) { () throws(StoreError) in try files.listAll() }
  }

  /// Creates a tree over objects in memory.
  ///
  /// - Parameters:
  ///   - objects: The bytes of each object by its key.
  ///   - name: The text before the keys in messages; may be empty.
  package init(memory objects: [String: [UInt8]], name: String = "") {
    self.init(
      memory: ExactDictionary(objects.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }),
      name: name)
  }

  /// Creates a tree over objects in memory.
  ///
  /// - Parameters:
  ///   - objects: The bytes of each object by its key, which is compared by its bytes.
  ///   - name: The text before the keys in messages; may be empty.
  package init(memory objects: ExactDictionary<[UInt8]>, name: String = "") {
    let storage = MemoryStorage(objects.mapValues { LocalObject($0) }, name: name)
    self.init(storage, kind: .memory) { storage.listAll() }
  }
}
