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
    fileprivate mutating func note(_ dataset: Int, _ key: String) {
      while byDataset.count <= dataset {
        byDataset.append(0)
        examples.append("")
      }
      if byDataset[dataset] == 0 { examples[dataset] = key }
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
  /// What became of the objects so far.
  package private(set) var counts = Counts()

  private static let sampleLimit = 10

  /// Begins.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - order: What the files are to be sorted by.
  ///   - memory: About how many bytes of memory to use for sorting.
  package init(_ mission: Mission, by order: FileSorter.Order = .time, memory: Int = 64 << 20) {
    self.mission = mission
    test = LeftOutTest(mission)
    datakeyPrefix = Array(mission.base.utf8)
    matcher = KeyMatcher(mission)
    time = TimeWriter(mission.precision)
    patterns = mission.datasets.map { pattern in
      Pattern(isStopNamed: pattern.stop == .fromName, columns: pattern.columns)
    }
    sorter = FileSorter(by: order, memory: memory)
  }

  /// The datasets so far.
  package var datasets: [KeyMatcher.Dataset] { matcher.datasets }

  /// Takes objects.
  ///
  /// - Parameters:
  ///   - entries: The objects.
  ///   - address: The address that their keys belong to; nil for the base of the mission.
  /// - Throws: ``StoreError`` when a temporary file takes no more.
  package mutating func take(
    _ entries: [ListingEntry], of address: String?
  ) throws(StoreError) {
    for entry in entries { try take(entry, address) }
  }

  private mutating func take(_ entry: ListingEntry, _ address: String?) throws(StoreError) {
    counts.objects += 1
    guard entry.isPresent else { return leaveOut(.past, entry.key) }
    guard let key = key(of: entry.key, address) else { return leaveOut(.outside, entry.key) }
    if let cause = test.cause(key, size: entry.size) { return leaveOut(cause, entry.key) }
    let match: KeyMatcher.Match
    do throws(KeyMatcher.Refusal) {
      match = try matcher.match(key)
    } catch {
      return refuse(entry.key, error)
    }
    counts.files += 1
    counts.note(match.dataset, entry.key)
    if let rival = match.rival { note(rival, match, entry.key) }
    try sorter.add(file(entry, key, match))
  }

  /// The key below the base of the mission; nil if it lies elsewhere.
  private func key(of key: String, _ address: String?) -> [UInt8]? {
    let bytes = Array(key.utf8)
    let full: [UInt8]
    if bytes.begins(with: datakeyPrefix) {
      full = bytes
    } else if let address, address != mission.base {
      full = Array(address.utf8) + bytes
    } else {
      // Few keys have a colon where an address has one.
      let isPlain = !bytes.prefix(10).contains(UInt8(ascii: ":"))
      return isPlain || ObjectAddress(key) == nil ? bytes : nil
    }
    return full.starts(with: datakeyPrefix) ? Array(full[datakeyPrefix.count...]) : nil
  }

  private func file(
    _ entry: ListingEntry, _ key: [UInt8], _ match: KeyMatcher.Match
  ) -> IndexedFile {
    let pattern = patterns[match.pattern]
    var file = IndexedFile(
      dataset: Int32(match.dataset), start: time.cut(match.start), stop: IndexedFile.noTime,
      size: entry.size.map(Int64.init) ?? -1, datakey: datakeyPrefix + key)
    if pattern.isStopNamed { file.stop = time.cut(match.stop ?? match.start) }
    if let time = entry.lastModified {
      file.modified = time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000
    }
    file.version = shifted(match.version)
    for (column, text) in zip(pattern.columns, match.columns) {
      file.columns.append(UInt8(ascii: ","))
      let value =
        column.source == "etag" ? Array((entry.etag ?? "").utf8.filter { $0 != 0x22 }) : text
      FieldText.append(value[...], to: &file.columns)
    }
    return file
  }

  /// Where a version of a key stands in the datakey.
  func shifted(_ version: Range<Int>) -> Range<Int> {
    guard !version.isEmpty else { return version }
    let shift = datakeyPrefix.count
    return version.lowerBound + shift..<version.upperBound + shift
  }

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
      return try matcher.match(Array(datakey.dropFirst(datakeyPrefix.count)))
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

/// One field of a row.
enum FieldText {
  /// Appends a field, in quotes where it could be misread without them.
  static func append(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    // Without a way out in the middle, so that many bytes are looked at at a time.
    var odd: UInt8 = 0
    for byte in text {
      odd |= byte == 0x2C ? 1 : 0
      odd |= byte == 0x22 ? 1 : 0
      odd |= byte == 0x0A ? 1 : 0
      odd |= byte == 0x0D ? 1 : 0
    }
    let isPlain = odd == 0
    if isPlain, text.first != 0x20, text.last != 0x20, text.first != 0x27, text.first != 0x09 {
      bytes += text
      return
    }
    bytes.append(0x22)
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
