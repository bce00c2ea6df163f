internal import Formats
package import Listings
package import ObjectStorage
internal import SharedCloudRegistry

/// Objects of a listing that may be pages of a site, kept until the list of the site is known.
///
/// A listing has the list of a site, `site.json`, after most of its pages.
package struct SiteCandidates: Sendable {
  /// Where the lists of sites can be read.
  package struct Place: Sendable {
    private let tree: ObjectTree
    private let start: String

    /// Names a place.
    ///
    /// - Parameters:
    ///   - tree: The tree.
    ///   - start: How the keys of the listing begin; the keys of the tree omit it.
    package init(_ tree: ObjectTree, start: String = "") {
      self.tree = tree
      self.start = start
    }

    /// The keys of a listing that are of sites.
    fileprivate func keys(of batch: ListingBatch) async -> ExactSet {
      let keys = batch.objects.map { batch.text($0.key) }
        .filter { $0.utf8.starts(with: start.utf8) }
        .map { String(decoding: $0.utf8.dropFirst(start.utf8.count), as: UTF8.self) }
      return ExactSet(await SiteManifest.keys(in: tree, among: keys).map { start + $0 })
    }
  }

  private let place: Place?
  private var batch = ListingBatch()

  /// The most objects that are kept, far more than sites have; others are no pages.
  private static let limit = 200_000

  /// Begins without objects.
  ///
  /// - Parameter place: Where the lists of sites can be read; nil if nowhere, so that nothing is
  ///   kept.
  package init(in place: Place?) { self.place = place }

  /// Takes the objects that may be of a site out of a batch.
  package mutating func take(from batch: inout ListingBatch) {
    guard place != nil, self.batch.count < Self.limit else { return }
    let bytes = batch.bytes
    batch.move(to: &self.batch) { object in
      SiteManifest.mayHave(bytes.span.extracting(object.key)) && object.isPresent
    }
  }

  /// Reads the lists of the sites, and tells which objects are of a site and which are not.
  package consuming func settled() async -> (pages: ListingBatch, others: ListingBatch) {
    var (pages, others) = (ListingBatch(), batch)
    guard !batch.isEmpty, let keys = await place?.keys(of: batch), !keys.isEmpty else {
      return (pages, others)
    }
    others.move(to: &pages) { keys.contains(batch.text($0.key)) }
    return (pages, others)
  }
}
