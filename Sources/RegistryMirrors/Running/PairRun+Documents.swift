internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension PairRun {
  /// Compares the catalogs and the index files.
  mutating func compareDocuments() async throws(StoreError) {
    guard let original, source.storage != nil else { return }
    let digest = RunningDigest(.sha256)
    digest.add(original.bytes.span)
    result.catalogDigest = digest.finish()
    var unneeded: Set<String> = []
    for (number, entry) in original.entries.enumerated()
    where options.scope.contains(dataset: entry.id) {
      let before = RowCounts(indexes)
      try await compareIndexes(of: entry, number)
      if before.areAllOutside(indexes) { unneeded.insert(entry.id) }
    }
    if let copy {
      CatalogComparison(
        source: original, mirror: copy, roots: roots, scope: options.scope,
        name: mirror.name(of: MirrorCatalog.key), allowedLag: options.longestLag,
        unneeded: unneeded
      ).compare(into: &indexes.findings)
    } else if mirror.storage != nil, result.gaps.isEmpty {
      indexes.findings.add(
        MirrorFinding(
          .catalogMissing, uri: mirror.name(of: MirrorCatalog.key), key: MirrorCatalog.key,
          saying: "the mirror has no catalog"), in: MirrorCatalog.key)
    }
    noteFormats()
    result.rows = indexes.rows
    result.gaps += indexes.gaps
    streams[PairAssembly.Stream.expected.rawValue] = try indexes.expected.finish()
    streams[PairAssembly.Stream.stated.rawValue] = try indexes.stated.finish()
    noteLag(original)
  }

  private mutating func compareIndexes(
    of entry: MirrorCatalog.Entry, _ number: Int
  ) async throws(StoreError) {
    guard let index = entry.index, let own = key(ofIndex: index, below: roots.source) else {
      noteLostRows(
        "\(entry.id): its index \(entry.index ?? "(missing)") is not below \(roots.source)")
      return
    }
    let years = Self.years(of: entry)
    let files: IndexDirectory
    do throws(StoreError) {
      files = try await IndexDirectory(of: entry.id, in: own, source, years: years)
    } catch {
      noteLostRows("\(error)")
      return
    }
    var copies = IndexDirectory.none
    var isComparable = mirror.storage != nil && copy != nil && copy?[entry.id] != nil
    let directory = roots.keys.mapped(Array(own.utf8))
    if isComparable, directory == nil {
      unmappedIndexes.append(index)
      isComparable = false
    }
    if isComparable, let directory {
      do throws(StoreError) {
        if mirror.isListable {
          copies = try await IndexDirectory(
            of: entry.id, in: String(decoding: directory, as: UTF8.self), mirror, years: years)
        } else {
          copies = try await IndexDirectory(
            probing: files.files.compactMapValues { key in
              roots.keys.mapped(Array(key.utf8)).map { String(decoding: $0, as: UTF8.self) }
            }, of: mirror)
        }
      } catch {
        // The source's rows still say what must be there.
        indexes.gaps.append("\(error)")
        isComparable = false
      }
    }
    let parts = Set(files.files.keys).union(copies.files.keys)
    // The newest rows of the mirror come first, since older ones can't be missing by a lag.
    let isReversed = indexes.allowsLag
    let ordered = parts.sorted { one, other in
      let years = (Self.year(one) ?? 0, Self.year(other) ?? 0)
      return isReversed ? years.0 > years.1 : years.0 < years.1
    }
    for part in ordered {
      await compare(
        part, own: files.files[part], other: copies.files[part], of: (number, entry.id),
        isComparable: isComparable)
    }
  }

  private mutating func compare(
    _ part: IndexDirectory.Part, own: String?, other: String?,
    of dataset: (number: Int, id: String), isComparable: Bool
  ) async {
    let year = Self.year(part)
    guard isYearInScope(year) else { return }
    var comparison = IndexComparison(
      source: source, mirror: mirror, map: DatakeyMap(roots), scope: options.scope,
      dataset: dataset, year: year, own: names)
    comparison.isTyped = Self.isParquet(own) || Self.isParquet(other)
    if let own, let other, Self.isParquet(own) != Self.isParquet(other) {
      otherFormats.append((source.name(of: own), mirror.name(of: other)))
    }
    if own == nil, let other {
      guard await comparison.hasRowsInScope(ofMirror: other) else { return }
      indexes.findings.add(
        MirrorFinding(
          .indexExtra, uri: mirror.name(of: other), key: other, dataset: dataset.id,
          saying: "the source has no index file of this year"), in: other)
      return
    }
    let before = RowCounts(indexes)
    do throws(StoreError) {
      try await comparison.compare(own, with: other, into: &indexes)
    } catch {
      noteLostRows("\(error)")
    }
    // A file of which all rows are outside the scope need not be in the mirror.
    guard let own, other == nil, isComparable, !before.areAllOutside(indexes) else { return }
    let key =
      roots.keys.mapped(Array(own.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? own
    indexes.add(
      lacking: MirrorFinding(
        .indexMissing, uri: mirror.name(of: key), key: key, dataset: dataset.id,
        saying: "the index file is missing"), in: key, ofDataset: dataset.number, until: nil,
      rows: before.added(to: indexes))
  }

  /// Notes that rows of the source are not known.
  private mutating func noteLostRows(_ reason: String) {
    indexes.gaps.append(reason)
    indexes.lacksRows = true
  }

  static func isParquet(_ key: String?) -> Bool {
    key?.hasSuffix(IndexFileName.Format.parquet.rawValue) == true
  }

  /// Says which index files have another format at the mirror.
  private mutating func noteFormats() {
    guard let first = otherFormats.first else { return }
    let count = otherFormats.count
    result.assumptions.append(
      "\(count) index \(count == 1 ? "file has" : "files have") another format at the mirror, such "
        + "as \(first.source) and \(first.mirror); their rows were compared by their values")
  }

  private func isYearInScope(_ year: Int?) -> Bool {
    guard let year else { return true }
    let seconds = SCRTime.secondsOfYear(year)
    if let start = options.scope.start, start.seconds >= seconds.upperBound { return false }
    if let stop = options.scope.stop, stop.seconds <= seconds.lowerBound { return false }
    return true
  }

  func key(ofIndex index: String, below root: String) -> String? {
    guard ObjectAddress(index) != nil else {
      var rest = index[...]
      while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
      return String(rest.drop { $0 == "/" })
    }
    return BucketIdentity.key(of: index, below: root)
  }

  private static func year(_ part: IndexDirectory.Part) -> Int? {
    if case .year(let year) = part { year } else { nil }
  }

  /// The years of a dataset where nothing can be listed.
  private static func years(of entry: MirrorCatalog.Entry) -> ClosedRange<Int>? {
    guard let start = entry.entry.start?.year, let stop = entry.entry.stop?.year else { return nil }
    return Swift.max(1, start - 1)...Swift.max(start, stop + 1)
  }
}

/// The numbers of rows before some of them were read.
private struct RowCounts {
  private let inScope: Int
  private let outside: Int
  private let gaps: Int

  init(_ results: IndexResults) {
    inScope = results.rows.inScope
    outside = results.rows.outside + results.rows.unmapped
    gaps = results.gaps.count
  }

  /// The number of rows in scope that were read since.
  func added(to results: IndexResults) -> Int { results.rows.inScope - inScope }

  /// Whether rows were read since, all of them, and all are outside the scope or the map.
  func areAllOutside(_ results: IndexResults) -> Bool {
    results.rows.inScope == inScope && results.rows.outside + results.rows.unmapped > outside
      && results.gaps.count == gaps
  }
}

extension IndexDirectory {
  /// No files.
  fileprivate static var none: IndexDirectory { IndexDirectory() }

  fileprivate init() {}
}
