internal import Patterns

/// The information that names share in directories with the same captures, computed once.
struct KnownNames: Sendable {
  /// Names of one template in such directories.
  struct Entry: Sendable {
    /// The number of the pattern among the aligned ones; -1 if the template is not aligned.
    var aligned = -1
    /// The range of the name's fields in ``KnownNames/fields``.
    var fields = 0..<0
    /// The dataset, if the directory determines it; -1 if unknown.
    var dataset = -1
    /// Whether the directory determines the dataset.
    var tellsDataset: Bool
    /// Whether only times and the version of the name are needed.
    var isPlain: Bool
  }

  /// A field of a name whose place follows from its length.
  struct PlacedField: Sendable {
    var field: NameMatcher.Field
    var place: AlignedPatterns.Place
  }

  /// The entries, by number.
  var entries: [Entry] = []
  /// The fields of all names.
  private(set) var fields: [PlacedField] = []
  /// The patterns that are aligned.
  var patterns = AlignedPatterns()
  /// The strings that groups of the templates must have, by entry.
  private var texts: [[[UInt8]?]] = []
  private var numbers: [[UInt8]: Int] = [:]

  private static let limit = 1 << 14

  /// Whether to forget everything and start again.
  var isFull: Bool { entries.count >= Self.limit }

  /// Forgets everything.
  mutating func removeAll() { self = KnownNames() }

  /// The strings that groups of the template must have.
  func known(_ entry: Int) -> [[UInt8]?] { texts[entry] }

  /// The times in a name whose pattern is aligned.
  ///
  /// - Parameters:
  ///   - entry: The entry for the name.
  ///   - end: The end of the varying part of the name.
  ///   - key: The key.
  ///   - name: The offset of the name in the key.
  ///   - version: The capture for the version; nil if absent.
  /// - Returns: The times.
  func times(
    of entry: Entry, end: Int, key: Span<UInt8>, name: Range<Int>, version: Int?
  ) -> NamedTimes {
    var times = NamedTimes()
    for index in entry.fields {
      let field = fields[index]
      let range = field.place.range(end)
      times.take(
        field.field, range: name.lowerBound + range.lowerBound..<name.lowerBound + range.upperBound,
        in: key, version: version)
    }
    return times
  }

  /// The number of the entry for names in a directory.
  ///
  /// - Parameters:
  ///   - name: Matches the names.
  ///   - place: The number of the template.
  ///   - directory: The directory.
  ///   - parsed: The information in the directory.
  ///   - wanted: The captures that make the dataset, and those of further columns.
  /// - Returns: The number.
  mutating func number(
    for name: NameMatcher, place: Int, in directory: [UInt8], parsed: NamedPlace,
    wanted: (dataset: [Int], columns: [Int?])
  ) -> Int {
    let known = name.known(by: parsed, in: directory)
    // No captured string has a slash.
    let absent = [UInt8(ascii: "/")]
    var identity = Array(String(place).utf8)
    for text in known { identity += absent + (text ?? absent) }
    for slot in wanted.dataset {
      identity += absent + (parsed.captures[slot].map { Array(directory[$0]) } ?? absent)
    }
    let captures = name.captures(apartFrom: known)
    for slot in captures { identity.append(parsed.captures[slot] == nil ? 0 : 1) }
    if let number = numbers[identity] { return number }
    let tellsDataset = wanted.dataset.allSatisfy { parsed.captures[$0] != nil }
    // A capture that appears twice must be compared.
    let isPlain =
      tellsDataset && wanted.columns.isEmpty && Set(captures).count == captures.count
      && captures.allSatisfy { parsed.captures[$0] == nil }
    var entry = Entry(tellsDataset: tellsDataset, isPlain: isPlain)
    if let (number, groups) = patterns.add(name.expression, knowing: known) {
      entry.aligned = number
      let start = fields.count
      for (group, field) in name.fields {
        if let place = groups[group] { fields.append(PlacedField(field: field, place: place)) }
      }
      entry.fields = start..<fields.count
    }
    entries.append(entry)
    texts.append(known)
    numbers[identity] = entries.count - 1
    return entries.count - 1
  }
}
