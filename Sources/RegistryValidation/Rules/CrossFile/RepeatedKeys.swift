internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Finds repeated datakeys in the index files of one dataset.
///
/// If the keys of every file only ascend, or only descend, and the files do not overlap, no key
/// repeats. Otherwise all keys are compared by their hashes, 8 bytes per row, and those with
/// equal hashes by another 64 bits.
struct RepeatedKeys {
  let dataset: String?
  let files: [DatasetAgreement.YearFile]
  let options: CheckOptions

  /// Whether the order of the keys proves that no key repeats.
  var isProvedByOrder: Bool {
    guard files.allSatisfy({ $0.summary.keyOrder.isStrict }) else { return false }
    let ranges = files.map { file -> (low: [UInt8], high: [UInt8]) in
      let (first, last) = (file.summary.firstKey, file.summary.lastKey)
      return first.lexicographicallyPrecedes(last) ? (first, last) : (last, first)
    }.sorted { $0.low.lexicographicallyPrecedes($1.low) }
    return zip(ranges, ranges.dropFirst()).allSatisfy { $0.high.lexicographicallyPrecedes($1.low) }
  }

  /// Finds repeated datakeys.
  ///
  /// - Returns: A reporter for every file that repeats the key of an earlier row.
  /// - Throws: ``StoreError`` if a file can't be read again.
  func check() async throws(StoreError) -> [FileReporter] {
    guard !isProvedByOrder else { return [] }
    var generator = SystemRandomNumberGenerator()
    let rows = files.reduce(0) { $0 + $1.summary.rows }
    var hashes = KeyHashes(capacity: rows, seed: generator.next())
    for file in files {
      try await forEachKey(of: file) { _, _, key in hashes.add(key) }
    }
    let seed = hashes.seed
    let repeated = hashes.takeRepeated()
    return repeated.isEmpty ? [] : try await report(repeated, seed: seed, second: generator.next())
  }

  /// Goes through the files again and reports the rows whose key repeats an earlier one.
  private func report(
    _ repeated: [UInt64], seed: UInt64, second: UInt64
  ) async throws(StoreError) -> [FileReporter] {
    let firstHash = KeyHashes(capacity: 0, seed: seed)
    let secondHash = KeyHashes(capacity: 0, seed: second)
    var places = KeyPlaces(repeated)
    var reporters: [FileReporter] = []
    for (number, file) in files.enumerated() {
      var reporter = FileReporter(
        file: file.file.location, dataset: dataset, options: options.ofIndexes)
      let layout = file.summary.layout ?? .standard
      var total = 0
      var isListed = reporter.lists(.datakeyRepeated)
      try await forEachKey(of: file) { row, line, bytes in
        let key = KeyPlaces.Key(
          hash: firstHash.hash(bytes), check: secondHash.hash(bytes),
          row: secondHash.hash(line), file: UInt32(number), line: row.line)
        // Most of them are only counted.
        guard isListed else {
          total += places.addLater(key)
          return
        }
        guard let first = places.add(key) else { return }
        total += 1
        let place = files[Int(first.file)].file
        let isInFile = place.key.hasSameBytes(as: file.file.key)
        let name =
          place.isParquet
          ? "in row \((first.line - 1).grouped)" + (isInFile ? "" : " of \(place.name)")
          : isInFile ? "on line \(first.line)" : "at \(place.name):\(first.line)"
        reporter.report(.datakeyRepeated, "datakey repeats the one \(name)") {
          $0.place(at: row.key, name: "datakey", index: layout.datakey, of: row, in: line)
          $0.actual = bytes.text
          // The rest of the row is the same too.
          if first.row == key.row, first.file == number {
            $0.fix = Fix(
              "remove the repeated row", .unsafe,
              edits: [.init(range: row.offset - 1..<row.offset + line.count, text: "")])
          }
          $0.related = [
            .init(
              uri: place.store.displayName(of: place.key), line: first.line,
              message: "the first one")
          ]
        }
        isListed = reporter.lists(.datakeyRepeated)
      }
      total += places.addWaiting()
      if total > 0 { reporter.settle(.datakeyRepeated, total: total) }
      reporters.append(reporter)
    }
    return reporters
  }

  private func forEachKey(
    of file: DatasetAgreement.YearFile,
    _ body: (IndexRowReader.Row, Span<UInt8>, Span<UInt8>) -> Void
  ) async throws(StoreError) {
    guard let layout = file.summary.layout else { return }
    let reader = try await file.file.open()
    try await IndexRowReader(layout: layout, options: options).forEach(reader, body)
  }
}
