internal import Files
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

/// Compares one mirror with its source.
struct PairVerification {
  let options: MirrorOptions
  let source: MirrorSide
  let mirror: MirrorSide
  var origin = LookOrigin.own

  /// Runs.
  ///
  /// - Returns: The result, also if something could not be told.
  /// - Throws: ``MirrorError`` if the comparison has no meaning, or a result can't be written.
  func run() async throws(MirrorError) -> MirrorResult {
    var run = try await prepare()
    try await run.run()
    // A part counts only its looks, of which there may be none.
    if case .part = origin { return run.result }
    try checkCompared(run.result)
    return run.result
  }

  /// Reads the catalogs and checks that the comparison has a meaning.
  ///
  /// - Returns: A run that has not begun.
  /// - Throws: ``MirrorError`` if it has none, or the source's catalog can't be read.
  func prepare() async throws(MirrorError) -> PairRun {
    var result = MirrorResult(source: source.name, mirror: mirror.name)
    result.findings = FindingCollector(limit: options.listedPerRule)
    try SideSeparation(source: source, mirror: mirror).check()
    if options.sample != nil, source.storage == nil, mirror.storage == nil {
      throw MirrorError(
        .usage, saying: "--sample reads content, and listings have none; give a bucket or directory"
      )
    }
    let original = try await source.catalog()
    let (copy, unreachable) = await catalogOfMirror(&result)
    let map = options.maps.isEmpty ? nil : try AddressMap(parsing: options.maps)
    let roots = try MirrorRoots(
      map, source: (source, original), mirror: (mirror, copy))
    result.sourceRoot = roots.source
    result.mirrorRoot = roots.mirror
    result.map = roots.map
    result.assumptions = roots.assumptions + [source, mirror].compactMap(\.hintOfInventory)
    result.mirrorName = copy?[field: "name"]
    result.mirrorContact = copy?[field: "contact"]
    try checkScope(original, root: roots.source)
    try checkEarlier()
    // With a scope of all datasets, objects that no row lists would be outside of it.
    var options = options
    if let original, original.entries.allSatisfy({ options.scope.contains(dataset: $0.id) }) {
      options.scope.datasets = []
    }
    var run = PairRun(
      options: options, source: source, mirror: mirror, roots: roots, original: original,
      copy: copy, origin: origin, result: result)
    // Where a listing tells what is there, requests may still be of use.
    run.unreachable = mirror.isListable ? nil : unreachable
    return run
  }

  /// The mirror's catalog; nil if it has none or can't be read, then with the reason if no response
  /// came at all.
  private func catalogOfMirror(
    _ result: inout MirrorResult
  ) async -> (catalog: MirrorCatalog?, unreachable: String?) {
    do throws(StoreError) {
      return (try await mirror.readCatalog(), nil)
    } catch {
      result.gaps.append("\(error)")
      return (nil, error.code == .unavailable ? error.detail : nil)
    }
  }
}

/// Refuses two sides of which one is in the other.
struct SideSeparation {
  let source: MirrorSide
  let mirror: MirrorSide

  /// Checks.
  ///
  /// - Throws: ``MirrorError`` if one side is the other or in it.
  func check() throws(MirrorError) {
    // A listing has no surroundings, but the same file is the same side.
    guard source.place != mirror.place else {
      throw MirrorError(
        .usage, saying: "\(mirror.name) is the source itself; give the mirror's address or listing")
    }
    guard let one = source.surroundings, let other = mirror.surroundings else { return }
    if other.hasPrefix(one) {
      throw MirrorError(
        .usage,
        saying: "the mirror \(mirror.name) is inside the source \(source.name), so its objects "
          + "would count as the source's; compare listings of them, or move it")
    }
    if one.hasPrefix(other) {
      throw MirrorError(
        .usage,
        saying: "the source \(source.name) is inside the mirror \(mirror.name); "
          + "compare listings of them, or move it")
    }
  }

}

extension MirrorSide {
  /// What to do if the directory holds an inventory, which is not what it lists; nil if it does not.
  fileprivate var hintOfInventory: String? {
    guard case .directory(let path, _) = content else { return nil }
    let manifest = (path.hasSuffix("/") ? path : path + "/") + "manifest.json"
    guard PathKind(manifest) == .file else { return nil }
    return "\(name) has a manifest.json, as an inventory of S3 has, and its files were compared; "
      + "to compare what the inventory lists, give \(manifest)"
  }

  /// A text that begins with that of the place around it; nil for a listing.
  fileprivate var surroundings: String? {
    if case .listing = content { nil } else { place }
  }

  /// A text that is equal for the same place, whatever its name.
  var place: String {
    switch content {
    case .listing: "listing " + AtomicFile.resolved(name)
    case .storage(let storage, let prefix, _): storage.location + " " + prefix
    case .directory(let path, _):
      AtomicFile.resolved(path).hasSuffix("/")
        ? AtomicFile.resolved(path) : AtomicFile.resolved(path) + "/"
    }
  }
}
