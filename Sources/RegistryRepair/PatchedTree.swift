internal import Files
internal import Formats
internal import Locks
internal import ObjectStorage
internal import SharedCloudRegistry

extension ObjectTree {
  /// The tree with new content of some objects that is not written yet.
  ///
  /// - Parameters:
  ///   - contents: The new content by key.
  ///   - opened: Notes the files that are read.
  /// - Returns: The tree.
  func patched(
    _ contents: ExactDictionary<LocalObject>, noting opened: OpenedFiles
  ) -> ObjectTree {
    let base = self
    let storage = MemoryStorage(contents, name: displayName(of: ""), over: base) { key in
      opened.note(key, at: base.displayName(of: key))
    }
    let kind: Kind = kind == .standardInput ? .standardInput : .memory
    var tree = ObjectTree(storage, kind: kind) { () async throws(StoreError) in
      try await base.list()
    }
    tree.hasPaths = hasPaths
    return tree
  }
}

/// Remembers the identity of files when they were first read.
final class OpenedFiles: Sendable {
  private let identities = Lock<ExactDictionary<FileIdentity>>([:])

  /// Notes a file before it is read for the first time.
  func note(_ key: String, at path: String) {
    identities.withLock { identities in
      if identities[key] == nil { identities[key] = FileIdentity(path) }
    }
  }

  /// The identity of a file; nil if it was not read or is not a file.
  func identity(_ key: String) -> FileIdentity? { identities.withLock { $0[key] } }
}
