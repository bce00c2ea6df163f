internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

extension PairRun {
  /// Takes over what an earlier run has finished.
  mutating func resume(after finished: RunState.Finished) {
    result.totals = finished.totals
    result.unknown = finished.unknown
    result.sample?.failures = finished.failures
    settledRows = finished.settledRows
    for key in settledRows { indexes.replacedRows[key] = nil }
    indexes.findings.add(finished.findings)
    for (place, _) in finished.findings.groups
    where place.rule == .sourceReplacedWithoutModification {
      if let dataset = place.dataset { silent.insert(dataset) }
    }
    // Whether lists had objects before is not known.
    for number in lists.indices { lists[number].isUsed = true }
  }

  /// Counts an object, writes its line, and adds its finding.
  mutating func take(_ pair: ObjectPair, found: Judgement) throws(MirrorError) {
    var judgement = found
    judgement.isLagging = isWithinLag(pair, judgement: found)
    let size = pair.sourceRow?.size ?? pair.source?.size ?? pair.mirror?.size
    result.totals.add(judgement, dataset: pair.dataset, year: pair.year, size: size)
    if judgement.verdict == .unknown {
      result.unknown[judgement.reason ?? "", default: 0] += 1
    }
    noteSample(pair, judgement: judgement)
    if judgement.verdict == .same, judgement.level == .content, let reason = judgement.reason {
      disproved.count += 1
      let key = String(decoding: pair.key, as: UTF8.self)
      disproved.first = disproved.first ?? "\(key): \(reason)"
    }
    for number in pair.lists where number < lists.count { lists[number].isUsed = true }
    let dataset = pair.dataset.flatMap {
      result.datasets.indices.contains($0) ? result.datasets[$0] : nil
    }
    try write(pair, judgement: judgement, of: dataset)
    addFinding(pair, judgement: judgement, of: dataset)
  }

  /// Writes the line of an object; one that is not the same waits for those of other mirrors.
  private mutating func write(
    _ pair: ObjectPair, judgement: Judgement, of dataset: String?
  ) throws(MirrorError) {
    guard options.objects != nil || options.namesCopies else { return }
    let own = roots.keys.unmapped(pair.key).first ?? pair.key
    var bytes: [UInt8] = []
    if options.objects != nil {
      var line = ObjectLine(pair: pair, judgement: judgement, dataset: dataset)
      line.isSampled = sampled.contains(pair.key)
      if own != pair.key { line.sourceKey = String(decoding: own, as: UTF8.self) }
      line.copy = options.namesCopies ? result.mirror : nil
      bytes = line.bytes
    }
    if options.namesCopies,
      result.deviations.note(
        pair, as: judgement.verdict, dataset: dataset, sourceKey: own, line: bytes)
    {
      return
    }
    try options.objects?.write(bytes)
  }

  private mutating func noteSample(_ pair: ObjectPair, judgement: Judgement) {
    guard core.contains(pair.key) else { return }
    switch judgement.verdict {
    case .same where judgement.level == .content: break
    // One that differs, and one that could not be read.
    default: result.sample?.failures += 1
    }
  }

  private mutating func addFinding(
    _ pair: ObjectPair, judgement: Judgement, of dataset: String?
  ) {
    let key = String(decoding: pair.key, as: UTF8.self)
    let rule: MirrorRule
    var message = judgement.reason ?? ""
    guard !judgement.isLagging else {
      if judgement.verdict == .stale { noteReplacement(pair, of: dataset) }
      return
    }
    switch judgement.verdict {
    case .same where judgement.isDamaged, .unknown where judgement.isDamaged:
      rule = .objectDamaged
      message = Self.damageOfBoth(pair)
    case .same, .moving, .notMirrored: return
    case .differs where judgement.isDamaged:
      rule = .objectDamaged
      message = "it disagrees with the mirror's index: \(message)"
    case .differs: rule = .objectDiffers
    case .stale:
      rule = .objectStale
      noteReplacement(pair, of: dataset)
    case .missing where judgement.isLost:
      addLoss(of: pair, dataset)
      return
    case .missing:
      misplaced.note(missing: pair.key)
      rule = .objectMissing
      message = judgement.reason ?? "the mirror does not have it"
    case .extra:
      misplaced.note(extra: pair.key)
      // The finding about the row says it already.
      if pair.mirrorRow != nil { return }
      rule = .objectExtra
    case .unknown:
      rule = .levelNotReached
      message = "only \(judgement.level.rawValue) could be told: \(message)"
    }
    // A row that changed with its object is no second fault.
    if [.differs, .stale].contains(judgement.verdict),
      indexes.replacedRows.removeValue(forKey: pair.key) != nil
    {
      settledRows.append(pair.key)
    }
    var finding = MirrorFinding(
      rule, uri: mirror.name(of: key), key: key, dataset: dataset, saying: message)
    finding.expected = pair.source.flatMap { $0.size.map { "\($0) bytes" } }
    finding.actual = pair.mirror.flatMap { $0.size.map { "\($0) bytes" } }
    indexes.findings.add(finding, in: "")
  }

