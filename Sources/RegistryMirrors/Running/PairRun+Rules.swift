internal import SharedCloudRegistry

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
    if !mirror.isListable {
      note(
        [.objectExtra],
        because: "a web server can't be listed, so objects that no row lists were not looked for")
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

  /// The rules that the kind of the sides leaves open, with the reason; nothing else in a report
  /// would tell it.
  var rulesLeftOpen: [String: String] {
    let codes = Set((Self.rulesOnIndexes + [.catalogMissing, .objectExtra]).map(\.rawValue))
    return rulesWithoutInput.filter { codes.contains($0.key) }
  }

  /// Says which rules the kind of the sides leaves open.
  mutating func noteRulesLeftOpen() {
    let open = rulesLeftOpen
    if let reason = open[MirrorRule.rowMissing.rawValue] {
      result.assumptions.append("catalog and index files were not compared: \(reason)")
    }
    if let reason = open[MirrorRule.objectExtra.rawValue] {
      result.assumptions.append("\(mirror.name): \(reason)")
    }
    if original == nil, source.storage != nil, copy != nil {
      result.gaps.append(
        "the source has no catalog, but the mirror has one: what must be there is not known")
    }
  }

  /// Compares the catalogs and index files that a listing of the mirror names with those of the
  /// source; what they hold can't be read.
  ///
  /// A listing that names none of them may be one of the data alone.
  ///
  /// - Parameters:
  ///   - first: The listing of the source.
  ///   - second: The listing of the mirror.
  mutating func compareListedDocuments(_ first: SideListing?, with second: SideListing?) {
    guard let second, mirror.storage == nil, second.isComplete, !second.documents.isEmpty else {
      return
    }
    var needed = first?.documents ?? []
    if original != nil {
      let keys = [MirrorCatalog.key] + indexes.sourceDigests.keys
      needed = Set(
        keys.compactMap { key in
          roots.keys.mapped(Array(key.utf8)).map { String(decoding: $0, as: UTF8.self) }
        })
    }
    let present = Set(second.documents.map(Self.stem))
    for key in needed.sorted() where !present.contains(Self.stem(key)) {
      let isCatalog = key == MirrorCatalog.key || key.hasSuffix("/" + MirrorCatalog.key)
      guard isCatalog || isInScope(indexFile: Self.name(key)) else { continue }
      let rule: MirrorRule = isCatalog ? .catalogMissing : .indexMissing
      indexes.findings.add(
        MirrorFinding(
          rule, uri: mirror.name(of: key), key: key,
          saying:
            "the mirror's listing does not have \(isCatalog ? "the catalog" : "the index file")"),
        in: key)
    }
  }

  /// Whether a mirror must have an index file, whatever rows it has.
  private func isInScope(indexFile name: String) -> Bool {
    guard let file = IndexFileName(name), !options.scope.judgesKeys, !options.scope.judgesTimes
    else { return false }
    return options.scope.contains(dataset: file.id)
  }

  private static func name(_ key: String) -> String {
    key.split(separator: "/").last.map(String.init) ?? key
  }

  /// A key without the format of an index file, which may differ.
  private static func stem(_ key: String) -> String {
    guard let format = IndexFileName(name(key))?.format else { return key }
    return String(key.dropLast(format.rawValue.count))
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
