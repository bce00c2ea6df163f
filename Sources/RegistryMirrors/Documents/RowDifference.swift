internal import SharedCloudRegistry

/// Compares two rows that belong together, but for their addresses.
struct RowDifference: Sendable, Hashable {
  /// One field that differs.
  struct Field: Sendable, Hashable {
    var name: String
    var source: String
    var mirror: String
    /// Whether the two are the same instant, written in another way.
    var isSameInstant = false
  }

  /// The fields that differ.
  var fields: [Field] = []
  /// The numbers of columns, if they differ.
  var counts: (source: Int, mirror: Int)? { columnCounts.map { ($0.first, $0.second) } }
  private var columnCounts: Pair?

  private struct Pair: Sendable, Hashable {
    var first: Int
    var second: Int
  }

  /// Compares.
  ///
  /// - Parameters:
  ///   - source: The row of the source.
  ///   - columns: Its columns.
  ///   - mirror: The row of the mirror.
  ///   - other: Its columns.
  ///   - isTyped: Whether a file has times and numbers as values, of which there is no text.
  init(
    _ source: IndexRow, _ columns: IndexColumns, with mirror: IndexRow, _ other: IndexColumns,
    isTyped: Bool
  ) {
    if source.fields.count != mirror.fields.count {
      columnCounts = Pair(first: source.fields.count, second: mirror.fields.count)
    }
    let key = columns.datakey
    for place in 0..<source.fields.count where place != key {
      let name = columns.name(place)
      // A column that has another place on the other side is compared by its name.
      let partner = place < columns.names.count ? other[name] : place
      guard let partner, partner < mirror.fields.count else {
        if columnCounts == nil {
          columnCounts = Pair(first: source.fields.count, second: mirror.fields.count)
        }
        continue
      }
      let (mine, theirs) = (source.slice(place), mirror.slice(partner))
      guard !mine.elementsEqual(theirs) else { continue }
      var field = Field(name: name, source: source.text(place), mirror: mirror.text(partner))
      if name == "start" || name == "stop", let one = IndexRow.time(mine),
        let two = IndexRow.time(theirs)
      {
        field.isSameInstant = one == two
      }
      if isTyped, field.isSameInstant || Self.isSameNumber(field) { continue }
      fields.append(field)
    }
  }

  private static func isSameNumber(_ field: Field) -> Bool {
    guard let one = Int(field.source), let other = Int(field.mirror) else { return false }
    return one == other
  }

  /// Whether nothing differs.
  var isEmpty: Bool { fields.isEmpty && columnCounts == nil }

  /// Whether only what an object's replacement changes differs: its size and checksum.
  var isReplacement: Bool {
    columnCounts == nil && !fields.isEmpty
      && fields.allSatisfy { ["filesize", "size", "checksum"].contains($0.name) }
  }

  /// The difference in words.
  var text: String {
    var parts = fields.map { field in
      field.isSameInstant
        ? "\(field.name) \(field.mirror) is the same instant as \(field.source), in another form"
        : "\(field.name) is \(field.mirror), the source has \(field.source)"
    }
    if let counts { parts.append("it has \(counts.mirror) columns, the source \(counts.source)") }
    return parts.joined(separator: "; ")
  }
}
