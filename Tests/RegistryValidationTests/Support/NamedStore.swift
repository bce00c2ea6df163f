import ObjectStorage
import SharedCloudRegistry

/// Files in memory below a path.
struct NamedStore: ObjectStore {
  private let root: String
  private let files: InMemoryStore

  init(_ root: String, _ files: [String: [UInt8]]) {
    self.root = root
    self.files = InMemoryStore(files)
  }

  func list() throws(StoreError) -> ObjectListing { try files.list() }

  func open(_ key: String) throws(StoreError) -> any ObjectSource { try files.open(key) }

  func displayName(of key: String) -> String { root + key }
}
