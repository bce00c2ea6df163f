internal import RegistryValidation

/// The levels that one mirror has, by dataset and year.
struct MirrorMatrix {
  /// One year of one dataset.
  struct Cell {
    /// The weakest level of its objects; nil if nothing is in the scope.
    var weakest: String?
    /// Whether its objects have different levels.
    var isMixed: Bool
    /// The number of objects that differ, are missing, are stale, or are only in the mirror.
    var bad: Int
    /// All counts in words.
    var text: String

    init(_ part: MirrorSummary.Part) {
      let verdicts = MirrorWords.verdicts(part.verdicts)
      // A missing object has no level, and its verdict says so already.
      var counts = part.levels
      let missing = part.verdicts["missing", default: 0]
      counts["unknown"] = counts["unknown"].map { $0 - Swift.min($0, missing) }
      let levels = MirrorWords.levels(counts)
      weakest = levels.last?.name
      isMixed = levels.count > 1
      bad = ["differs", "missing", "stale", "extra"].reduce(0) {
        $0 + part.verdicts[$1, default: 0]
      }
      let words = [MirrorWords.line(verdicts), MirrorWords.line(levels)]
      text = words.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// The level in a few letters, with a plus if some objects have a higher one, and how many are
    /// bad.
    var label: String {
      let level = weakest.map { $0 + (isMixed ? "+" : "") } ?? (bad > 0 ? "" : "–")
      return [level, bad > 0 ? "\(PageText.short(bad)) bad" : ""].filter { !$0.isEmpty }
        .joined(separator: ", ")
    }
  }

  /// The years; nil for objects of which it is not known.
  let years: [Int?]
  /// The datasets with their cells; nil for objects of none.
  let rows: [(dataset: String?, cells: [Int?: Cell])]
  /// The number of years that are left out.
  let omittedYears: Int

  /// Lays out the counts of one mirror.
  ///
  /// - Parameters:
  ///   - summary: The counts of all mirrors.
  ///   - name: The mirror.
  ///   - limit: The largest number of years; the newest ones are shown.
  init(_ summary: MirrorSummary, of name: String, atMost limit: Int) {
    let parts = summary.parts.filter { part in
      (part.mirror.map { $0 == name } ?? (summary.copies.count == 1))
        && part.verdicts.contains { $0.key != "not-mirrored" && $0.value > 0 }
    }
    let present = Set(parts.compactMap(\.year)).sorted()
    omittedYears = Swift.max(0, present.count - limit)
    let shown: [Int?] = present.suffix(limit).map { $0 }
    years = shown + (parts.contains { $0.year == nil } ? [nil] : [])
    var cells: [String?: [Int?: Cell]] = [:]
    var order: [String?] = []
    for part in parts {
      if cells[part.dataset] == nil { order.append(part.dataset) }
      cells[part.dataset, default: [:]][part.year] = Cell(part)
    }
    rows = order.map { (dataset: $0, cells: cells[$0] ?? [:]) }
  }

  /// What the labels mean.
  static let legend =
    "The weakest level of the objects of each dataset and year. + marks that some have a higher "
    + "level. Bad are those that differ, are missing, stale or extra, whatever their level."
}
