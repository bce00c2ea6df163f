internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry
internal import Synchronization

/// A store in which some objects have new content that is not written yet.
struct PatchedStore: ObjectStore {
  /// New content of one object.
  enum Content: Sendable {
    /// A JSON document.
    case bytes([UInt8])
    /// An index file.
    case spool(SpoolFile, size: Int)

    /// Opens it for reading.
    func open() throws(StoreError) -> any ObjectSource {
      switch self {
      case .bytes(let bytes): try InMemoryStore(["": bytes]).open("")
      case .spool(let file, _): file.open()
      }
    }
  }

  let base: any ObjectStore
  let opened: OpenedFiles
  var contents: ExactDictionary<Content> = [:]

  func list() throws(StoreError) -> ObjectListing { try base.list() }

  func open(_ key: String) throws(StoreError) -> any ObjectSource {
    if let content = contents[key] { return try content.open() }
    opened.note(key, at: base.displayName(of: key))
    return try base.open(key)
  }

  func displayName(of key: String) -> String { base.displayName(of: key) }
}

/// Remembers the identity of files when they were first read.
final class OpenedFiles: Sendable {
  private let identities = Mutex<ExactDictionary<FileIdentity>>([:])

  /// Notes a file before it is read for the first time.
  func note(_ key: String, at path: String) {
    identities.withLock { identities in
      if identities[key] == nil { identities[key] = FileIdentity(path) }
    }
  }

  /// The identity of a file; nil if it was not read or is not a file.
  func identity(_ key: String) -> FileIdentity? { identities.withLock { $0[key] } }
}
