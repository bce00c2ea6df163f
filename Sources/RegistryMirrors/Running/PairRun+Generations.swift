internal import ObjectStorage

extension PairRun {
  /// Finds the state of the source that the mirror has, among earlier copies of its index files.
  mutating func findGeneration() async throws(StoreError) {
    guard !options.earlier.isEmpty, let original, copy != nil else { return }
    if !Self.hasRowFindings(indexes.findings), indexes.lagging.groups.isEmpty {
      result.lag.generationsBehind = 0
      return
    }
    var seen: Set<String> = [result.lag.generation ?? ""]
    var distance = 0
    for path in options.earlier {
      let side: MirrorSide
      do throws(MirrorError) {
        side = try MirrorSide(path, options)
      } catch {
        result.gaps.append(error.description)
        continue
      }
      var results = IndexResults(limit: 1)
      for (number, entry) in original.entries.enumerated()
      where options.scope.contains(dataset: entry.id) {
        try await compareIndexes(of: entry, number, with: side, into: &results)
      }
      // A copy that is like a newer one is no generation of its own.
      let generation = Generation.digest(of: results.sourceDigests) ?? ""
      guard seen.insert(generation).inserted else { continue }
      distance += 1
      if !Self.hasRowFindings(results.findings), results.replacedRows.isEmpty {
        result.lag.generationsBehind = distance
        allow(generation: try await side.readCatalog())
        return
      }
    }
  }

  private static func hasRowFindings(_ findings: FindingCollector) -> Bool {
    findings.groups.keys.contains { rulesOnRows.contains($0.rule) }
  }

  private func compareIndexes(
    of entry: MirrorCatalog.Entry, _ number: Int, with side: MirrorSide,
    into results: inout IndexResults
  ) async throws(StoreError) {
    guard let index = entry.index, let own = key(ofIndex: index, below: roots.source),
      let directory = roots.keys.mapped(Array(own.utf8))
    else { return }
    let files = try await IndexDirectory(of: entry.id, in: own, side, years: nil)
    let copies = try await IndexDirectory(
      of: entry.id, in: String(decoding: directory, as: UTF8.self), mirror, years: nil)
    for part in Set(files.files.keys).union(copies.files.keys) {
      guard let one = files.files[part], let other = copies.files[part] else {
        let key = files.files[part] ?? copies.files[part] ?? ""
        results.findings.add(
          MirrorFinding(.indexMissing, uri: key, key: key, saying: "missing"), in: key)
        continue
      }
      var comparison = IndexComparison(
        source: side, mirror: mirror, map: DatakeyMap(roots), scope: options.scope,
        dataset: (number, entry.id), year: nil, own: names)
      comparison.isTyped = Self.isParquet(one) || Self.isParquet(other)
      try await comparison.compare(one, with: other, into: &results)
    }
  }
}
