internal import Formats
internal import Patterns

/// Finds the dataset of a mission that a key belongs to, and the times in its name.
///
/// Directories are looked up; only the patterns of a key's own directory are tried on its name.
package struct KeyMatcher: Sendable {
  /// One dataset that a mission makes.
  package struct Dataset: Sendable {
    /// The number of its pattern in the mission.
    package var pattern: Int
    /// The id.
    package var id: String
    /// The captures that made it.
    package var captures: [String: String]
  }

  /// The information in a key.
  package struct Match: Sendable, Hashable {
    /// The number of the dataset.
    package var dataset: Int
    /// The number of the pattern in the mission.
    package var pattern: Int
    /// Microseconds since 1970.
    package var start: Int64
    /// Microseconds since 1970; nil if the name has no stop.
    package var stop: Int64?
    /// The range of the version in the key; empty if absent.
    package var version: Range<Int>
    /// The texts of the captures for further columns.
    package var columns: [[UInt8]]
    /// The number of another dataset that also claims the key.
    package var rival: Int?
  }

  /// Why a key belongs to no dataset.
  package enum Refusal: Error, Sendable, Hashable {
    /// No pattern matches.
    case unclaimed
    /// A pattern matches, but the name has impossible values; with the number of the pattern.
    case impossible(String, pattern: Int)
  }

  /// The datasets found so far, by this matcher and those that were copied from it.
  package var datasets: [Dataset] { datasetNumbers.datasets }
  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: ExactDictionary<Set<Int>> { datasetNumbers.rivals }
  private var datasetNumbers: DatasetNumbers
  private var lookup = DirectoryLookup()
  private var names: [NameMatcher] = []
  private let patterns: [Pattern]
  private let empty: NamedPlace
  /// The information in the current key.
  private var parsed: NamedPlace
  private var directories = KnownDirectories()
  private var knownNames = KnownNames()

  /// A place that may have the files of one directory.
  struct Candidate: Sendable {
    /// The number of the place.
    var place: Int
    /// The number of its pattern in the mission.
    var pattern: Int
    /// The capture for the version; nil if absent.
    var versionSlot: Int?
    /// The times in the directory.
    var times: NamedTimes
    /// The number of the entry in the known names.
    var names: Int
  }

  /// The part of a pattern that each key needs.
  private struct Pattern {
    /// The captures that distinguish datasets or appear in their entries.
    var used: [Int]
    /// The captures of the further columns; nil for those that come from elsewhere.
    var columns: [Int?]
    /// Whether the listing has the start, so that names need none.
    var takesListedStart: Bool
  }

  /// Prepares a mission.
  ///
  /// - Parameter mission: The mission.
  package init(_ mission: Mission) {
    var slots = CaptureSlots()
    for (number, pattern) in mission.datasets.enumerated() {
      for place in pattern.places {
        lookup.add(names.count, directory: place.directory, into: &slots)
        names.append(NameMatcher(place.name, of: number, into: &slots))
      }
    }
    patterns = mission.datasets.map { pattern in
      Pattern(
        used: pattern.usedCaptures.map { slots.number(of: $0) },
        columns: pattern.columns.map { column in
          IdentityColumn(rawValue: column.source) == nil ? slots.number(of: column.source) : nil
        },
        takesListedStart: pattern.takesListedStart)
    }
    datasetNumbers = DatasetNumbers(mission, slots: patterns.map(\.used))
    empty = NamedPlace(captures: slots.names.count)
    parsed = empty
  }

  /// Adds a dataset of which no key was seen, or finds it.
  ///
  /// - Parameter dataset: The dataset.
  /// - Returns: Its number.
  func number(of dataset: Dataset) -> Int { datasetNumbers.number(of: dataset) }

  /// Looks at a key.
  ///
  /// - Parameter key: The key below the base of the mission.
  /// - Returns: The information in it.
  /// - Throws: Why it belongs to no dataset.
  package mutating func match(_ key: [UInt8]) throws(Refusal) -> Match { try match(key.span) }

  /// Looks at a key.
  ///
  /// - Parameter key: The key below the base of the mission.
  /// - Returns: The information in it.
  /// - Throws: Why it belongs to no dataset.
  package mutating func match(_ key: Span<UInt8>) throws(Refusal) -> Match {
    try match(key, start: key.nameStart)
  }

  /// Looks at a key.
  ///
  /// - Parameters:
  ///   - key: The key below the base of the mission.
  ///   - start: Where its name begins.
  /// - Returns: The information in it.
  /// - Throws: Why it belongs to no dataset.
  mutating func match(_ key: Span<UInt8>, start: Int) throws(Refusal) -> Match {
    lookUp(key, end: start)
    var found: Match?
    var refusal = Refusal.unclaimed
    let candidates = directories.currentCandidates
    for number in candidates {
      let candidate = directories[number]
      // With many patterns, most names have a different start.
      if candidates.count > 1, !names[candidate.place].begins(key, at: start) { continue }
      do throws(Refusal) {
        guard
          let match = try match(key, name: start..<key.count, candidate: candidate, number: number)
        else { continue }
        if let first = found {
          if first.dataset != match.dataset { found?.rival = first.rival ?? match.dataset }
        } else {
          found = match
        }
      } catch {
        refusal = error
      }
    }
    guard let found else { throw refusal }
    return found
  }

  /// Finds the places for the directory of a key, which ends before an offset.
  private mutating func lookUp(_ key: Span<UInt8>, end: Int) {
    guard !directories.find(key.extracting(..<end)) else { return }
    if directories.isFull || knownNames.isFull {
      directories.removeAll()
      knownNames.removeAll()
    }
    let directory = key.bytes(0..<end)
    var found: [(candidate: Candidate, captures: [Range<Int>?])] = []
    for (place, parsed) in lookup.candidates(
      for: directory, end: end > 0 ? end - 1 : nil, empty: empty)
    {
      let name = names[place]
      let pattern = patterns[name.pattern]
      let number = knownNames.number(
        for: name, place: place, in: directory, parsed: parsed,
        wanted: (dataset: pattern.used, columns: pattern.columns))
      let candidate = Candidate(
        place: place, pattern: name.pattern, versionSlot: name.versionSlot, times: parsed.times,
        names: number)
      found.append((candidate, parsed.captures))
    }
    directories.add(directory, found: found)
  }

  private mutating func match(
    _ key: Span<UInt8>, name: Range<Int>, candidate: Candidate, number: Int
  ) throws(Refusal) -> Match? {
    let entry = knownNames.entries[candidate.names]
    var answer = AlignedPatterns.Answer.unclear
    if entry.aligned >= 0 {
      answer = knownNames.patterns.match(entry.aligned, in: key.extracting(name))
    }
    switch answer {
    case .not: return nil
    case .covered(let end) where entry.isPlain && entry.dataset >= 0:
      var times = knownNames.times(
        of: entry, end: end, key: key, name: name, version: candidate.versionSlot)
      times.fill(from: candidate.times)
      return try match(candidate, times: times, dataset: entry.dataset)
    case .covered(let end):
      parsed.reset()
      for field in knownNames.fields[entry.fields] {
        let range = field.place.range(end)
        let here = name.lowerBound + range.lowerBound..<name.lowerBound + range.upperBound
        guard parsed.take(field.field, range: here, in: key, version: candidate.versionSlot) else {
          return nil
        }
      }
    case .unclear:
      parsed.reset()
      let known = knownNames.known(candidate.names)
      guard names[candidate.place].match(key, range: name, knowing: known, into: &parsed) else {
        return nil
      }
    }
    guard directories.tell(number, to: &parsed, in: key) else { return nil }
    var match = try match(candidate, times: parsed.times, dataset: 0)
    match.dataset = try datasetNumbers.number(
      of: candidate.pattern, captures: parsed.captures, key: key)
    if entry.tellsDataset { knownNames.entries[candidate.names].dataset = match.dataset }
    for slot in patterns[candidate.pattern].columns {
      match.columns.append(slot.flatMap { parsed.captures[$0] }.map { key.bytes($0) } ?? [])
    }
    return match
  }

  private func match(
    _ candidate: Candidate, times: NamedTimes, dataset: Int
  ) throws(Refusal) -> Match {
    guard !patterns[candidate.pattern].takesListedStart || !times.start.isEmpty else {
      return Match(
        dataset: dataset, pattern: candidate.pattern, start: IndexedFile.noTime, stop: nil,
        version: times.version, columns: [])
    }
    do throws(NamedTime.Fault) {
      let (start, stop) = try times.instants()
      return Match(
        dataset: dataset, pattern: candidate.pattern, start: start, stop: stop,
        version: times.version, columns: [])
    } catch {
      throw .impossible(error.message, pattern: candidate.pattern)
    }
  }
}

extension DatasetPattern {
  /// The captures that distinguish datasets or appear in their entries.
  var usedCaptures: [String] {
    var names = id.captures
    for name in index.captures + fields.flatMap(\.captures)
    where !names.contains(name) && captures(name) {
      names.append(name)
    }
    return names
  }
}
