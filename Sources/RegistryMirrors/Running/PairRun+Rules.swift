extension PairRun {
  /// The rules on catalogs and index files.
  private static let rulesOnDocuments: [MirrorRule] = [
    .rowMissing, .rowExtra, .rowChanged, .addressNotRewritten, .addressRewrittenTwice,
    .addressRewrittenInside, .addressElsewhere, .orderDiffers, .indexMissing, .indexExtra,
    .datasetMissing, .datasetExtra, .datasetChanged, .indexAddressWrong, .rangeOfSource,
    .endpointOfSource, .nameOfSource, .contactOfSource, .sourceReplacedWithoutModification,
    .lagTooLong,
  ]

  /// The rules on the index files of both sides.
  private static let rulesOnIndexes: [MirrorRule] = [
    .rowMissing, .rowExtra, .rowChanged, .addressNotRewritten, .addressRewrittenTwice,
    .addressRewrittenInside, .addressElsewhere, .orderDiffers, .indexMissing, .indexExtra,
  ]

  /// The rules that had no input, by code, with the reason.
  var rulesWithoutInput: [String: String] {
    var reasons: [String: String] = [:]
    func note(_ rules: [MirrorRule], because reason: String) {
      for rule in rules where reasons[rule.rawValue] == nil { reasons[rule.rawValue] = reason }
    }
    let listing = "a listing has no catalog and no index files"
    if let reason = [source, mirror].first(where: { $0.storage == nil }).map({ _ in listing })
      ?? (original == nil ? "the source has no catalog" : nil)
    {
      note(Self.rulesOnDocuments + [.catalogMissing], because: reason)
    } else if copy == nil, result.gaps.isEmpty {
      note(Self.rulesOnDocuments, because: "the mirror has no catalog")
    }
    let datasets = result.datasets.count { options.scope.contains(dataset: $0) }
    if !unmappedIndexes.isEmpty, unmappedIndexes.count == datasets {
      note(Self.rulesOnIndexes, because: "no --map leads to the index files of any dataset")
    }
    if options.longestLag == nil { note([.lagTooLong], because: "--max-lag was not given") }
    if options.scope.start == nil, options.scope.stop == nil {
      note([.rangeOfSource], because: "neither --start nor --stop was given")
    }
    if roots.map.isIdentity {
      note(
        [.nameOfSource, .contactOfSource, .halfMoved], because: "both sides have the same addresses"
      )
    }
    return reasons
  }

  /// Says what the map does not lead to, since it was not compared.
  mutating func noteUnmapped() {
    let counts = [
      (result.rows.unmapped, "row"), (result.outside.source, "object of the source"),
      (result.outside.mirror, "object of the mirror"),
    ].filter { $0.0 > 0 }.map { count, noun in
      let words = noun.split(separator: " ", maxSplits: 1)
      return
        (["\(count)", count == 1 ? String(words[0]) : words[0] + "s"]
        + words.dropFirst().map(String.init)).joined(separator: " ")
    }
    guard !counts.isEmpty else { return }
    result.assumptions.append(
      "no --map begins like the addresses of \(counts.joined(separator: ", ")): they are out of "
        + "scope, and were not compared")
  }
}
