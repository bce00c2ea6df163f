package import SharedCloudRegistry

/// Takes listings, and sorts their objects into the datasets of a mission.
package struct FileGathering: ~Copyable {
  /// Some of the objects that nothing came of.
  package struct Sample: Sendable, Hashable {
    /// The key below the base of the mission.
    package var key: String
    /// Why nothing came of it.
    package var reason: String
  }

  /// What became of the objects.
  package struct Counts: Sendable {
    /// All objects that were listed.
    package var objects = 0
    /// Those that became files of datasets.
    package var files = 0
    /// Those that are no files, by cause.
    package var leftOut: [LeftOut: Int] = [:]
    /// Those that no pattern claims.
    package var unclaimed = 0
    /// Those that a pattern claims, but whose names say what can't be, by the pattern's number.
    package var impossible: [Int: Int] = [:]
    /// Those that several datasets claim, by the names of the first two.
    package var rivals: [[String]: Int] = [:]
    /// The number of files by dataset.
    package var byDataset: [Int] = []
    /// The first file of each dataset.
    package var examples: [String] = []
    /// The first objects that nothing came of.
    package var samples: [Sample] = []
    /// The first objects that several datasets claim.
    package var rivalSamples: [Sample] = []

    /// Counts a file of a dataset.
    fileprivate mutating func note(_ dataset: Int, _ key: @autoclosure () -> String) {
      while byDataset.count <= dataset {
        byDataset.append(0)
        examples.append("")
      }
      if byDataset[dataset] == 0 { examples[dataset] = key() }
      byDataset[dataset] += 1
    }
  }

  private let mission: Mission
  private let test: LeftOutTest
  private let datakeyPrefix: [UInt8]
  private var matcher: KeyMatcher
  private var sorter: FileSorter
  private let time: TimeWriter
  private let patterns: [Pattern]

  /// What of a pattern is needed for each file.
  private struct Pattern {
    var isStopNamed: Bool
    var columns: [DatasetPattern.Column]
  }
  /// The years that files of the sources start in, by dataset.
  private(set) var years: [Int: ClosedRange<Int>] = [:]
  private var lastYear: (dataset: Int, starts: Range<Int64>) = (-1, 0..<0)
  /// What became of the objects so far.
  package private(set) var counts = Counts()

  private static let sampleLimit = 10

  /// Begins.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - memory: About how many bytes of memory to use for sorting.
  package init(_ mission: Mission, memory: Int = 64 << 20) {
    self.mission = mission
    test = LeftOutTest(mission)
    datakeyPrefix = Array(mission.base.utf8)
    matcher = KeyMatcher(mission)
    time = TimeWriter(mission.precision)
    patterns = mission.datasets.map { pattern in
      Pattern(isStopNamed: pattern.stop == .fromName, columns: pattern.columns)
    }
    sorter = FileSorter(memory: memory)
  }

  /// The datasets so far.
  package var datasets: [KeyMatcher.Dataset] { matcher.datasets }

  /// Takes objects.
  ///
  /// - Parameters:
  ///   - batch: The objects.
  ///   - address: The address that their keys belong to; nil for the base of the mission.
  /// - Throws: ``StoreError`` when a temporary file takes no more.
  package mutating func take(
    _ batch: ListingBatch, of address: String?
  ) throws(StoreError) {
    let start = address.flatMap { $0 == mission.base ? nil : Array($0.utf8) }
    for object in batch.objects { try take(object, batch, start) }
  }

  private mutating func take(
    _ object: ListingBatch.Object, _ batch: ListingBatch, _ address: [UInt8]?
  ) throws(StoreError) {
    counts.objects += 1
    guard object.isPresent else { return leaveOut(.past, batch.text(object.key)) }
    let key = batch.bytes.span.extracting(object.key)
    if address == nil, Self.isPlain(key) { return try take(object, batch, key) }
    guard let below = Self.key(key, address, below: datakeyPrefix) else {
      return leaveOut(.outside, batch.text(object.key))
    }
    try take(object, batch, below.span)
  }

  /// Tells whether a key is no address: few keys have a colon where an address has one.
  private static func isPlain(_ key: Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(key.count, 10) where key[index] == UInt8(ascii: ":") { return false }
    return true
  }

  /// The key below the base of the mission of a key that may be an address, or belongs to one; nil
  /// if it lies elsewhere.
  private static func key(
    _ key: Span<UInt8>, _ address: [UInt8]?, below base: [UInt8]
  ) -> [UInt8]? {
    var full = key.bytes(0..<key.count)
    if !key.begins(with: base) {
      if let address {
        full = address + full
      } else if ObjectAddress(String(decoding: full, as: UTF8.self)) == nil {
        return full
      }
    }
    return full.starts(with: base) ? Array(full[base.count...]) : nil
  }

  /// Takes an object whose key below the base is known.
  private mutating func take(
    _ object: ListingBatch.Object, _ batch: ListingBatch, _ key: Span<UInt8>
  ) throws(StoreError) {
    if let cause = test.cause(key, size: object.size) {
      return leaveOut(cause, batch.text(object.key))
    }
    let match: KeyMatcher.Match
    do throws(KeyMatcher.Refusal) {
      match = try matcher.match(key)
    } catch {
      return refuse(batch.text(object.key), error)
    }
    counts.files += 1
    counts.note(match.dataset, batch.text(object.key))
    if let rival = match.rival { note(rival, match, batch.text(object.key)) }
    let numbers = numbers(object, match)
    noteYear(match.dataset, numbers.start)
    try sorter.add(numbers, datakeyPrefix, key, columns(match, of: object, batch))
  }

  private mutating func noteYear(_ dataset: Int, _ start: Int64) {
    if lastYear.dataset == dataset, lastYear.starts.contains(start) { return }
    let year = start.year
    let known = years[dataset] ?? year...year
    years[dataset] = min(known.lowerBound, year)...max(known.upperBound, year)
    lastYear = (dataset, Int64.starts(ofYear: year))
  }

  private func numbers(
    _ object: ListingBatch.Object, _ match: KeyMatcher.Match
  ) -> FileNumbers {
    var numbers = FileNumbers(
      dataset: Int32(match.dataset), start: time.cut(match.start), stop: IndexedFile.noTime,
      size: object.size.map(Int64.init) ?? -1)
    if patterns[match.pattern].isStopNamed {
      numbers.stop = time.cut(match.stop ?? match.start)
    }
    if let time = object.lastModified {
      numbers.modified = time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000
    }
    let version = shifted(match.version)
    numbers.versionStart = Int32(version.lowerBound)
    numbers.versionEnd = Int32(version.upperBound)
    return numbers
  }

  private func columns(
    _ match: KeyMatcher.Match, of object: ListingBatch.Object, _ batch: ListingBatch
  ) -> [UInt8] {
    let columns = patterns[match.pattern].columns
    guard !columns.isEmpty else { return [] }
    var bytes: [UInt8] = []
    for (column, text) in zip(columns, match.columns) {
      bytes.append(UInt8(ascii: ","))
      var value = text
      if column.source == "etag" {
        value = Array((object.etag.map { batch.bytes[$0] } ?? []).filter { $0 != 0x22 })
      }
      FieldText.append(value.span, to: &bytes)
    }
    return bytes
  }

  /// Where a version of a key stands in the datakey.
  func shifted(_ version: Range<Int>) -> Range<Int> {
    guard !version.isEmpty else { return version }
    let shift = datakeyPrefix.count
    return version.lowerBound + shift..<version.upperBound + shift
  }

  /// What is left of a time when it is written.
  func cut(_ start: Int64) -> Int64 { time.cut(start) }

  /// Whether the names of a dataset's files have their stops.
  func isStopNamed(_ dataset: Int) -> Bool {
    mission.datasets[matcher.datasets[dataset].pattern].stop == .fromName
  }

  /// Adds a file that is known otherwise than from a listing.
  package mutating func add(_ file: IndexedFile) throws(StoreError) { try sorter.add(file) }

  /// What a datakey tells by its name; nil if it belongs to no dataset of the mission.
  package mutating func match(datakey: [UInt8]) -> KeyMatcher.Match? {
    guard datakey.starts(with: datakeyPrefix) else { return nil }
    do throws(KeyMatcher.Refusal) {
      return try matcher.match(datakey.span.extracting(datakeyPrefix.count...))
    } catch {
      return nil
    }
  }

  /// Ends, and gives the files in order.
  package consuming func finish() throws(StoreError) -> SortedFiles { try sorter.finish() }
}

