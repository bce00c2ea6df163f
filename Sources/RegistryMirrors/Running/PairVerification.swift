internal import Files
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

/// Compares one mirror with its source.
struct PairVerification {
  let options: MirrorOptions
  let source: MirrorSide
  let mirror: MirrorSide

  /// Runs.
  ///
  /// - Returns: The result, also if something could not be told.
  /// - Throws: ``MirrorError`` if the comparison has no meaning, or a result can't be written.
  func run() async throws(MirrorError) -> MirrorResult {
    var result = MirrorResult(source: source.name, mirror: mirror.name)
    result.findings = FindingCollector(limit: options.listedPerRule)
    try SideSeparation(source: source, mirror: mirror).check()
    let original = try await source.catalog()
    let copy = try await catalogOfMirror(&result)
    let map = options.maps.isEmpty ? nil : try AddressMap(parsing: options.maps)
    let roots = try MirrorRoots(
      map, source: (source, original), mirror: (mirror, copy))
    result.sourceRoot = roots.source
    result.mirrorRoot = roots.mirror
    result.map = roots.map
    result.assumptions = roots.assumptions
    result.mirrorName = copy?[field: "name"]
    result.mirrorContact = copy?[field: "contact"]
    try checkScope(original)
    var run = PairRun(
      options: options, source: source, mirror: mirror, roots: roots, original: original,
      copy: copy, result: result)
    try await run.run()
    return run.result
  }

  private func catalogOfMirror(
    _ result: inout MirrorResult
  ) async throws(MirrorError) -> MirrorCatalog? {
    do throws(MirrorError) {
      return try await mirror.catalog()
    } catch {
      result.gaps.append(error.description)
      return nil
    }
  }

  /// Refuses a scope in which there is nothing.
  private func checkScope(_ catalog: MirrorCatalog?) throws(MirrorError) {
    let scope = options.scope
    if let start = scope.start, let stop = scope.stop, start >= stop {
      throw MirrorError(
        .usage,
        saying: "the scope is empty: --start \(start.text) is not before --stop \(stop.text)")
    }
    guard let catalog else {
      guard scope.judgesRows else { return }
      throw MirrorError(
        .usage,
        saying: "\(source.name) has no catalog, so --dataset, --start and --stop have no meaning; "
          + "use --include and --exclude")
    }
    guard !catalog.entries.contains(where: { scope.contains(dataset: $0.id) }) else { return }
    let patterns = scope.datasets.map(\.text).joined(separator: ", ")
    throw MirrorError(
      .usage,
      saying: patterns.isEmpty
        ? "\(source.name): its catalog lists no dataset"
        : "the scope is empty: no dataset of \(source.name) matches --dataset \(patterns)")
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
    guard let one = place(source), let other = place(mirror) else { return }
    if one == other {
      throw MirrorError(
        .usage, saying: "\(mirror.name) is the source itself; give the mirror's address")
    }
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

  /// A text that begins with that of the place around it; nil for a listing.
  private func place(_ side: MirrorSide) -> String? {
    switch side.content {
    case .listing: nil
    case .storage(let storage, let prefix, _): storage.location + " " + prefix
    case .directory(let path, _):
      AtomicFile.resolved(path).hasSuffix("/")
        ? AtomicFile.resolved(path) : AtomicFile.resolved(path) + "/"
    }
  }
}
