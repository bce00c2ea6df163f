/// The counts of the objects in listings.
package struct FileCounts: Sendable {
  /// An object without a dataset.
  package struct Sample: Sendable, Hashable {
    /// The key below the base of the mission.
    package var key: String
    /// Why it has no dataset.
    package var reason: String
  }

  /// All listed objects.
  package var objects = 0
  /// Objects that are files of datasets.
  package var files = 0
  /// Skipped objects, by cause.
  package var leftOut: [LeftOut: Int] = [:]
  /// Objects that no pattern claims.
  package var unclaimed = 0
  /// Objects that a pattern claims, but whose names have impossible values, by pattern number.
  package var impossible: [Int: Int] = [:]
  /// Objects that several datasets claim, by the names of the first two.
  package var rivals: [[String]: Int] = [:]
  /// The number of files by dataset.
  package var byDataset: [Int] = []
  /// The first file of each dataset.
  package var examples: [String] = []
  /// The years that files start in, by dataset.
  package var years: [Int: ClosedRange<Int>] = [:]
  /// The first objects without a dataset.
  package private(set) var samples: [Sample] = []
  /// The first objects that several datasets claim.
  package private(set) var rivalSamples: [Sample] = []

  /// The number of files whose sizes the listings don't give in bytes.
  package private(set) var unsized = 0
  /// The first of these files.
  package private(set) var firstUnsized: String?
  /// The number of files without a time of writing, although it tells the newest version.
  package private(set) var untimed = 0
  /// The first of these files.
  package private(set) var firstUntimed: String?

  /// Files whose times in the listing differ from those in their names.
  package private(set) var listedTimeCount = 0
  /// The first of these files.
  package private(set) var listedTimeSamples: [Sample] = []

  private static let sampleLimit = 10
}

// MARK: - Counting

extension FileCounts {
  /// Counts a file of a dataset.
  mutating func note(file dataset: Int, key: @autoclosure () -> String) {
    files += 1
    makeRoom(for: dataset)
    if byDataset[dataset] == 0 { examples[dataset] = key() }
    byDataset[dataset] += 1
  }

  private mutating func makeRoom(for dataset: Int) {
    while byDataset.count <= dataset {
      byDataset.append(0)
      examples.append("")
    }
  }

  /// Counts a file without a size.
  mutating func note(unsized key: @autoclosure () -> String) {
    unsized += 1
    if firstUnsized == nil { firstUnsized = key() }
  }

  /// Counts a file without a time of writing.
  mutating func note(untimed key: @autoclosure () -> String) {
    untimed += 1
    if firstUntimed == nil { firstUntimed = key() }
  }

  /// Notes a year with starts of a dataset's files.
  mutating func note(year: Int, of dataset: Int) {
    let known = years[dataset] ?? year...year
    years[dataset] = min(known.lowerBound, year)...max(known.upperBound, year)
  }

  /// Counts a skipped object.
  mutating func note(leftOut cause: LeftOut, key: String, base: String) {
    leftOut[cause, default: 0] += 1
    guard cause == .unusable || cause == .outside else { return }
    let reason =
      cause == .outside ? "it is outside \(base)" : "an index file can't contain this key"
    add(Sample(key: key, reason: reason))
  }

  /// Counts an object that belongs to no dataset.
  mutating func note(_ refusal: KeyMatcher.Refusal, key: String) {
    switch refusal {
    case .unclaimed:
      unclaimed += 1
      add(Sample(key: key, reason: "no dataset claims it"))
    case .impossible(let message, let pattern):
      impossible[pattern, default: 0] += 1
      add(Sample(key: key, reason: message))
    }
  }

  /// Counts an object that two datasets claim.
  mutating func note(rivals names: [String], key: String) {
    rivals[names, default: 0] += 1
    addRival(Sample(key: key, reason: "\(names[1]) also claims it"))
  }

  /// Counts a file whose time in the listing differs from that in its name.
  mutating func note(listedTime difference: String, key: String) {
    listedTimeCount += 1
    addListedTime(Sample(key: key, reason: difference))
  }

  private mutating func addListedTime(_ sample: Sample) {
    if listedTimeSamples.count < Self.sampleLimit { listedTimeSamples.append(sample) }
  }

  private mutating func addRival(_ sample: Sample) {
    if rivalSamples.count < Self.sampleLimit { rivalSamples.append(sample) }
  }

  private mutating func add(_ sample: Sample) {
    // There are enough samples of this reason already.
    guard samples.count < 100,
      samples.count(where: { $0.reason == sample.reason }) < Self.sampleLimit
    else { return }
    samples.append(sample)
  }

  /// Adds the counts of later objects.
  mutating func add(_ other: FileCounts) {
    objects += other.objects
    files += other.files
    leftOut.merge(other.leftOut) { $0 + $1 }
    unclaimed += other.unclaimed
    unsized += other.unsized
    firstUnsized = firstUnsized ?? other.firstUnsized
    untimed += other.untimed
    firstUntimed = firstUntimed ?? other.firstUntimed
    impossible.merge(other.impossible) { $0 + $1 }
    rivals.merge(other.rivals) { $0 + $1 }
    for dataset in other.byDataset.indices where other.byDataset[dataset] > 0 {
      makeRoom(for: dataset)
      if byDataset[dataset] == 0 { examples[dataset] = other.examples[dataset] }
      byDataset[dataset] += other.byDataset[dataset]
    }
    for (dataset, range) in other.years {
      note(year: range.lowerBound, of: dataset)
      note(year: range.upperBound, of: dataset)
    }
    for sample in other.samples { add(sample) }
    for sample in other.rivalSamples { addRival(sample) }
    listedTimeCount += other.listedTimeCount
    for sample in other.listedTimeSamples { addListedTime(sample) }
  }
}
