internal import SharedCloudRegistry

/// Counts the lengths of the times of all rows, to find those that differ from most.
///
/// Which length is the usual one is known only after the last row, so the first rows of each pair
/// of lengths are kept.
struct PrecisionTally: Sendable {
  /// One row that may turn out to be odd.
  struct Place: Sendable {
    /// Where it is.
    var row: RowPlace
    /// Its bytes, without CR and LF.
    var text: [UInt8]
  }

  private struct Group: Sendable {
    var lengths: TimeLengths
    var rows = 0
    var places: [Place] = []
  }

  private var groups: [Group] = []
  /// The group of the last row.
  private var last = 0
  /// The number of rows to keep for each pair of lengths.
  private let limit: Int

  /// Creates a tally.
  ///
  /// - Parameter limit: How many findings are listed.
  init(limit: Int) { self.limit = Swift.min(limit, 1000) }

  /// The group of a pair of lengths, made if it is new.
  private mutating func group(of lengths: TimeLengths) -> Int {
    // Most rows are like the one before.
    if last < groups.count, groups[last].lengths == lengths { return last }
    for index in groups.indices where groups[index].lengths == lengths { return index }
    groups.append(Group(lengths: lengths))
    return groups.count - 1
  }

  /// Counts a row.
  mutating func add(
    _ lengths: TimeLengths, _ row: RowPlace, _ text: @autoclosure () -> [UInt8]
  ) {
    guard lengths != TimeLengths() else { return }
    let index = group(of: lengths)
    last = index
    groups[index].rows += 1
    if groups[index].places.count < limit {
      groups[index].places.append(Place(row: row, text: text()))
    }
  }

  /// Counts rows that need no place.
  mutating func add(_ lengths: TimeLengths, rows: Int) {
    guard rows > 0 else { return }
    groups[group(of: lengths)].rows += rows
  }

  /// Whether enough rows of a pair of lengths are kept, so that others need no place.
  func isFull(_ lengths: TimeLengths) -> Bool {
    if limit == 0 { return true }
    for index in groups.indices where groups[index].lengths == lengths {
      return groups[index].places.count >= limit
    }
    return false
  }

  /// The number of times of each length.
  var counts: [Int: Int] {
    var counts: [Int: Int] = [:]
    for group in groups {
      for length in [group.lengths.start, group.lengths.stop] where length > 0 {
        counts[length, default: 0] += group.rows
      }
    }
    return counts
  }

  /// The length that most times have; several at a tie, none without a time.
  var usual: [Int] {
    let counts = counts
    let most = counts.values.max() ?? 0
    return counts.filter { $0.value == most }.map(\.key).sorted()
  }

  /// The rows with a time of another length: their number and the first of them.
  ///
  /// - Parameters:
  ///   - usual: The length of most times.
  ///   - isForClient: Whether to find only rows that the Python client can't read with the others.
  /// - Returns: The number of rows, and where the first of them are.
  func odd(usual: Int, isForClient: Bool = false) -> (rows: Int, places: [Place]) {
    let odd = groups.filter { group in
      [group.lengths.start, group.lengths.stop].contains { length in
        length > 0 && (isForClient ? !ClientPattern.isOne(length, or: usual) : length != usual)
      }
    }
    let places = odd.flatMap(\.places).sorted { $0.row.line < $1.row.line }
    return (odd.reduce(0) { $0 + $1.rows }, Array(places.prefix(limit)))
  }
}

/// Reports the times whose precision differs from that of most times of the file.
struct PrecisionReport: Sendable {
  /// The lengths of the times.
  var tally: PrecisionTally
  /// The facts from outside the rows.
  var context: RowContext

  /// Writes the findings.
  ///
  /// - Parameters:
  ///   - usual: The length that times should have.
  ///   - basis: Which times have it.
  ///   - rows: Where the findings go.
  func report(usual: Int, _ basis: PrecisionBasis = .file, to rows: inout IndexRowReporter) {
    let (count, places) = tally.odd(usual: usual)
    guard count > 0 else { return }
    var context = context
    context.precisionBasis = basis
    context.timeLength = usual
    // Times without minutes are fixed first.
    context.mendedTimeLength = usual < TimeFault.lengthWithMinutes ? 0 : usual
    context.previousStart = nil
    context.doubtfulStart = nil
    var examination = RowExamination(context: context)
    let fault = RowFault.time(.precisionDiffers)
    rows.add(fault, count: count)
    for place in places {
      examination.examine(place.text.span)
      rows.listAny(fault, of: place.row, text: place.text.span, in: examination)
    }
    rows.addFixes(fault, count: count - places.count)
    let unread = tally.odd(usual: usual, isForClient: true)
    let clientFault = RowFault.client(.timeUnreadable)
    rows.add(clientFault, count: unread.rows)
    for place in unread.places {
      examination.examine(place.text.span)
      examination.noteUnreadableTime(place.text.span)
      rows.listAny(clientFault, of: place.row, text: place.text.span, in: examination)
    }
  }

  /// Settles a file in which as many times have one precision as another, by the other files of
  /// its dataset, else by the finer one.
  ///
  /// - Parameters:
  ///   - others: The usual lengths in the other files.
  ///   - file: Where the findings go.
  /// - Returns: The length that times should have.
  func settle(by others: [Int], in file: inout FileReporter) -> Int? {
    let tied = tally.usual
    var counts = Counts<Int>()
    for length in others { counts.add(length) }
    let shared = counts.most.flatMap { tied.contains($0) ? $0 : nil }
    guard let usual = shared ?? tied.last else { return nil }
    var rows = IndexRowReporter(file)
    report(usual: usual, shared == nil ? .half : .otherFiles, to: &rows)
    rows.settle()
    file = rows.file
    return usual
  }
}
