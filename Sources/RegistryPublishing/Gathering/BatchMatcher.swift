internal import Formats
internal import Listings
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

/// Assigns the objects of listings to the datasets of a mission, batch by batch.
struct BatchMatcher: Sendable {
  /// The outcome of a batch.
  struct Outcome: Sendable {
    /// The files of datasets.
    var files = SortableFiles()
    /// The counts of all objects.
    var counts = FileCounts()
    /// The other objects, if they matter.
    var unclaimed = UnclaimedObjects()
    /// The files that have no checksum, if checksums are wanted.
    var gaps = ChecksumGaps()
    /// The newest time of an object that is not in the future.
    var newest: Instant?
  }

  private let mission: Mission
  private let test: LeftOutTest
  private let datakeyPrefix: [UInt8]
  private var matcher: KeyMatcher
  private let time: TimeWriter
  private let patterns: [Pattern]
  /// The directory of the previous object.
  private var directory = LeftOutTest.Directory()
  private var lastYear: (dataset: Int, starts: Range<Int64>) = (-1, 0..<0)
  private var files = SortableFiles()
  private var counts = FileCounts()
  private var unclaimed = UnclaimedObjects()
  /// The number of the object in its batch.
  private var current = 0
  /// The files of the batch, if they are wanted.
  private var claims: [ChecksumSource.Claim]?
  /// The checksums of the batch, by the numbers of the objects.
  private var checksums: [Int: Checksum] = [:]
  /// Whether objects that are not files of datasets matter to the rows of a present index.
  private let keepsUnclaimed: Bool

  /// The part of a pattern that each file needs.
  private struct Pattern {
    var isStopNamed: Bool
    var takesListedStart: Bool
    var takesListedStop: Bool
    /// Whether the time of writing tells the newest version.
    var comparesTimes: Bool
    var columns: [DatasetPattern.Column]

    /// Whether a column has checksums.
    var hasChecksums: Bool {
      columns.contains { $0.source == IdentityColumn.checksum.rawValue }
    }
  }

  /// Creates a matcher; copies share the numbers of datasets.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - pages: The keys of the pages of the registry, below the endpoint.
  ///   - keepsUnclaimed: Whether objects that are not files of datasets are kept, too.
  init(_ mission: Mission, pages: Set<String> = [], keepsUnclaimed: Bool = false) {
    self.mission = mission
    self.keepsUnclaimed = keepsUnclaimed
    test = LeftOutTest(mission, pages: pages)
    datakeyPrefix = Array(mission.base.utf8)
    matcher = KeyMatcher(mission)
    time = TimeWriter(mission.precision)
    patterns = mission.datasets.map { pattern in
      Pattern(
        isStopNamed: pattern.stop == .fromName, takesListedStart: pattern.takesListedStart,
        takesListedStop: pattern.stop == .column, comparesTimes: pattern.versions == .newest,
        columns: pattern.columns)
    }
  }

  /// The datasets so far.
  var datasets: [KeyMatcher.Dataset] { matcher.datasets }

  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: ExactDictionary<Set<Int>> { matcher.rivals }

  /// Adds a dataset of which no file was listed, or finds it.
  func number(of dataset: KeyMatcher.Dataset) -> Int { matcher.number(of: dataset) }

  /// Matches objects.
  ///
  /// - Parameters:
  ///   - batch: The objects.
  ///   - address: The address that their keys are relative to; nil for the base of the mission.
  ///   - checksums: The checksums of its files, by the numbers of the objects.
  /// - Returns: The outcome.
  mutating func match(
    _ batch: ListingBatch, of address: String?, checksums: [Int: Checksum] = [:]
  ) -> Outcome {
    self.checksums = checksums
    files = SortableFiles()
    let each = MemoryLayout<FileNumbers>.size + datakeyPrefix.count
    files.reserve(batch.count, size: batch.bytes.count + batch.count * each)
    counts = FileCounts()
    unclaimed = UnclaimedObjects()
    lastYear = (-1, 0..<0)
    let start = address.flatMap { $0 == mission.base ? nil : Array($0.utf8) }
    for index in batch.objects.indices {
      current = index
      take(batch.objects[index], batch: batch, address: start)
    }
    return Outcome(files: files, counts: counts, unclaimed: unclaimed)
  }

