extension PairRun {
  /// The rules on catalogs and index files.
  private static let rulesOnDocuments: [MirrorRule] = [
    .rowMissing, .rowExtra, .rowChanged, .addressNotRewritten, .addressRewrittenTwice,
    .addressRewrittenInside, .addressElsewhere, .orderDiffers, .indexMissing, .indexExtra,
    .datasetMissing, .datasetExtra, .datasetChanged, .indexAddressWrong, .rangeOfSource,
    .endpointOfSource, .nameOfSource, .contactOfSource, .sourceReplacedWithoutModification,
    .lagTooLong,
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
}
