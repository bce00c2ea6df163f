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
  package var datasets: [Dataset] { table.datasets }
  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: [String: Set<Int>] { table.rivals }
  private let table = DatasetTable()
  private let mission: Mission
  private var lookup = DirectoryLookup()
  private var names: [NameMatcher] = []
  private let patterns: [Pattern]
  private let empty: NamedPlace
  /// What the key tells that is being looked at.
  private var told: NamedPlace
  private var directories = KnownDirectories()
  private var knownNames = KnownNames()
  private var known: [[UInt8]: Int] = [:]
  private var identity: [UInt8] = []
  private var lastIdentity: [UInt8] = []
  private var lastDataset = -1

  /// A place that may have the files of one directory.
  struct Candidate: Sendable {
    var place: Int
    /// What the directory tells.
    var told: NamedPlace
    /// The number of what is known of the names.
    var names = -1
  }

  /// What of a pattern is needed for each key.
  private struct Pattern {
    /// The captures that tell datasets apart, or stand in the texts of their entries.
    var used: [(name: String, slot: Int)]
    /// The captures of the further columns; nil for those that come from elsewhere.
    var columns: [Int?]
  }

  /// Prepares a mission.
  ///
  /// - Parameter mission: The mission.
  package init(_ mission: Mission) {
    self.mission = mission
    var slots = CaptureSlots()
    for (number, pattern) in mission.datasets.enumerated() {
      for place in pattern.places {
        lookup.add(names.count, place.directory, &slots)
        names.append(NameMatcher(place.name, of: number, &slots))
      }
    }
    patterns = mission.datasets.map { pattern in
      Pattern(
        used: pattern.usedCaptures.map { ($0, slots.number(of: $0)) },
        columns: pattern.columns.map { $0.source == "etag" ? nil : slots.number(of: $0.source) })
    }
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
    for candidate in 0..<directories.candidateCount
    where names[directories.place(of: candidate)].begins(key, at: start) {
      do throws(Refusal) {
        guard let match = try match(key, start..<key.count, candidate) else { continue }
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
    var candidates: [Candidate] = []
    for var candidate in lookup.candidates(for: directory, end: end > 0 ? end - 1 : nil, empty) {
      let name = names[candidate.place]
      let pattern = patterns[name.pattern]
      guard
        let number = knownNames.number(
          for: name, candidate.place, in: directory, candidate.told,
          (dataset: pattern.used.map(\.slot), columns: pattern.columns))
      else { continue }
      candidate.names = number
      candidates.append(candidate)
    }
    directories.add(directory, candidates)
  }

  private mutating func match(
    _ key: Span<UInt8>, _ name: Range<Int>, _ candidate: Int
  ) throws(Refusal) -> Match? {
    let known = directories.names(of: candidate)
    let entry = knownNames.entries[known]
    var answer = AlignedPatterns.Answer.unclear
    if entry.aligned >= 0 {
      answer = knownNames.patterns.match(entry.aligned, key.extracting(name))
    }
    let place = directories.place(of: candidate)
    switch answer {
    case .not: return nil
    case .covered(let end):
      guard !entry.isPlain || entry.dataset < 0 else {
        let times = knownNames.times(of: entry, end, key, name, version: names[place].versionSlot)
        return try match(candidate, times, entry.dataset)
      }
      told.reset()
      for field in knownNames.fields[entry.fields] {
        let range = field.place.range(end)
        let here = name.lowerBound + range.lowerBound..<name.lowerBound + range.upperBound
        guard told.take(field.field, here, in: key, version: names[place].versionSlot) else {
          return nil
        }
      }
    case .unclear:
      told.reset()
      guard names[place].match(key, name, knowing: knownNames.known(known), into: &told) else {
        return nil
      }
    }
    guard directories.tell(candidate, to: &told, in: key) else { return nil }
    let number = names[place].pattern
    var match = try match(candidate, told.times, 0)
    match.dataset = try dataset(of: number, key)
    if entry.tellsDataset { knownNames.entries[known].dataset = match.dataset }
    for slot in patterns[number].columns {
      match.columns.append(slot.flatMap { told.captures[$0] }.map { key.bytes($0) } ?? [])
    }
    return match
  }

  /// What is told by times, to which the directory adds what it knows.
  private func match(
    _ candidate: Int, _ times: NamedTimes, _ dataset: Int
  ) throws(Refusal) -> Match {
    let number = names[directories.place(of: candidate)].pattern
    var times = times
    directories.tell(candidate, to: &times)
    do throws(NamedTime.Fault) {
      let (start, stop) = try times.instants()
      return Match(
        dataset: dataset, pattern: number, start: start, stop: stop, version: times.version,
        columns: [])
    } catch {
      throw .impossible(error.message, pattern: number)
    }
  }

  /// The number of the dataset that a pattern and the captures of a key make.
  private mutating func dataset(of number: Int, _ key: Span<UInt8>) throws(Refusal) -> Int {
    identify(number, key)
    if lastDataset >= 0, identity == lastIdentity { return lastDataset }
    lastIdentity = identity
    lastDataset = -1
    if let found = known[identity] {
      lastDataset = found
      return found
    }
    let found = try newDataset(of: number, key)
    known[identity] = found
    lastDataset = found
    return found
  }

  /// What tells a dataset from all others: its pattern, and the texts of captures.
  private mutating func identify(_ number: Int, _ key: Span<UInt8>) {
    identity.removeAll(keepingCapacity: true)
    for shift in stride(from: 0, to: 24, by: 8) {
      identity.append(UInt8(truncatingIfNeeded: number >> shift))
    }
    for index in patterns[number].used.indices {
      identity.append(0)
      if let range = told.captures[patterns[number].used[index].slot] {
        for offset in range { identity.append(key[offset]) }
      }
    }
  }

  private mutating func newDataset(of number: Int, _ key: Span<UInt8>) throws(Refusal) -> Int {
    var captures: [String: String] = [:]
    for (name, slot) in patterns[number].used {
      let bytes = told.captures[slot].map { key.bytes($0) } ?? []
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .impossible("{\(name)} is not UTF-8", pattern: number)
      }
      captures[name] = text
    }
    let id = mission.datasets[number].id.filled(with: captures)
    let isName = id.utf8.allSatisfy { byte in
      byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
    }
    guard isName, !id.isEmpty else {
      throw .impossible("\(id) can't be the id of a dataset", pattern: number)
    }
    let found = table.number(of: Dataset(pattern: number, id: id, captures: captures))
    guard found.pattern == number else {
      let line = mission.datasets[found.pattern].line
      throw .impossible("line \(line) has the id too", pattern: number)
    }
    return found.number
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
