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
  private var lookup: DirectoryLookup
  private var names: [NameMatcher]
  private var lastDirectory: [UInt8] = []
  private var candidates: [Candidate] = []
  private var hasLast = false
  private var known: [Identity: Int] = [:]

  /// A pattern that may fit the names in one directory.
  struct Candidate: Sendable {
    var place: Int
    var times = NamedPlace()
  }

  /// What makes a dataset: a pattern, and the texts of captures.
  private struct Identity: Hashable {
    var pattern: Int
    var texts: [[UInt8]]
  }

  /// Prepares a mission.
  ///
  /// - Parameter mission: The mission.
  package init(_ mission: Mission) {
    self.mission = mission
    lookup = DirectoryLookup()
    names = []
    for (number, pattern) in mission.datasets.enumerated() {
      for place in pattern.places {
        lookup.add(names.count, place.directory)
        names.append(NameMatcher(place.name, of: number))
      }
    }
  }

  /// Looks at a key.
  ///
  /// - Parameter key: The key below the base of the mission.
  /// - Returns: What it tells.
  /// - Throws: Why it belongs to no dataset.
  package mutating func match(_ key: [UInt8]) throws(Refusal) -> Match {
    let nameStart = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let directory = key[..<max(0, nameStart - 1)]
    if !hasLast || !lastDirectory.elementsEqual(directory) {
      candidates = lookup.candidates(for: directory, hasSlash: nameStart > 0)
      lastDirectory = Array(directory)
      hasLast = true
    }
    var found: Match?
    var refusal = Refusal.unclaimed
    for candidate in candidates where names[candidate.place].begins(key, at: nameStart) {
      do throws(Refusal) {
        guard let match = try match(key, nameStart, candidate) else { continue }
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

  private mutating func match(
    _ key: [UInt8], _ nameStart: Int, _ candidate: Candidate
  ) throws(Refusal) -> Match? {
    let pattern = names[candidate.place].pattern
    guard var place = names[candidate.place].match(key, from: nameStart) else { return nil }
    guard place.agree(with: candidate.times) else { return nil }
    place.fill(from: candidate.times)
    let dataset = try dataset(of: pattern, place)
    do throws(NamedTime.Fault) {
      let start = try place.start.microseconds()
      let stop = place.stop.isEmpty ? nil : try place.stop.end(of: place.start, at: start)
      if let stop, stop < start { throw NamedTime.Fault(message: "it stops before it starts") }
      let columns = mission.datasets[pattern].columns.map { column in
        place.captures[column.source] ?? []
      }
      return Match(
        dataset: dataset, start: start, stop: stop, version: place.version, columns: columns)
    } catch {
      throw .impossible(error.message, pattern: pattern)
    }
  }

  private mutating func dataset(
    of number: Int, _ place: NamedPlace
  ) throws(Refusal) -> Int {
    let pattern = mission.datasets[number]
    let used = pattern.usedCaptures
    let identity = Identity(pattern: number, texts: used.map { place.captures[$0] ?? [] })
    if let known = known[identity] { return known }
    var captures: [String: String] = [:]
    for name in used {
      guard let text = String(validating: place.captures[name] ?? [], as: UTF8.self) else {
        throw .impossible("{\(name)} is not UTF-8", pattern: number)
      }
      captures[name] = text
    }
    let id = pattern.id.filled(with: captures)
    let isName = id.utf8.allSatisfy { byte in
      byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
    }
    guard isName, !id.isEmpty else {
      throw .impossible("\(id) can't be the id of a dataset", pattern: number)
    }
    if let other = numbers[id], datasets[other].pattern != number {
      throw .impossible(
        "line \(mission.datasets[datasets[other].pattern].line) has the id too", pattern: number)
    }
    let result = numbers[id] ?? datasets.count
    if result == datasets.count {
      datasets.append(Dataset(pattern: number, id: id, captures: captures))
      numbers[id] = result
    }
    known[identity] = result
    return result
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
