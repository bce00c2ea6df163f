internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import SharedCloudRegistry

extension PairRun {
  /// Computes the lag by its clocks, and decides whether it explains what the mirror's rows lack.
  mutating func noteLag(_ original: MirrorCatalog) {
    var longest: Int?
    for (number, times) in indexes.newest.sorted(by: { $0.key < $1.key }) {
      guard let own = times.source else { continue }
      guard let other = times.mirror else {
        if number < result.datasets.count { indexes.blame(result.datasets[number]) }
        continue
      }
      let seconds = Int(own.seconds - other.seconds)
      if number < result.datasets.count, seconds > 0 {
        result.lagByDataset[result.datasets[number]] = seconds
      }
      longest = Swift.max(longest ?? seconds, seconds)
    }
    result.lag.rows = longest
    if let copy {
      let lags = original.entries.compactMap { entry -> Int? in
        guard options.scope.contains(dataset: entry.id), let other = copy[entry.id],
          let one = Self.modification(entry), let two = Self.modification(other)
        else { return nil }
        return Int(one.seconds - two.seconds)
      }
      result.lag.modification = lags.max()
    }
    result.lag.generation = Generation.digest(of: indexes.sourceDigests)
    judgeLag()
  }

  /// Compares the lag with the longest that is allowed.
  private mutating func judgeLag() {
    guard let limit = options.longestLag else { return }
    guard let longest = result.lag.longest, longest > limit else {
      result.lag.newerRows = indexes.laggingRows
      newestOfMirror = indexes.newest.compactMapValues { $0.mirror?.milliseconds }
      return
    }
    indexes.blame()
    var finding = MirrorFinding(
      .lagTooLong, uri: mirror.name(of: MirrorCatalog.key), key: MirrorCatalog.key,
      saying: "the mirror \(result.lag.text ?? "lags the source by \(longest) s")")
    finding.expected = "at most \(MirrorWords.duration(limit))"
    finding.actual = MirrorWords.duration(longest)
    indexes.findings.add(finding, in: MirrorCatalog.key)
  }

  /// Takes the mirror as an earlier state of the source, whose differences are no faults if the
  /// lag is allowed.
  ///
  /// - Parameter earlier: The catalog of that state; nil if it can't be read.
  mutating func allow(generation earlier: MirrorCatalog?) {
    guard let limit = options.longestLag, result.lag.longest ?? 0 <= limit else { return }
    isEarlierGeneration = true
    let before = indexes.findings.count + indexes.laggingRows + indexes.replacedRows.count
    indexes.findings.remove { Self.rulesOnRows.contains($0.rule) }
    indexes.lagging.remove { _ in true }
    indexes.replacedRows = [:]
    result.lag.newerRows = before - indexes.findings.count
    guard let earlier, let copy else { return }
    var own = FindingCollector(limit: 1)
    CatalogComparison(
      source: earlier, mirror: copy, roots: roots, scope: options.scope,
      name: mirror.name(of: MirrorCatalog.key), allowedLag: nil, unneeded: []
    ).compare(into: &own)
    let onDatasets: Set<MirrorRule> = [.datasetMissing, .datasetExtra, .datasetChanged]
    indexes.findings.remove { place in
      onDatasets.contains(place.rule) && own.groups[place] == nil
    }
  }

  /// The rules on rows and index files that a state of the source either breaks or keeps.
  static let rulesOnRows: Set<MirrorRule> = [
    .rowMissing, .rowExtra, .rowChanged, .indexMissing, .indexExtra,
  ]

  /// Whether only the allowed lag explains a difference.
  func isWithinLag(_ pair: ObjectPair, judgement: Judgement) -> Bool {
    switch judgement.verdict {
    case .missing:
      !judgement.isLost && pair.sourceRow != nil && pair.mirrorRow == nil
        && (isEarlierGeneration || pair.isAfterMirror)
    case .extra: isEarlierGeneration && pair.mirrorRow != nil
    case .stale:
      isEarlierGeneration && pair.mirrorRow != nil && pair.mirrorRow != pair.sourceRow
    default: false
    }
  }

  /// The modification time of an entry; nil if it can't be read.
  static func modification(_ entry: MirrorCatalog.Entry) -> SCRTime? {
    guard let text = entry.entry.value(.modification)?.string else { return nil }
    return IndexRow.time(Array(text.utf8)[...])
  }
}
