internal import Formats

/// What the rows of index files show over time: the days that they cover, and the sizes of files.
///
/// Adding rows in another order, or merging the bins of parts, gives the same days and sizes.
package struct TimeBins: Sendable {
  /// The days that rows cover: each row covers the days from its start to before its stop.
  package private(set) var covered = DaySpans()
  /// The days on which a row and an earlier row overlap; empty for rows that are out of order, which
  /// do not show it.
  package private(set) var overlapped = DaySpans()
  /// How far the starts of consecutive rows are apart; nothing for rows that are out of order.
  package private(set) var distances = DistanceBins()
  /// The earliest start of a row; nil without one.
  package private(set) var first: SCRTime?
  /// The latest stop of a row, or start without a stop; nil without one.
  ///
  /// Rows that passed the fast test have to be noted.
  package private(set) var last: SCRTime?
  /// The rows in the future, which are among no other days and sizes.
  package private(set) var future = FutureRows()
  /// The rows and sizes by bins of 32 days, by the number of the bin since 1970-01-01.
  private var sizes: [Int: SizeCounts] = [:]

  private var bin = Int.min
  private var current = SizeCounts()
  private var start = TimeWords()
  private var startDay = 0
  /// The start of the last row, in seconds since 1970-01-01.
  private var second: Int?
  /// The last day that is among those with overlaps.
  private var overlapEnd = Int.min
  /// Whether a row starts before the one before it.
  private var isOutOfOrder = false
  /// The latest stop of the rows that were examined field by field, which the next rows may
  /// overlap.
  private var oddStop: SCRTime?

  /// The number of days of a bin of sizes.
  package static let daysPerBin = 32
  /// The largest number of bins of sizes that are kept apart; further ones are added to the last.
  private static let limit = 4096

  /// Bins without rows; a copy costs no allocation.
  static let empty = TimeBins()

  /// Makes bins without rows.
  package init() {}

  /// Restores the bins of rows, to which no more rows are added one by one.
  ///
  /// - Parameters:
  ///   - covered: The days that rows cover.
  ///   - overlapped: The days on which a row starts before an earlier row stops.
  ///   - sizes: The rows and sizes by bin.
  ///   - distances: How far the starts of consecutive rows are apart.
  ///   - ends: The earliest start and the latest stop.
  ///   - future: The rows in the future.
  package init(
    covered: DaySpans, overlapped: DaySpans, sizes: [(bin: Int, counts: SizeCounts)],
    distances: DistanceBins, ends: (first: SCRTime?, last: SCRTime?) = (nil, nil),
    future: FutureRows = FutureRows()
  ) {
    self.covered = covered
    (first, last) = ends
    self.future = future
    self.distances = distances
    self.overlapped = overlapped
    for (bin, counts) in sizes { self.sizes[bin] = counts }
  }

  /// Adds a row that the fast test passed.
  ///
  /// - Parameters:
  ///   - start: The start of the row, a proved time.
  ///   - stop: The stop of the row, a proved time that is not before the start.
  ///   - earlier: The latest stop of the rows before it.
  ///   - length: The number of bytes of each time.
  ///   - size: The filesize in bytes.
  @inline(__always)
  mutating func add(
    _ start: TimeWords, stop: TimeWords, earlier: TimeWords, length: Int, size: Int
  ) {
    if !start.hasSameDate(as: self.start) || !stop.hasSameDate(as: start) {
      cover(start, stop: stop, length: length)
    }
    if start < earlier, !isOutOfOrder {
      noteOverlap(until: stop < earlier ? stop : earlier, length)
    }
    if oddStop != nil { compareWithOddStop(start, stop: stop, length: length) }
    let second = startDay &* 86400 &+ start.secondOfDay(length: length)
    addStart(second)
    current.add(size, start: second)
  }

  @inline(__always)
  private mutating func addStart(_ second: Int) {
    if let last = self.second, !isOutOfOrder {
      if second < last { leaveOrder() } else { distances.add(second &- last) }
    }
    self.second = second
  }

  /// Forgets what only rows in order show.
  private mutating func leaveOrder() {
    isOutOfOrder = true
    distances = DistanceBins()
    overlapped = DaySpans()
  }

  /// Looks for an overlap with a row that was examined field by field.
  private mutating func compareWithOddStop(_ start: TimeWords, stop: TimeWords, length: Int) {
    guard let oddStop, let time = start.time(length: length) else { return }
    if time < oddStop {
      noteOverlap(until: Swift.min(stop.time(length: length) ?? time, oddStop))
    } else {
      self.oddStop = nil
    }
  }

  private mutating func noteOverlap(until end: TimeWords, _ length: Int) {
    guard let day = end.date?.daysSince1970 else { return }
    noteOverlap(lastDay: end.isMidnight(length: length) ? Int(day) - 1 : Int(day))
  }

  private mutating func noteOverlap(until end: SCRTime) {
    noteOverlap(lastDay: Self.lastDay(before: end))
  }

  /// Notes that the last row overlaps an earlier one, from its start to a day.
  private mutating func noteOverlap(lastDay: Int) {
    guard !isOutOfOrder else { return }
    let last = Swift.max(lastDay, startDay)
    guard last != overlapEnd else { return }
    overlapped.add(startDay..<last + 1)
    overlapEnd = last
  }

  private mutating func cover(_ start: TimeWords, stop: TimeWords, length: Int) {
    self.start = start
    guard let from = start.date?.daysSince1970 else { return }
    startDay = Int(from)
    select(startDay)
    var last = from
    if !stop.hasSameDate(as: start), let day = stop.date?.daysSince1970 {
      last = Swift.max(last, stop.isMidnight(length: length) ? day - 1 : day)
    }
    covered.add(Int(from)..<Int(last) + 1)
  }

  /// Adds a row that was examined field by field.
  ///
  /// - Parameters:
  ///   - start: The start of the row.
  ///   - stop: The stop of the row; nil if it is missing or can't be read. A stop before the start
  ///     does not count, since nobody knows which of the two is right.
  ///   - earlier: The latest stop of the rows before it; nil for the first row.
  ///   - size: The filesize in bytes; nil if it can't be read.
  ///   - latest: The latest time that is not in the future; nil if it is not known.
  package mutating func add(
    _ start: SCRTime, stop: SCRTime?, earlier: SCRTime?, size: Int?, latest: SCRTime? = nil
  ) {
    let stop = stop.flatMap { $0 < start ? nil : $0 }
    if let latest, latest < stop ?? start {
      future.add(start, stop: stop, size: size)
      return
    }
    first = first.map { Swift.min($0, start) } ?? start
    note(end: stop ?? start)
    self.start = TimeWords()
    let from = Int(start.seconds.flooredQuotient(86400))
    startDay = from
    select(from)
    addStart(Int(start.seconds))
    if let earlier, start < earlier { noteOverlap(until: Swift.min(stop ?? start, earlier)) }
    oddStop = Self.later(Self.later(oddStop, earlier), stop)
    let last = stop.map { Self.lastDay(before: $0) } ?? from
    covered.add(from..<Swift.max(last, from) + 1)
    if let size, size >= 0 { current.add(size, start: Int(start.seconds)) }
  }

  /// Notes the latest stop, or start without a stop, of rows that passed the fast test.
  package mutating func note(end: SCRTime) {
    last = last.map { Swift.max($0, end) } ?? end
  }

  /// Adds the rows of other bins.
  package mutating func add(_ other: TimeBins) {
    first = [first, other.first].compactMap(\.self).min()
    if let end = other.last { note(end: end) }
    future.add(other.future)
    covered.formUnion(other.covered)
    overlapped.formUnion(other.overlapped)
    for (bin, counts) in other.sizesByBin { keep(counts, in: bin) }
    distances.add(other.distances)
  }

  /// Adds the distance between the last row of a file and the first one of the next file.
  ///
  /// - Parameters:
  ///   - last: The start of the last row.
  ///   - next: The start of the first row of the next file.
  package mutating func addDistance(from last: SCRTime, to next: SCRTime) {
    distances.add(Int(next.seconds - last.seconds))
  }

  /// Adds the days on which rows of a later file overlap a row of an earlier one.
  ///
  /// - Parameters:
  ///   - stop: The latest stop of the earlier file.
  ///   - other: The rows of the later file.
  package mutating func addOverlap(until stop: SCRTime, with other: TimeBins) {
    let last = Self.lastDay(before: stop)
    let unit = other.covered.daysPerUnit
    for span in other.covered.tidied.spans {
      let (from, to) = (span.lowerBound * unit, Swift.min(span.upperBound * unit, last + 1))
      guard from < to else { return }
      overlapped.add(from..<to)
    }
  }

  /// The rows and sizes by bin, in time order.
  package var sizesByBin: [(bin: Int, counts: SizeCounts)] {
    var all = self
    all.select(day: nil)
    return all.sizes.sorted { $0.key < $1.key }.map { (bin: $0.key, counts: $0.value) }
  }

  /// The sum of the filesizes, with those of rows in the future.
  package var bytes: Int {
    var sum = sizesByBin.clampedSum { $0.counts.bytes }
    sum.add(clamped: future.bytes)
    return sum
  }

  /// The later of two times; a row must cost no allocation.
  private static func later(_ one: SCRTime?, _ other: SCRTime?) -> SCRTime? {
    guard let one else { return other }
    guard let other else { return one }
    return Swift.max(one, other)
  }

  /// The last day that a file covers which stops at a time.
  static func lastDay(before stop: SCRTime) -> Int {
    Int((stop.nanoseconds > 0 ? stop.seconds : stop.seconds - 1).flooredQuotient(86400))
  }

  private mutating func select(_ day: Int) {
    guard day >> 5 != bin else { return }
    select(day: day)
  }

  /// Puts the counts of the present bin away and selects that of another day.
  private mutating func select(day: Int?) {
    if current.files > 0 {
      keep(current, in: bin)
      current = SizeCounts()
    }
    bin = day.map { $0 >> 5 } ?? Int.min
  }

  private mutating func keep(_ counts: SizeCounts, in bin: Int) {
    let bin = sizes.count < Self.limit || sizes[bin] != nil ? bin : sizes.keys.max() ?? bin
    sizes[bin, default: SizeCounts()].add(counts)
  }
}