// MARK: - Counting

extension FileGathering {
  private mutating func leaveOut(_ cause: LeftOut, _ key: String) {
    counts.leftOut[cause, default: 0] += 1
    guard cause == .unusable || cause == .outside else { return }
    let reason =
      cause == .outside
      ? "it lies outside of \(mission.base)" : "such a key can't stand in an index"
    sample(key, reason)
  }

  private mutating func refuse(_ key: String, _ refusal: KeyMatcher.Refusal) {
    switch refusal {
    case .unclaimed:
      counts.unclaimed += 1
      sample(key, "no dataset claims it")
    case .impossible(let message, let pattern):
      counts.impossible[pattern, default: 0] += 1
      sample(key, message)
    }
  }

  private mutating func note(_ rival: Int, _ match: KeyMatcher.Match, _ key: String) {
    let names = [matcher.datasets[match.dataset].id, matcher.datasets[rival].id]
    counts.rivals[names, default: 0] += 1
    guard counts.rivalSamples.count < Self.sampleLimit else { return }
    counts.rivalSamples.append(.init(key: key, reason: "\(names[1]) claims it too"))
  }

  private mutating func sample(_ key: String, _ reason: String) {
    // A reason of which there are some is known by now.
    guard counts.samples.count < 100,
      counts.samples.count(where: { $0.reason == reason }) < Self.sampleLimit
    else { return }
    counts.samples.append(.init(key: key, reason: reason))
  }
}
