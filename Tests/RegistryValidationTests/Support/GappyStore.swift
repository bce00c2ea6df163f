import ObjectStorage
import SharedCloudRegistry

/// Files in memory, some of which can't be listed or read.
struct GappyStore: ObjectStore {
  private let files: InMemoryStore
  /// What the listing does not tell.
  var gaps: [ListingGap] = []
  /// The keys that can't be read although they are listed.
  var unreadable: Set<String> = []

  init(_ files: [String: String]) {
    self.files = InMemoryStore(files.mapValues { Array($0.utf8) })
  }

  /// An error without more meaning.
  static let busy = StoreError(.unavailable, address: "", detail: "503 SlowDown")

  func list() throws(StoreError) -> ObjectListing {
    var listing = try files.list()
    listing.gaps = gaps
    let own = ListingGaps(gaps)
    listing.objects.removeAll { own.covering($0.key) != nil }
    return listing
  }

  func open(_ key: String) throws(StoreError) -> any ObjectSource {
    guard !unreadable.contains(key) else { throw Self.busy }
    return try files.open(key)
  }

  func displayName(of key: String) -> String { key }
}
