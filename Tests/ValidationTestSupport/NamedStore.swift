import ObjectStorage
import SharedCloudRegistry

/// Files in memory below a path.
package struct NamedStore: ObjectStore {
  private let root: String
  private let files: InMemoryStore

  package init(_ root: String, _ files: [String: [UInt8]]) {
    self.root = root
    self.files = InMemoryStore(files)
  }

  package func list() throws(StoreError) -> ObjectListing { try files.list() }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource { try files.open(key) }

  package func displayName(of key: String) -> String { root + key }
}
