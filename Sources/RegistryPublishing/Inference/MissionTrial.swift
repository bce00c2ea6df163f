internal import Formats
internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// The result of applying a mission to sources, without making an index.
public struct MissionTrial: Sendable {
  /// One dataset.
  public struct Dataset: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The number of files that belong to it.
    public var files: Int
    /// The key of one of them.
    public var example: String
    /// The line of the mission file that makes it.
    public var line: Int
    /// What its rows would cover, in lines for people.
    public internal(set) var coverage: [String] = []
  }

  /// The datasets, by id.
  public private(set) var datasets: [Dataset] = []
  /// The lines of the mission file whose patterns match no name.
  public private(set) var unusedLines: [Int] = []
  /// The lines of them whose names other members of the mission match as well.
  private var rivalledLines: Set<Int> = []
  /// The number of objects that a pattern claims, but whose names have impossible values, by line.
  public private(set) var impossible: [Int: Int] = [:]
  /// The counts of the objects.
  package private(set) var counts = FileCounts()
  /// The faults of the sources.
  public private(set) var notices: [String] = []

  /// Whether the sources were read to the end, without faults.
  public var isComplete: Bool { notices.isEmpty }

  /// Whether every object that was read belongs to one dataset, or is skipped for a known cause.
  public var isExplained: Bool {
    counts.unclaimed == 0 && counts.impossible.isEmpty && counts.rivals.isEmpty
      && (counts.leftOut[.unusable] ?? 0) == 0 && (counts.leftOut[.outside] ?? 0) == 0
  }

  /// Tests a mission.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - sources: The sources of the bucket's objects.
  /// - Throws: ``PublishingError`` when a source can't be read.
  public init(_ mission: Mission, on sources: [PublishingSource]) async throws(PublishingError) {
    var gathering = FileGathering(mission)
    for source in sources {
      do throws(StoreError) {
        let ahead = ListingAhead(source.content, takesDetails: false)
        let summary = try await gathering.takeAll(of: ahead, address: source.address)
        notices += summary.faults.map { "\(source.name): \($0)" }
      } catch {
        throw PublishingError(.source, from: error)
      }
    }
    counts = gathering.counts
    for (number, dataset) in gathering.datasets.enumerated() where number < counts.byDataset.count {
      datasets.append(
        Dataset(
          id: dataset.id, files: counts.byDataset[number],
          example: counts.examples[number], line: mission.datasets[dataset.pattern].line))
    }
    try measure(gathering, mission: mission)
    datasets.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let used = Set(datasets.map(\.line))
    unusedLines = mission.datasets.map(\.line).filter { !used.contains($0) }
    let rivals = Set(counts.rivals.keys.flatMap(\.self))
    rivalledLines = Set(mission.datasets.filter { rivals.contains($0.id.text) }.map(\.line))
    for (pattern, count) in counts.impossible {
      impossible[mission.datasets[pattern].line] = count
    }
  }

  /// Makes the rows, to show what they would cover.
  private mutating func measure(
    _ gathering: consuming FileGathering, mission: Mission
  ) throws(PublishingError) {
    let known = gathering.datasets
    do throws(StoreError) {
      let files = try gathering.finish()
      let distances = try StartDistances.forMaximumGaps(of: mission, datasets: known, in: files)
      let found = try DatasetCoverage.measure(
        files, of: mission, datasets: known, distances: distances)
      for (number, coverage) in found {
        guard let index = datasets.firstIndex(where: { $0.id == known[number].id }) else {
          continue
        }
        datasets[index].coverage =
          (distances[number].map { [$0.text] } ?? [])
          + coverage.lines(known[number], mission: mission)
      }
    } catch {
      throw PublishingError(.source, from: error)
    }
  }

  /// The outcome as text for people.
  public var text: String {
    var lines = notices.map { "note: \($0)" }
    let width = datasets.map(\.id.count).max() ?? 0
    for dataset in datasets {
      let padding = String(repeating: " ", count: width - dataset.id.count)
      let files = dataset.files.counted("file")
      lines.append("\(dataset.id)\(padding)  \(files), such as \(dataset.example)")
      lines += dataset.coverage.map { "  " + $0 }
    }
    lines += unusedLines.filter { impossible[$0] == nil }.map { line in
      rivalledLines.contains(line)
        ? "line \(line): other datasets match the same names"
        : "line \(line): no name \(isComplete ? "" : "that was read ")matches"
    }
    for (line, count) in impossible.sorted(by: { $0.key < $1.key }) {
      lines.append("line \(line): \(count.counted("name")) with impossible values")
    }
    return lines.map { HarmlessText.of($0) + "\n" }.joined() + counts.text
  }

  /// The outcome as JSON.
  public var json: [UInt8] {
    JSONWriter.writeHarmless([
      "objects": .number(counts.objects), "files": .number(counts.files),
      "datasets": .array(
        datasets.map { dataset in
          [
            "id": .string(dataset.id), "files": .number(dataset.files),
            "example": .string(dataset.example), "line": .number(dataset.line),
            "coverage": .array(dataset.coverage.map { .string($0) }),
          ]
        }),
      "unusedLines": .array(unusedLines.map { .number($0) }),
      "unclaimed": .number(counts.unclaimed),
      "impossible": .object(
        impossible.sorted { $0.key < $1.key }.map { (String($0.key), .number($0.value)) }),
      "claimedTwice": .array(
        counts.rivals.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { names, count in
          [
            "datasets": .array(names.map { .string($0) }), "objects": .number(count),
          ]
        }),
      "leftOut": .object(
        LeftOut.allCases.compactMap { cause in
          counts.leftOut[cause].map { (cause.rawValue, .number($0)) }
        }),
      "samples": .array(
        (counts.samples + counts.rivalSamples).map { sample in
          ["key": .string(sample.key), "reason": .string(sample.reason)]
        }),
      "notices": .array(notices.map { .string($0) }),
    ])
  }
}
