internal import JSONSchema

/// Tells for keys to which dataset of a mission they belong, and which times their names have.
///
/// Directories are looked up; only the patterns of a key's own directory are tried on its name.
package struct KeyMatcher: Sendable {
  /// One dataset that a mission makes.
  package struct Dataset: Sendable {
    /// The number of its pattern in the mission.
    package var pattern: Int
    /// The id.
    package var id: String
    /// What the captures were that made it.
    package var captures: [String: String]
  }

  /// What a key tells.
  package struct Match: Sendable, Hashable {
    /// The number of the dataset.
    package var dataset: Int
    /// The number of the pattern in the mission.
    package var pattern: Int
    /// Microseconds since 1970.
    package var start: Int64
    /// Microseconds since 1970; nil where the name has no stop.
    package var stop: Int64?
    /// Where the version stands in the key; empty if there is none.
    package var version: Range<Int>
    /// The texts of the captures for further columns.
    package var columns: [[UInt8]]
    /// The number of another dataset that claims the key too.
    package var rival: Int?
  }

  /// Why a key belongs to no dataset.
  package enum Refusal: Error, Sendable, Hashable {
    /// No pattern fits.
    case unclaimed
    /// A pattern fits, but what the name says can't be; with the number of the pattern.
    case impossible(String, pattern: Int)
  }

  /// The datasets found so far, by this matcher and those that were copied from it.
  package var datasets: [Dataset] { datasetNumbers.datasets }
  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: [String: Set<Int>] { datasetNumbers.rivals }
  private var datasetNumbers: DatasetNumbers
  private var lookup = DirectoryLookup()
  private var names: [NameMatcher] = []
  private let patterns: [Pattern]
  private let empty: NamedPlace
  /// What the key tells that is being looked at.
  private var told: NamedPlace
  private var directories = KnownDirectories()
  private var knownNames = KnownNames()

  /// A place that may have the files of one directory.
  struct Candidate: Sendable {
    /// The number of the place.
    var place: Int
    /// The number of its pattern in the mission.
    var pattern: Int
    /// The capture that tells the version; nil if there is none.
    var versionSlot: Int?
    /// What the directory tells of times.
    var times: NamedTimes
    /// The number of what is known of the names.
    var names: Int
  }

  /// What of a pattern is needed for each key.
  private struct Pattern {
    /// The captures that tell datasets apart, or stand in the texts of their entries.
    var used: [Int]
    /// The captures of the further columns; nil for those that come from elsewhere.
    var columns: [Int?]
  }

  /// Prepares a mission.
  ///
  /// - Parameter mission: The mission.
  package init(_ mission: Mission) {
    var slots = CaptureSlots()
    for (number, pattern) in mission.datasets.enumerated() {
      for place in pattern.places {
        lookup.add(names.count, place.directory, &slots)
        names.append(NameMatcher(place.name, of: number, &slots))
      }
    }
    patterns = mission.datasets.map { pattern in
      Pattern(
        used: pattern.usedCaptures.map { slots.number(of: $0) },
        columns: pattern.columns.map { $0.source == "etag" ? nil : slots.number(of: $0.source) })
    }
    datasetNumbers = DatasetNumbers(mission, patterns.map(\.used))
    empty = NamedPlace(captures: slots.names.count)
    told = empty
  }

  /// Looks at a key.
  ///
  /// - Parameter key: The key below the base of the mission.
  /// - Returns: What it tells.
  /// - Throws: Why it belongs to no dataset.
  package mutating func match(_ key: [UInt8]) throws(Refusal) -> Match { try match(key.span) }

  /// Looks at a key.
  ///
  /// - Parameter key: The key below the base of the mission.
  /// - Returns: What it tells.
  /// - Throws: Why it belongs to no dataset.
  package mutating func match(_ key: Span<UInt8>) throws(Refusal) -> Match {
    try match(key, key.nameStart)
  }

  /// Looks at a key.
  ///
  /// - Parameters:
  ///   - key: The key below the base of the mission.
  ///   - start: Where its name begins.
  /// - Returns: What it tells.
  /// - Throws: Why it belongs to no dataset.
  mutating func match(_ key: Span<UInt8>, _ start: Int) throws(Refusal) -> Match {
    lookUp(key, start)
    var found: Match?
    var refusal = Refusal.unclaimed
    let candidates = directories.currentCandidates
    for number in candidates {
      let candidate = directories[number]
      // Where there are many, most names begin otherwise.
      if candidates.count > 1, !names[candidate.place].begins(key, at: start) { continue }
      do throws(Refusal) {
        guard let match = try match(key, start..<key.count, candidate, number) else { continue }
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
  private mutating func lookUp(_ key: Span<UInt8>, _ end: Int) {
    guard !directories.find(key.extracting(..<end)) else { return }
    if directories.isFull || knownNames.isFull {
      directories.removeAll()
      knownNames.removeAll()
    }
    let directory = key.bytes(0..<end)
    var found: [(candidate: Candidate, captures: [Range<Int>?])] = []
    for (place, told) in lookup.candidates(for: directory, end: end > 0 ? end - 1 : nil, empty) {
      let name = names[place]
      let pattern = patterns[name.pattern]
      let number = knownNames.number(
        for: name, place, in: directory, told, (dataset: pattern.used, columns: pattern.columns))
      let candidate = Candidate(
        place: place, pattern: name.pattern, versionSlot: name.versionSlot, times: told.times,
        names: number)
      found.append((candidate, told.captures))
    }
    directories.add(directory, found)
  }

  private mutating func match(
    _ key: Span<UInt8>, _ name: Range<Int>, _ candidate: Candidate, _ number: Int
  ) throws(Refusal) -> Match? {
    let entry = knownNames.entries[candidate.names]
    var answer = AlignedPatterns.Answer.unclear
    if entry.aligned >= 0 {
      answer = knownNames.patterns.match(entry.aligned, key.extracting(name))
    }
    switch answer {
    case .not: return nil
    case .covered(let end) where entry.isPlain && entry.dataset >= 0:
      var times = knownNames.times(of: entry, end, key, name, version: candidate.versionSlot)
      times.fill(from: candidate.times)
      return try match(candidate, times, entry.dataset)
    case .covered(let end):
      told.reset()
      for field in knownNames.fields[entry.fields] {
        let range = field.place.range(end)
        let here = name.lowerBound + range.lowerBound..<name.lowerBound + range.upperBound
        guard told.take(field.field, here, in: key, version: candidate.versionSlot) else {
          return nil
        }
      }
    case .unclear:
      told.reset()
      let known = knownNames.known(candidate.names)
      guard names[candidate.place].match(key, name, knowing: known, into: &told) else {
        return nil
      }
    }
    guard directories.tell(number, to: &told, in: key) else { return nil }
    var match = try match(candidate, told.times, 0)
    match.dataset = try datasetNumbers.number(of: candidate.pattern, told.captures, key)
    if entry.tellsDataset { knownNames.entries[candidate.names].dataset = match.dataset }
    for slot in patterns[candidate.pattern].columns {
      match.columns.append(slot.flatMap { told.captures[$0] }.map { key.bytes($0) } ?? [])
    }
    return match
  }

  private func match(
    _ candidate: Candidate, _ times: NamedTimes, _ dataset: Int
  ) throws(Refusal) -> Match {
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
  /// The captures that tell datasets apart, or stand in the texts of their entries.
  var usedCaptures: [String] {
    var names = id.captures
    for name in index.captures + fields.flatMap(\.captures)
    where !names.contains(name) && captures(name) {
      names.append(name)
    }
    return names
  }
}
