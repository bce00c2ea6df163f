/// The contents of a tree.
package struct ObjectListing: Sendable {
  /// One object.
  package struct Object: Sendable, Hashable {
    /// The key, with slashes between directories.
    package var key: String
    /// The size in bytes.
    package var size: Int

    package init(key: String, size: Int) {
      self.key = key
      self.size = size
    }
  }
  /// The objects, in byte order of the keys.
  package var objects: [Object]
  /// The parts of the tree about which the listing says nothing.
  package var gaps: [ListingGap]

  /// Why parts of the tree could not be listed.
  package var failures: [StoreError] { gaps.filter(\.kind.isFailure).map(\.error) }

  package init(objects: [Object], gaps: [ListingGap] = []) {
    self.objects = objects
    self.gaps = gaps
  }
}
