import Formats
import ObjectStorage
import SharedCloudRegistry

/// Files in memory, some of which can't be listed or read.
struct GappyStore {
  private let files: [String: [UInt8]]
  /// What the listing does not tell.
  var gaps: [ListingGap] = []
  /// The keys that can't be read although they are listed.
  var unreadable: Set<String> = []

  init(_ files: [String: String]) {
    self.files = files.mapValues { Array($0.utf8) }
  }

  /// An error without more meaning.
  static let busy = StoreError(.unavailable, address: "", detail: "503 SlowDown")

  /// The files as a tree.
  var tree: ObjectTree {
    let own = ListingGaps(gaps)
    let all = files.map { ObjectListing.Object(key: $0.key, size: $0.value.count) }
    let listing = ObjectListing(
      objects: all.filter { own.covering($0.key) == nil }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }, gaps: gaps)
    let storage = RefusingStorage(base: ObjectTree(memory: files).storage, unreadable: unreadable)
    return ObjectTree(storage, kind: .memory) { listing }
  }
}

/// A storage that does not give some objects.
private struct RefusingStorage: Storage {
  let base: any Storage
  let unreadable: Set<String>

  var address: String { base.address }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo { try await base.head(key) }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    guard !unreadable.contains(key) else { throw GappyStore.busy }
    return try await base.read(key, part)
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    try await base.list(query)
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(bytes, to: key, attributes)
  }

  func delete(_ key: String) async throws(StoreError) { try await base.delete(key) }
}
