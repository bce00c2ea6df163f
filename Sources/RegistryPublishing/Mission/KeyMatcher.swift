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

  /// The datasets found so far.
  package private(set) var datasets: [Dataset] = []
  private var numbers: [String: Int] = [:]
  private let mission: Mission
  private var lookup = DirectoryLookup()
  private var names: [NameMatcher] = []
  private let patterns: [Pattern]
  private let empty: NamedPlace
  /// What the key tells that is being looked at.
  private var told: NamedPlace
  private var lastDirectory: [UInt8] = []
  private var hasLast = false
  private var candidates: [Candidate] = []
  private var known: [[UInt8]: Int] = [:]
  private var lastIdentity: [UInt8] = []
  private var lastDataset = -1

  /// A place that may have the files of one directory.
  struct Candidate: Sendable {
    var place: Int
    /// What the directory tells.
    var told: NamedPlace
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
  package mutating func match(_ key: [UInt8]) throws(Refusal) -> Match {
    let slash = key.lastIndex(of: UInt8(ascii: "/"))
    lookUp(key, slash)
    let name = (slash ?? -1) + 1..<key.count
    var found: Match?
    var refusal = Refusal.unclaimed
    for candidate in candidates.indices
    where names[candidates[candidate].place].begins(key, at: name.lowerBound) {
      do throws(Refusal) {
        guard let match = try match(key, name, candidate) else { continue }
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

  /// Finds the places for the directory of a key, which mostly is that of the key before.
  private mutating func lookUp(_ key: [UInt8], _ slash: Int?) {
    let count = (slash ?? -1) + 1
    if hasLast, count == lastDirectory.count, key.begins(with: lastDirectory) { return }
    candidates = lookup.candidates(for: key, end: slash, empty)
    lastDirectory = Array(key[..<count])
    hasLast = true
  }

  private mutating func match(
    _ key: [UInt8], _ name: Range<Int>, _ candidate: Int
  ) throws(Refusal) -> Match? {
    told.reset()
    let place = candidates[candidate].place
    guard names[place].match(key, name, into: &told),
      told.fill(from: candidates[candidate].told, in: key)
    else { return nil }
    let number = names[place].pattern
    let start: Int64
    let stop: Int64?
    do throws(NamedTime.Fault) {
      start = try told.start.microseconds()
      stop = told.stop.isEmpty ? nil : try told.stop.end(of: told.start, at: start)
      if let stop, stop < start { throw NamedTime.Fault(message: "it stops before it starts") }
    } catch {
      throw .impossible(error.message, pattern: number)
    }
    let dataset = try dataset(of: number, key)
    let columns = patterns[number].columns.map { slot in
      slot.flatMap { told.captures[$0] }.map { Array(key[$0]) } ?? []
    }
    return Match(
      dataset: dataset, pattern: number, start: start, stop: stop, version: told.version,
      columns: columns)
  }

  /// The number of the dataset that a pattern and the captures of a key make.
  private mutating func dataset(of number: Int, _ key: [UInt8]) throws(Refusal) -> Int {
    if lastDataset >= 0, isLast(number, key) { return lastDataset }
    let identity = identity(number, key)
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
  private func identity(_ number: Int, _ key: [UInt8]) -> [UInt8] {
    var identity = [0, 8, 16].map { UInt8(truncatingIfNeeded: number >> $0) }
    for (_, slot) in patterns[number].used {
      identity.append(0)
      if let range = told.captures[slot] { identity += key[range] }
    }
    return identity
  }

  /// Tells whether a key has the identity of the one before.
  private func isLast(_ number: Int, _ key: [UInt8]) -> Bool {
    guard lastDataset >= 0, datasets[lastDataset].pattern == number else { return false }
    var place = 3
    for (_, slot) in patterns[number].used {
      guard place < lastIdentity.count, lastIdentity[place] == 0 else { return false }
      place += 1
      guard let range = told.captures[slot] else { continue }
      guard lastIdentity.count - place >= range.count else { return false }
      for index in range {
        if lastIdentity[place] != key[index] { return false }
        place += 1
      }
    }
    return place == lastIdentity.count
  }

  private mutating func newDataset(of number: Int, _ key: [UInt8]) throws(Refusal) -> Int {
    var captures: [String: String] = [:]
    for (name, slot) in patterns[number].used {
      let bytes = told.captures[slot].map { key[$0] } ?? []
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
    guard let other = numbers[id] else {
      datasets.append(Dataset(pattern: number, id: id, captures: captures))
      numbers[id] = datasets.count - 1
      return datasets.count - 1
    }
    guard datasets[other].pattern == number else {
      let line = mission.datasets[datasets[other].pattern].line
      throw .impossible("line \(line) has the id too", pattern: number)
    }
    return other
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
