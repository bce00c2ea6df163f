internal import Formats
internal import ObjectStorage

/// Where the roots of the two sides are, as addresses, and how one becomes the other.
struct MirrorRoots: Sendable {
  /// The address of the source's root in its documents; empty if the keys have no address.
  let source: String
  /// The address of the mirror's root in its documents.
  let mirror: String
  /// How addresses of the source read in the mirror.
  let map: AddressMap
  /// How keys below the source's root read below the mirror's root.
  let keys: KeyMap
  /// What was assumed, for people.
  let assumptions: [String]

  /// Finds the roots.
  ///
  /// - Parameters:
  ///   - map: The map that the user gave; nil if none.
  ///   - source: The source and its catalog.
  ///   - mirror: The mirror and its catalog.
  /// - Throws: ``MirrorError`` if the map has nothing to do with the source, or does not tell where
  ///   the mirror's root is.
  init(
    _ map: AddressMap?, source: (side: MirrorSide, catalog: MirrorCatalog?),
    mirror: (side: MirrorSide, catalog: MirrorCatalog?)
  ) throws(MirrorError) {
    let root = Self.sourceRoot(map, side: source.side, catalog: source.catalog)
    var assumptions: [String] = []
    let full: AddressMap
    let mirrorRoot: String
    if let map {
      full = map
      mirrorRoot = try Self.mirrorRoot(map, source: root, mirror: mirror.side)
      try Self.requireRoot(mirrorRoot, of: mirror.side)
    } else {
      mirrorRoot = Self.assumedRoot(
        root, mirror: mirror.side, catalog: mirror.catalog, noting: &assumptions)
      full = .identity(of: root).replacingTarget(mirrorRoot)
    }
    self.source = root
    self.mirror = mirrorRoot
    self.map = full
    self.assumptions = assumptions
    keys = try KeyMap(full, source: root, mirror: mirrorRoot)
    guard !keys.pairs.isEmpty else {
      let starts = full.pairs.map(\.from).joined(separator: ", ")
      throw MirrorError(
        .usage,
        saying: "nothing of the source is in scope: its root is \(root), and --map begins with "
          + "\(starts); give a start of the source's addresses")
    }
  }

  private static func sourceRoot(
    _ map: AddressMap?, side: MirrorSide, catalog: MirrorCatalog?
  ) -> String {
    if let endpoint = catalog?.endpoint { return endpoint }
    if let start = catalog?.commonStart { return start }
    if let map, map.pairs.count == 1, side.address == nil { return map.pairs[0].from }
    return side.address ?? ""
  }

  /// The mirror's root under a map: the source's root, mapped.
  private static func mirrorRoot(
    _ map: AddressMap, source: String, mirror: MirrorSide
  ) throws(MirrorError) -> String {
    if let address = map.mapped(source) { return address }
    // Only a part of the source is mapped, so the mirror's own address tells.
    if let address = mirror.address, map.pairs.contains(where: { $0.to.hasPrefix(address) }) {
      return address
    }
    let targets = map.pairs.map(\.to)
    let buckets = Set(targets.map { BucketIdentity.prefix(of: $0) ?? "" })
    guard buckets.count == 1, let bucket = buckets.first else {
      throw MirrorError(
        .usage,
        saying: "the map leads to several buckets (\(buckets.sorted().joined(separator: ", "))); "
          + "give only the pairs that lead to \(mirror.name)")
    }
    return bucket
  }

  /// Refuses a mirror above the root to which the map leads: no key below the one is a key below
  /// the other, so that each object would be missing and extra.
  private static func requireRoot(_ root: String, of side: MirrorSide) throws(MirrorError) {
    guard let address = side.address, let rest = BucketIdentity.key(of: root, below: address),
      !rest.isEmpty
    else { return }
    throw MirrorError(
      .usage,
      saying: "the map leads to \(root), and the mirror is \(address); give \(root) as the mirror, "
        + "or a map that leads to \(address)")
  }

  /// The mirror's root without a map.
  private static func assumedRoot(
    _ source: String, mirror: MirrorSide, catalog: MirrorCatalog?,
    noting assumptions: inout [String]
  ) -> String {
    let claimed = catalog?.endpoint ?? catalog?.commonStart
    let isCopy = claimed.map { BucketIdentity.isSameStart($0, as: source) } ?? false
    if let address = mirror.address, !BucketIdentity.isSameStart(address, as: source) {
      guard isCopy, catalog?.namesIndexes(below: source) == true else { return address }
      assumptions.append(
        "the mirror's documents name the source's addresses, so both are compared as copies of "
          + "\(source); if they are to be rewritten, pass --map \(source)=\(address)")
      return source
    }
    guard let claimed, !isCopy else { return source }
    guard !source.isEmpty else { return claimed }
    assumptions.append(
      "without --map, the two catalogs' endpoints are mapped on one another: \(source)=\(claimed)")
    return claimed
  }
}

extension AddressMap {
  /// The same map with one target.
  fileprivate func replacingTarget(_ target: String) -> AddressMap {
    AddressMap(trusted: pairs.map { Pair(from: $0.from, to: target) })
  }
}

extension BucketIdentity {
  /// Whether two starts of addresses are the same, whatever their spelling.
  fileprivate static func isSameStart(_ one: String, as other: String) -> Bool {
    one.hasSameBytes(as: other) || key(of: one, below: other)?.isEmpty == true
  }
}

extension MirrorCatalog {
  /// The bucket that all index directories are in; nil if they are in several, or absent.
  fileprivate var commonStart: String? {
    let starts = Set(entries.compactMap { $0.index.flatMap { BucketIdentity.prefix(of: $0) } })
    return starts.count == 1 ? starts.first : nil
  }

  /// Whether most index directories are below an address.
  fileprivate func namesIndexes(below root: String) -> Bool {
    let named = entries.compactMap(\.index)
    let below = named.count { BucketIdentity.key(of: $0, below: root) != nil }
    return 2 * below >= named.count
  }
}
