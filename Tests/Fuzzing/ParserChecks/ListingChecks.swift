import Formats

@testable import Listings

extension ParserCheck {
  /// The formats of listings, each for itself, and their detection.
  static let listings =
    ListingFormat.allCases.filter { $0 != .inventory }.map { format in
      ParserCheck("listing-\(format.rawValue)") { listing($0, format) }
    } + [ParserCheck("listing") { listing($0, nil) }, ParserCheck("manifest", manifest)]

  /// A listing that was read in pieces.
  private struct Reading: Equatable {
    var entries: [ListingEntry] = []
    var summary = ListingSummary()

    init(_ bytes: [UInt8], _ format: ListingFormat?, piece: Int, takesDetails: Bool = true) {
      var reader = ListingReader(format: format, takesDetails: takesDetails)
      Input.forEachPiece(of: bytes, atMost: piece) { entries += reader.read($0) }
      entries += reader.finish()
      summary = reader.summary
    }
  }

  /// The objects are the same however the bytes arrive, and after they were written as a snapshot.
  private static func listing(_ bytes: [UInt8], _ format: ListingFormat?) -> String? {
    let whole = Reading(bytes, format, piece: Swift.max(1, bytes.count))
    for size in [1, 17] {
      let parts = Reading(bytes, format, piece: size)
      if parts != whole { return "\(whole) became \(parts) in pieces of \(size)" }
    }
    let plain = Reading(bytes, format, piece: Swift.max(1, bytes.count), takesDetails: false)
    if plain.entries.map(\.key) != whole.entries.map(\.key)
      || plain.entries.map(\.size) != whole.entries.map(\.size)
      || plain.summary.isComplete && !whole.summary.isComplete
        && whole.summary.format != .snapshot
    {
      return "\(whole) became \(plain) without details"
    }
    return copy(of: whole)
  }

  private static func copy(of listing: Reading) -> String? {
    let present = listing.entries.filter(\.isPresent)
    var writer = SnapshotWriter()
    var snapshot = writer.header(target: nil, created: nil, tool: "fuzzer")
    snapshot += writer.lines(present)
    snapshot += writer.footer(isComplete: true, prefix: "")
    let copy = Reading(snapshot, .snapshot, piece: snapshot.count)
    if let fault = copy.summary.faults.first { return "the snapshot has the fault \(fault)" }
    guard copy.entries.count == present.count else { return "the snapshot has fewer objects" }
    for (left, right) in zip(present, copy.entries)
    where left.key != right.key || left.size != right.size || left.etag != right.etag
      || left.lastModified != right.lastModified
    {
      return "the snapshot changes \(left) to \(right)"
    }
    return nil
  }

  @Sendable private static func manifest(_ bytes: [UInt8]) -> String? {
    do throws(InventoryManifest.Refusal) {
      let manifest = try InventoryManifest(bytes)
      return manifest.columns.isUsable ? nil : "the columns are not usable"
    } catch {
      return error.message.isEmpty ? "no message" : nil
    }
  }
}
