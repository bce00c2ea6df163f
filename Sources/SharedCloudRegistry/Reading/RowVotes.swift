internal import Formats

/// Counts the shapes of rows, and decides about the layout of a file.
struct RowVotes {
  private struct Vote {
    var shape: RowShape
    var columns: Int
    var count: Int
  }

  private var votes: [Vote] = []
  private var total = 0
  private var separators: [OtherSeparator: Int] = [:]
  private var odd = OddForms()
  /// The lines that hold further rows after a carriage return, and the rows in them.
  private var joined = (lines: 0, rows: 0)
  /// The rows whose second time is before the first.
  private var reversed = 0

  /// Counts a row.
  mutating func add(_ shape: RowShape, in line: Span<UInt8>, fields: CSVFields) {
    let columns = fields.count
    total += 1
    odd.add(line, fields: fields)
    let hidden = Self.rowsAfterReturns(line)
    if shape == .startStop, Self.isReversed(line, fields: fields) { reversed += 1 }
    if hidden > 0 { joined = (joined.lines + 1, joined.rows + 1 + hidden) }
    if shape == .unclear, let separator = OtherSeparator(line) {
      separators[separator, default: 0] += 1
    }
    if let index = votes.firstIndex(where: { $0.shape == shape && $0.columns == columns }) {
      votes[index].count += 1
    } else {
      votes.append(Vote(shape: shape, columns: columns, count: 1))
    }
  }

  /// Whether the second of two times of one form is before the first.
  private static func isReversed(_ line: Span<UInt8>, fields: CSVFields) -> Bool {
    guard fields.count >= 3, fields[0].range.count == fields[1].range.count else { return false }
    let (first, second) = (fields[0].range.lowerBound, fields[1].range.lowerBound)
    for offset in 0..<fields[0].range.count where line[first + offset] != line[second + offset] {
      return line[second + offset] < line[first + offset]
    }
    return false
  }

  private func count(of shape: RowShape) -> Int {
    votes.reduce(0) { $0 + ($1.shape == shape ? $1.count : 0) }
  }

  /// The number of rows that follow a carriage return within a line.
  private static func rowsAfterReturns(_ line: Span<UInt8>) -> Int {
    var found = 0
    var index = line.firstIndex(of: 0x0D, from: 0)
    while index + 1 < line.count {
      let end = line.firstIndex(of: 0x0D, from: index + 1)
      if IndexInference.looksLikeRow(line.extracting(index + 1..<end)) { found += 1 }
      index = end
    }
    return found
  }

  /// The number of rows that show a layout, with any number of further columns.
  func count(of layout: IndexLayout) -> Int {
    votes.reduce(0) { sum, vote in
      let own = vote.shape.layout(columnCount: vote.columns)
      return sum + (own?.stop == layout.stop && own?.datakey == layout.datakey ? vote.count : 0)
    }
  }

  /// The number of rows whose columns have another order, and the order of most of them.
  private var rearrangement: (words: String, count: Int)? {
    var orders = Counts<String>()
    var count = 0
    for vote in votes {
      guard case .rearranged(let order) = vote.shape else { continue }
      orders.add(order.words, vote.count)
      count += vote.count
    }
    return orders.most.map { ($0, count) }
  }

  /// The format of content that most rows show to be no index; nil if it is one.
  func foreign(header: [String]?, _ bytes: Span<UInt8>) -> ForeignContent? {
    let half = total / 2
    if joined.lines > half {
      return ForeignContent(.other, words: "rows that end with CR alone", rows: joined.rows)
    }
    // Then the whole file is the line of the header.
    let hidden = total == 0 && header != nil ? Self.rowsAfterReturns(bytes) : 0
    if hidden > 0 {
      return ForeignContent(
        .swallowed, words: "a header with rows after carriage returns", rows: hidden)
    }
    if let form = odd.foreign(total: total, names: header?.count) { return form }
    let shifted = count(of: .shifted)
    if shifted > half {
      return ForeignContent(.shifted, words: "columns shifted by one", rows: shifted)
    }
    if let order = rearrangement, order.count > half {
      return ForeignContent(
        .rearranged, words: "columns in another order: \(order.words)", rows: order.count)
    }
    // Either alone may be a mistake; the header and most rows together are not.
    if reversed > half, let header, header.count >= 2,
      header[0].lowercased().hasPrefix("stop") || header[0].lowercased().hasPrefix("end"),
      header[1].lowercased().hasPrefix("start") || header[1].lowercased().hasPrefix("begin")
    {
      return ForeignContent(
        .rearranged, words: "columns in another order: stop, start", rows: reversed)
    }
    let dates = count(of: .spreadsheet)
    if dates > half {
      return ForeignContent(.other, words: "times as a spreadsheet writes them", rows: dates)
    }
    // The first line may be a header that is not recognized without its commas.
    if let (separator, count) = separators.max(by: { $0.value < $1.value }),
      count > (header == nil ? (total - 1) / 2 : half)
    {
      return ForeignContent(.other, words: "rows separated by \(separator.words)", rows: count)
    }
    guard count(of: .unclear) == total, bytes.count > 0 else { return nil }
    if total == 0, header == nil { return ForeignContent(.blank, words: "blank lines only") }
    if let text = ForeignContent(textOf: bytes) { return text }
    return header == nil
      ? ForeignContent(.other, words: "text of which no line is a header or a row", rows: nil) : nil
  }

  /// Whether a header has the name of a stop.
  private static func hasStop(_ header: [String]?) -> Bool {
    (header ?? []).map { $0.lowercased() }.contains { $0.hasPrefix("stop") || $0.hasPrefix("end") }
  }

  /// The layout of more than half of the rows that show one; at a tie what is declared, then what
  /// the header shows.
  func layout(
    header: [String]?, _ declaration: IndexInference.Declaration
  ) -> Known<IndexLayout> {
    let shapes: [RowShape] = [.startStop, .startOnly, .stopLast]
    let counts = shapes.map { count(of: $0) }
    let voting = counts.reduce(0, +)
    // One row without a stop may have lost it, if the header has one.
    if voting == 1, count(of: .startOnly) == 1, Self.hasStop(header) {
      return known(.startStop, header: header, evidence: "the header")
    }
    for (shape, count) in zip(shapes, counts) where count * 2 > voting {
      return known(
        shape, header: header, evidence: "\(count) of \(total) row\(total == 1 ? "" : "s")")
    }
    if declaration.demandsStop {
      return known(.startStop, header: header, evidence: "the declared version")
    }
    let names = header ?? []
    if Self.hasStop(names) {
      return known(.startStop, header: header, evidence: "the header")
    }
    if names.count >= 3 { return known(.startOnly, header: header, evidence: "the header") }
    if voting == 0 {
      return known(
        declaration.assumesStop ? .startStop : .startOnly, header: header, evidence: "the version")
    }
    return .unknown(because: "as many rows have a stop as have none, and there is no header")
  }

  /// A layout with the number of columns that most rows of the shape have; at a tie the header's.
  private func known(
    _ shape: RowShape, header: [String]?, evidence: String
  ) -> Known<IndexLayout> {
    let own = votes.filter { $0.shape == shape }
    let most = own.map(\.count).max() ?? 0
    let candidates = own.filter { $0.count == most }.map(\.columns)
    let names = header?.count ?? 0
    let columns =
      candidates.contains(names) || candidates.isEmpty ? names : candidates.first ?? names
    guard let layout = shape.layout(columnCount: columns) else {
      return .unknown(because: "no row shows it")
    }
    return .known(layout, evidence: evidence)
  }
}
