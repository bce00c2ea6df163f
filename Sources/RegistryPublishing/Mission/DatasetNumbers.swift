internal import Formats
internal import ObjectStorage

/// Maps the pattern and the captures of a key to a dataset.
struct DatasetNumbers: Sendable {
  private let mission: Mission
  /// The captures that distinguish datasets or appear in their entries, by pattern.
  private let used: [[(name: String, slot: Int)]]
  private let table = DatasetTable()
  private var known: [[UInt8]: Int] = [:]
  private var identity: [UInt8] = []
  private var lastIdentity: [UInt8] = []
  private var last = -1

  /// Creates numbers for a mission; copies share them.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - slots: The captures in use, by pattern.
  init(_ mission: Mission, slots: [[Int]]) {
    self.mission = mission
    used = zip(mission.datasets, slots).map { pattern, slots in
      zip(pattern.usedCaptures, slots).map { (name: $0, slot: $1) }
    }
  }

  /// The datasets found so far.
  var datasets: [KeyMatcher.Dataset] { table.datasets }

  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: ExactDictionary<Set<Int>> { table.rivals }

  /// The number of a dataset, which is added if it is new.
  func number(of dataset: KeyMatcher.Dataset) -> Int { table.number(of: dataset).number }

  /// The number of a dataset, which is added if it is new.
  ///
  /// - Parameters:
  ///   - pattern: The number of the pattern.
  ///   - captures: The ranges of the captures in the key.
  ///   - key: The key.
  /// - Returns: The number.
  /// - Throws: Why there can't be such a dataset.
  mutating func number(
    of pattern: Int, captures: [Range<Int>?], key: Span<UInt8>
  ) throws(KeyMatcher.Refusal) -> Int {
    identify(pattern, captures: captures, key: key)
    if last >= 0, identity == lastIdentity { return last }
    lastIdentity = identity
    last = -1
    if let found = known[identity] {
      last = found
      return found
    }
    let found = try newDataset(of: pattern, places: captures, key: key)
    known[identity] = found
    last = found
    return found
  }

  /// The identity of a dataset: its pattern, and the strings of its captures.
  private mutating func identify(
    _ pattern: Int, captures: [Range<Int>?], key: Span<UInt8>
  ) {
    identity.removeAll(keepingCapacity: true)
    for shift in stride(from: 0, to: 24, by: 8) {
      identity.append(UInt8(truncatingIfNeeded: pattern >> shift))
    }
    for (_, slot) in used[pattern] {
      identity.append(0)
      if let range = captures[slot] { identity.append(key.extracting(range)) }
    }
  }

  private func newDataset(
    of number: Int, places: [Range<Int>?], key: Span<UInt8>
  ) throws(KeyMatcher.Refusal) -> Int {
    var captures: [String: String] = [:]
    for (name, slot) in used[number] {
      let bytes = places[slot].map { key.bytes($0) } ?? []
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
      throw .impossible("\(id) is not a valid dataset id", pattern: number)
    }
    let index = mission.datasets[number].index.filled(with: captures)
    let directory = BucketIdentity.key(of: index, below: mission.endpoint) ?? index
    let format = mission.datasets[number].indexFormat
    if let fault = ReservedNames.fault(ofDirectory: directory, id: id, format: format) {
      throw .impossible("the index \(fault)", pattern: number)
    }
    let found = table.number(of: KeyMatcher.Dataset(pattern: number, id: id, captures: captures))
    guard found.pattern == number else {
      let line = mission.datasets[found.pattern].line
      throw .impossible("line \(line) has the same id", pattern: number)
    }
    return found.number
  }
}
