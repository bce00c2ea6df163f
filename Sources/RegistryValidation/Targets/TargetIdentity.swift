internal import Files
internal import ObjectStorage
internal import SharedCloudRegistry

/// A file or directory, whichever of its paths or addresses a user gives.
enum TargetIdentity: Sendable, Hashable {
  /// A file or directory of this machine.
  case local(FilePlace)
  /// An object, or the start of keys, on a server.
  case remote(BucketIdentity)
  /// Standard input.
  case standardInput

  /// Finds out what a key of a store is; nil if the store can't tell it.
  ///
  /// - Parameters:
  ///   - store: The store.
  ///   - key: The key; empty for everything in the store.
  init?(_ store: ObjectTree, at key: String) {
    switch store.kind {
    case .copy:
      let path = store.displayName(of: key)
      guard let place = FilePlace(path.isEmpty ? "." : path) else { return nil }
      self = .local(place)
    case .published:
      guard let identity = BucketIdentity(store.displayName(of: key)) else { return nil }
      self = .remote(identity)
    case .standardInput: self = .standardInput
    case .memory: return nil
    }
  }
}

extension TargetSource {
  /// What the target is; nil if its store can't tell it.
  var identity: TargetIdentity? {
    switch content {
    case .tree(let store): TargetIdentity(store, at: "")
    case .document(let store, let key, _), .index(let store, let key):
      TargetIdentity(store, at: key)
    }
  }

  /// Whether it is a copy of a bucket.
  var isTree: Bool {
    if case .tree = content { true } else { false }
  }

  /// The targets in the order in which they are checked, each of them once.
  ///
  /// Trees come first: a file that is also given alone is checked as a part of its tree.
  static func distinct(_ sources: [TargetSource]) -> [TargetSource] {
    var seen: Set<TargetIdentity> = []
    return (sources.filter(\.isTree) + sources.filter { !$0.isTree }).filter { source in
      source.identity.map { seen.insert($0).inserted } ?? true
    }
  }
}