  /// Counts the pages of sites, which are no files of datasets.
  ///
  /// - Parameters:
  ///   - batch: The pages.
  ///   - address: The address that their keys are relative to; nil for the base of the mission.
  /// - Returns: The outcome.
  mutating func leaveOut(pages batch: ListingBatch, of address: String?) -> Outcome {
    files = SortableFiles()
    counts = FileCounts()
    unclaimed = UnclaimedObjects()
    let start = address.flatMap { $0 == mission.base ? nil : Array($0.utf8) }
    for object in batch.objects {
      counts.objects += 1
      let key = batch.bytes.span.extracting(object.key)
      if keepsUnclaimed {
        let full = Self.address(key, address: start, base: datakeyPrefix)
        unclaimed.add(full, isEmpty: object.size == 0)
      }
      leaveOut(.catalog, object: object, batch: batch)
    }
    return Outcome(files: files, counts: counts, unclaimed: unclaimed)
  }

  /// Finds the files of datasets whose index has a column with checksums.
  ///
  /// - Parameters:
  ///   - batch: The objects.
  ///   - address: The address that their keys are relative to; nil for the base of the mission.
  /// - Returns: The files.
  mutating func claims(in batch: ListingBatch, of address: String?) -> [ChecksumSource.Claim] {
    claims = []
    _ = match(batch, of: address)
    defer { claims = nil }
    return claims ?? []
  }

  private mutating func take(
    _ object: ListingBatch.Object, batch: ListingBatch, address: [UInt8]?
  ) {
    counts.objects += 1
    guard object.isPresent else { return leaveOut(.past, object: object, batch: batch) }
    let key = batch.bytes.span.extracting(object.key)
    if address == nil, Self.isPlain(key) { return take(object, batch: batch, key: key) }
    var full = Self.address(key, address: address, base: datakeyPrefix)
    // Another address may name the same bucket.
    if !full.starts(with: datakeyPrefix),
      let own = BucketIdentity.key(
        of: String(decoding: full, as: UTF8.self), below: mission.base)
    {
      full = datakeyPrefix + own.utf8
    }
    guard full.starts(with: datakeyPrefix) else {
      if keepsUnclaimed { unclaimed.add(full, isEmpty: object.size == 0) }
      return leaveOut(.outside, object: object, batch: batch)
    }
    take(object, batch: batch, key: full.span.extracting(datakeyPrefix.count...))
  }

  /// Tells whether a key is certainly not an address: few keys have a colon near the start.
  private static func isPlain(_ key: Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(key.count, 10) where key[index] == UInt8(ascii: ":") { return false }
    return true
  }

  /// The address of an object whose key may be an address, or relative to one.
  private static func address(
    _ key: Span<UInt8>, address: [UInt8]?, base: [UInt8]
  ) -> [UInt8] {
    let full = key.bytes(0..<key.count)
    if key.begins(with: base) { return full }
    if let address { return address + full }
    return ObjectAddress(String(decoding: full, as: UTF8.self)) == nil ? base + full : full
  }

  /// Keeps an object that is not a file of a dataset, if such objects matter.
  private mutating func keep(_ object: ListingBatch.Object, key: Span<UInt8>) {
    guard keepsUnclaimed else { return }
    unclaimed.add(datakeyPrefix + key.bytes(0..<key.count), isEmpty: object.size == 0)
  }

  /// Matches an object whose key below the base is known.
  private mutating func take(
    _ object: ListingBatch.Object, batch: ListingBatch, key: Span<UInt8>
  ) {
    let nameStart = key.nameStart
    let name = key.extracting(nameStart...)
    if !key.extracting(..<nameStart).isSame(as: directory.name) {
      directory = test.directory(key.extracting(..<nameStart))
    }
    if let cause = test.cause(key, name: name, directory: directory, size: object.size) {
      keep(object, key: key)
      return leaveOut(cause, object: object, batch: batch)
    }
    var match: KeyMatcher.Match
    do throws(KeyMatcher.Refusal) {
      match = try matcher.match(key, start: nameStart)
      try takeListedTimes(object, batch: batch, into: &match)
    } catch {
      keep(object, key: key)
      return counts.note(error, key: batch.text(object.key))
    }
    counts.note(file: match.dataset, key: batch.text(object.key))
    if object.size == nil { counts.note(unsized: batch.text(object.key)) }
    if object.lastModified == nil, patterns[match.pattern].comparesTimes {
      counts.note(untimed: batch.text(object.key))
    }
    if let rival = match.rival { note(rival, match: match, key: batch.text(object.key)) }
    if claims != nil, patterns[match.pattern].hasChecksums {
      claims?.append(.init(index: current, key: key.text))
    }
    let numbers = numbers(object, match: match)
    noteYear(match.dataset, start: numbers.start)
    files.add(
      numbers, keyStart: datakeyPrefix, key: key, columns: columns(match, of: object, batch: batch))
  }