  /// Adds that nobody has an object that the source's index lists; that is the source's fault.
  private mutating func addLoss(of pair: ObjectPair, _ dataset: String?) {
    let own = String(decoding: roots.keys.unmapped(pair.key).first ?? pair.key, as: UTF8.self)
    indexes.findings.add(
      MirrorFinding(
        .objectLost, uri: source.name(of: own), key: own, dataset: dataset,
        saying: "the source's index lists it, and neither the source nor the mirror has it"),
      in: "")
  }

  /// How two equal copies disagree with their indexes.
  private static func damageOfBoth(_ pair: ObjectPair) -> String {
    if let size = pair.mirror?.size, let row = pair.mirrorRow?.size, size != row {
      return "it disagrees with the mirror's index, which says \(row) bytes and not \(size); the "
        + "source's object disagrees with the source's index too"
    }
    return "its checksum disagrees with the mirror's index, and that of the source's object with "
      + "the source's index"
  }

  /// Notes that the source replaced an object and its row; then its catalog must say so.
  private mutating func noteReplacement(_ pair: ObjectPair, of dataset: String?) {
    guard let dataset, let row = pair.sourceRow, let old = pair.mirrorRow, row != old,
      let one = original?[dataset], let two = copy?[dataset],
      let own = one.entry.value(.modification)?.string,
      own == two.entry.value(.modification)?.string
    else { return }
    let name = source.name(of: MirrorCatalog.key)
    guard !silent.contains(dataset) else { return }
    silent.insert(dataset)
    var finding = MirrorFinding(
      .sourceReplacedWithoutModification, uri: name, key: MirrorCatalog.key, dataset: dataset,
      saying: "files were replaced, and modification is still \(own)")
    finding.actual = own
    indexes.findings.add(finding, in: MirrorCatalog.key)
  }

  /// Notes two keys that a copy to another file system would make one.
  mutating func note(collision pair: ObjectPair, with other: [UInt8]) {
    let key = String(decoding: pair.key, as: UTF8.self)
    let dataset = pair.dataset.flatMap {
      result.datasets.indices.contains($0) ? result.datasets[$0] : nil
    }
    var finding = MirrorFinding(
      .namesCollide, uri: mirror.name(of: key), key: key, dataset: dataset,
      saying: "\(String(decoding: other, as: UTF8.self)) differs only in case or in the form of "
        + "its letters")
    finding.actual = key
    indexes.findings.add(finding, in: "")
  }

  /// Ends the run: findings that waited, and headlines.
  mutating func finish() {
    for (_, finding) in indexes.replacedRows.sorted(by: {
      $0.key.lexicographicallyPrecedes($1.key)
    }) {
      indexes.findings.add(finding, in: finding.key)
    }
    result.lag.newerObjects = result.totals.all.lagging.values.reduce(0, +)
    result.sample?.conclude()
    result.objectGaps += failureMessages
    result.documents =
      [original, copy].compactMap(\.self).count + indexes.sourceDigests.count
      + indexes.mirrorDigests.count
    result.notAsked = rulesWithoutInput
    result.leftOpen = rulesLeftOpen
    noteRulesLeftOpen()
    result.unmappedIndexes = unmappedIndexes.count
    noteUnmapped()
    if let first = disproved.first {
      result.assumptions.append(
        "what lists or stores state of \(disproved.count) objects is not what was read, first "
          + "\(first)")
    }
    if let index = unmappedIndexes.first {
      result.assumptions.append(
        "no --map begins like \(index), so the index files of \(unmappedIndexes.count) of "
          + "\(result.datasets.count) datasets were not compared")
    }
    for list in lists where !list.isUsed && list.count > 0 {
      result.assumptions.append(
        "\(list.path): none of its \(list.count) paths, such as \(list.example), is an object of "
          + "the \(list.side); paths begin below the root, or with its address")
    }
    if case .parts(let looks, let mirror) = origin { result.gaps += looks.gaps(ofMirror: mirror) }
    var headlines = Headlines(run: self)
    headlines.settle()
    result.findings = headlines.findings
  }
}
