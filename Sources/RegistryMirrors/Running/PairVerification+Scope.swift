internal import Formats
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

extension PairVerification {
  /// Refuses a scope in which nothing can be.
  func checkScope(_ catalog: MirrorCatalog?, root: String) throws(MirrorError) {
    let scope = options.scope
    if let start = scope.start, let stop = scope.stop, start >= stop {
      throw MirrorError(
        .usage,
        saying: "the scope is empty: --start \(start.text) is not before --stop \(stop.text)")
    }
    try checkKeys("include", patterns: scope.include, below: root)
    try checkKeys("exclude", patterns: scope.exclude, below: root)
    guard let catalog else {
      guard scope.judgesRows else { return }
      guard options.demandsDatasets else {
        throw MirrorError(
          .undetermined,
          saying: "\(source.name): there is no catalog, or no such bucket, and the statement is "
            + "about datasets of it")
      }
      throw MirrorError(
        .usage,
        saying: "\(source.name) has no catalog, so --dataset, --start and --stop have no meaning; "
          + "use --include and --exclude")
    }
    guard !catalog.entries.isEmpty else {
      throw MirrorError(.usage, saying: "\(source.name): its catalog lists no dataset")
    }
    let vain = scope.datasets.filter { pattern in
      !catalog.entries.contains { pattern.matches($0.id) }
    }
    // A statement may name a dataset that the source no longer has.
    guard !vain.isEmpty, options.demandsDatasets || vain.count == scope.datasets.count else {
      return
    }
    let what = vain.count == scope.datasets.count ? "the scope is empty: " : ""
    throw MirrorError(
      .usage,
      saying: "\(what)no dataset of \(source.name) matches --dataset "
        + vain.map(\.text).joined(separator: ", "))
  }

  /// Refuses earlier copies that can't have documents.
  func checkEarlier() throws(MirrorError) {
    for path in options.earlier {
      let side = try MirrorSide(path, options)
      if side.storage != nil { continue }
      throw MirrorError(
        .usage,
        saying: "--earlier \(path) is a file; give the directory or address of a copy of catalog "
          + "and index files")
    }
  }

  /// Refuses patterns of addresses, which no key matches.
  private func checkKeys(
    _ option: String, patterns: [GlobPattern], below root: String
  ) throws(MirrorError) {
    for pattern in patterns where ObjectAddress(pattern.text) != nil {
      let key = pattern.text.rest(after: root)
      throw MirrorError(
        .usage,
        saying: "--\(option) \(pattern.text) is an address, and the pattern is compared with keys "
          + "below \(root.isEmpty ? source.name : root); "
          + (key.map { "write --\(option) '\($0)'" } ?? "leave out the start of the address"))
    }
  }

  /// Refuses a comparison of nothing, which must not pass as one without findings.
  func checkCompared(_ result: MirrorResult) throws(MirrorError) {
    let verdicts = result.totals.all.verdicts
    let outside = verdicts[.notMirrored, default: 0]
    guard result.gaps.isEmpty, verdicts.values.reduce(0, +) == outside else { return }
    if options.scope.isPartial {
      let texts = options.scope.texts.sorted { $0.key < $1.key }
        .flatMap { name, values in values.map { "--\(name) \($0)" } }
      throw MirrorError(
        .usage,
        saying: "the scope is empty, so nothing was compared: no object of \(source.name) is in "
          + "\(texts.joined(separator: " ")); \(outside) others are outside of it")
    }
    guard !result.hasDocuments else { return }
    throw MirrorError(
      .undetermined,
      saying: "nothing was compared: neither \(source.name) nor \(mirror.name) has an object "
        + "that counts")
  }
}