  /// Takes the times of the listing if the mission wants them, else compares them with the name.
  private mutating func takeListedTimes(
    _ object: ListingBatch.Object, batch: ListingBatch, into match: inout KeyMatcher.Match
  ) throws(KeyMatcher.Refusal) {
    let pattern = patterns[match.pattern]
    guard object.dataTime != nil || pattern.takesListedStart || pattern.takesListedStop else {
      return
    }
    let listed = ListedTimes(object, batch: batch)
    if pattern.takesListedStart { match.start = try listed.requireStart(match) }
    if pattern.takesListedStop { match.stop = try listed.requireStop(match) }
    guard !pattern.takesListedStart, let difference = listed.difference(from: match) else { return }
    counts.note(listedTime: difference, key: batch.text(object.key))
  }

  private mutating func noteYear(_ dataset: Int, start: Int64) {
    if lastYear.dataset == dataset, lastYear.starts.contains(start) { return }
    counts.note(year: start.year, of: dataset)
    lastYear = (dataset, Int64.starts(ofYear: start.year))
  }

  private mutating func leaveOut(
    _ cause: LeftOut, object: ListingBatch.Object, batch: ListingBatch
  ) {
    counts.note(leftOut: cause, key: batch.text(object.key), base: mission.base)
  }

  private mutating func note(_ rival: Int, match: KeyMatcher.Match, key: String) {
    let datasets = matcher.datasets
    counts.note(rivals: [datasets[match.dataset].id, datasets[rival].id], key: key)
  }

  private func numbers(
    _ object: ListingBatch.Object, match: KeyMatcher.Match
  ) -> FileNumbers {
    var numbers = FileNumbers(
      dataset: Int32(match.dataset), start: time.cut(match.start), stop: IndexedFile.noTime,
      size: object.size.map(Int64.init) ?? -1)
    if patterns[match.pattern].isStopNamed || patterns[match.pattern].takesListedStop {
      numbers.stop = match.stop ?? match.start
    }
    numbers.cutOff = match.start - numbers.start
    if let time = object.lastModified {
      numbers.modified = time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000
    }
    let version = shifted(match.version)
    numbers.versionStart = Int32(version.lowerBound)
    numbers.versionEnd = Int32(version.upperBound)
    return numbers
  }

  private func columns(
    _ match: KeyMatcher.Match, of object: ListingBatch.Object, batch: ListingBatch
  ) -> [UInt8] {
    let columns = patterns[match.pattern].columns
    guard !columns.isEmpty else { return [] }
    var bytes: [UInt8] = []
    for (column, text) in zip(columns, match.columns) {
      bytes.append(UInt8(ascii: ","))
      let value =
        switch IdentityColumn(rawValue: column.source) {
        case .etag: Array((object.etag.map { batch.bytes[$0] } ?? []).filter { $0 != 0x22 })
        case .checksum: Array((checksums[current]?.hexadecimal ?? "").utf8)
        case .algorithm: Array((checksums[current]?.algorithm.rawValue ?? "").utf8)
        case nil: text
        }
      FieldText.append(value.span, to: &bytes)
    }
    return bytes
  }

  /// The range of a key's version in the datakey.
  private func shifted(_ version: Range<Int>) -> Range<Int> {
    guard !version.isEmpty else { return version }
    let shift = datakeyPrefix.count
    return version.lowerBound + shift..<version.upperBound + shift
  }

  /// The information in the name of a file of the present index.
  ///
  /// - Parameters:
  ///   - datakey: Its datakey.
  ///   - dataset: The number of its dataset.
  /// - Returns: Its start, how much was truncated of it, and the range of its version; nil if the
  ///   name is not of the dataset.
  mutating func parsed(
    by datakey: [UInt8], of dataset: Int
  ) -> (start: Int64, cutOff: Int64, version: Range<Int>)? {
    guard datakey.starts(with: datakeyPrefix) else { return nil }
    do throws(KeyMatcher.Refusal) {
      let match = try matcher.match(datakey.span.extracting(datakeyPrefix.count...))
      guard match.dataset == dataset else { return nil }
      let start = time.cut(match.start)
      return (start, match.start - start, shifted(match.version))
    } catch {
      return nil
    }
  }

  /// The names of a dataset's further columns.
  func columnNames(of dataset: Int) -> [String] {
    patterns[matcher.datasets[dataset].pattern].columns.map(\.name)
  }

  /// Whether the names of a dataset's files have their stops.
  func isStopNamed(_ dataset: Int) -> Bool {
    patterns[matcher.datasets[dataset].pattern].isStopNamed
  }
}
