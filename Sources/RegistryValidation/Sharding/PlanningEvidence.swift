internal import Formats
internal import Locks
internal import ObjectStorage
internal import SharedCloudRegistry

/// What a run sees while a plan is made: everything but the content of index files.
final class PlanningEvidence: Evidence {
  private let storages: StorageProvider
  /// What the stores answered for the present target.
  let answers = StoreAnswers()
  private let found = Lock(Found())

  private struct Found {
    /// The index files of the present target.
    var jobs: [IndexJob] = []
    /// The directories, by the address of their store, whose files belong to the registry.
    var directories: [ExactText: Set<ExactText>] = [:]
    /// The prefixes of which one object shows that there are any.
    var prefixes: [String] = []
  }

  init(_ storages: StorageProvider) { self.storages = storages }

  func directory(_ path: String) -> ObjectTree { tree(ObjectTree(copy: path)) }

  func place(
    of bucket: String, namedIn document: String
  ) throws(StoreError) -> StoragePlace {
    let place = try storages.place(of: bucket, namedIn: document)
    return StoragePlace(RecordingStorage(base: place.storage, answers: answers), at: place.key)
  }

  /// A tree whose answers are kept.
  func tree(_ tree: ObjectTree) -> ObjectTree { RecordingStorage.tree(tree, answers: answers) }

  /// Keeps the files for the plan; their facts come later.
  func facts(of jobs: [IndexJob], options: CheckOptions) async -> [FileFacts] {
    found.withLock { $0.jobs += jobs }
    return []
  }

  func note(_ plan: BucketPlan) {
    let directories = plan.indexDirectories
    found.withLock { found in
      for (store, directory) in directories {
        found.directories[ExactText(store), default: []].insert(ExactText(directory))
      }
      if let key = plan.catalog.endpoint?.key, !key.isEmpty { found.prefixes.append(key) }
    }
  }

  /// The index files of the present target; the next target begins with none.
  func takeJobs() -> [IndexJob] {
    found.withLock { found in
      defer { found.jobs = [] }
      return found.jobs
    }
  }

  /// Drops the objects of listings that don't belong to the registry.
  func dropOtherObjects() {
    let (directories, prefixes) = found.withLock { found in
      defer { (found.directories, found.prefixes) = ([:], []) }
      return (found.directories, found.prefixes)
    }
    for (question, answer) in answers.all {
      guard case .listing(var listing) = answer else { continue }
      let kept = directories[question.store] ?? []
      var open = prefixes
      listing.objects = listing.objects.filter { object in
        let isFirst = open.contains { object.key.utf8.starts(with: $0.utf8) }
        if isFirst { open.removeAll { object.key.utf8.starts(with: $0.utf8) } }
        return isFirst || Self.roots.contains(object.key)
          || kept.contains(ExactText(Self.directory(of: object.key)))
      }
      answers.keep(.listing(listing), to: question)
    }
  }

  /// The documents at the root of a bucket.
  private static let roots = ["catalog.json", "HelioDataRegistry.json"]

  private static func directory(of key: String) -> Substring {
    let bytes = key.utf8
    let end = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? bytes.startIndex
    return key[..<end]
  }
}

extension BucketPlan {
  /// The directories of index files: the addresses of their stores, and their keys.
  var indexDirectories: [(store: String, key: String)] {
    directoryAddresses.compactMap { address in
      tree.locate(address).map { ($0.mount.store.storage.address, $0.key) }
    }
  }
}
