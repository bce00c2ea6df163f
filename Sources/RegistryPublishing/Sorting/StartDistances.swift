internal import ObjectStorage
internal import SharedCloudRegistry

/// The distances of the starts of a dataset's files.
struct StartDistances: Sendable, Hashable {
  /// The number of distances between different starts.
  private(set) var count = 0
  /// The median distance in microseconds; nil if fewer than two starts differ.
  private(set) var median: Int64?
  private var kept: [Int64] = []
  /// Every how many distances one is kept.
  private var step = 1
  private var last: Int64?

  private static let limit = 1 << 20

  /// Takes the start of the next file in order, in microseconds since 1970.
  mutating func take(_ start: Int64) {
    defer { last = start }
    guard let last, start > last else { return }
    count += 1
    guard count % step == 0 else { return }
    kept.append(start - last)
    guard kept.count >= Self.limit else { return }
    kept = kept.indices.filter { $0 % 2 == 1 }.map { kept[$0] }
    step *= 2
  }

  /// Finds the median, and forgets the distances.
  mutating func finish() {
    kept.sort()
    median = kept.isEmpty ? nil : kept[(kept.count - 1) / 2]
    kept = []
  }

  /// Three times the median: longer distances are gaps.
  var maximumGap: Int64? { median.map { $0 * 3 } }

  /// How stops are found.
  var policy: StopPolicy {
    maximumGap.map { .nextStart(maximumGap: $0) } ?? .period(Period.day.rawValue)
  }

  /// What `maximum-gap: auto` means for these files, in one line.
  var text: String {
    guard let median, let gap = maximumGap else {
      return "maximum-gap: auto has no distance to go by: each file stops at the end of its day"
    }
    return "maximum-gap: auto is \(DurationText.of(gap)), three times the median distance "
      + "\(DurationText.of(median)) of \((count + 1).counted("start"))"
  }

  /// Measures sorted files.
  ///
  /// - Parameters:
  ///   - files: The files, in order.
  ///   - wanted: The numbers of the datasets to measure.
  /// - Returns: The distances by dataset.
  /// - Throws: ``StoreError`` when a temporary file can't be read.
  static func measure(
    _ files: consuming SortedFiles, of wanted: Set<Int>
  ) throws(StoreError) -> [Int: StartDistances] {
    var found: [Int: StartDistances] = [:]
    var window = PackedFiles()
    while try files.next(into: &window) {
      let numbers = window.numbers(0)
      if wanted.contains(Int(numbers.dataset)) {
        found[Int(numbers.dataset), default: StartDistances()].take(numbers.start)
      }
      window.removeAll()
    }
    for number in found.keys { found[number]?.finish() }
    return found
  }
}

/// Writes lengths of time as in mission files.
enum DurationText {
  /// A length of time in microseconds, such as `P3D`, `PT10M` or `250ms`.
  ///
  /// From ten seconds on, it is rounded up to whole seconds.
  static func of(_ length: Int64) -> String {
    guard length % 1_000_000 == 0 || length > 10_000_000 else {
      return "\(Swift.max(1, length / 1000))ms"
    }
    let seconds = (length + 999_999) / 1_000_000
    let (days, rest) = (seconds / 86400, seconds % 86400)
    let parts = [(rest / 3600, "H"), (rest / 60 % 60, "M"), (rest % 60, "S")]
    let time = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
    if time.isEmpty { return "P\(days)D" }
    return (days > 0 ? "P\(days)D" : "P") + "T" + time
  }
}
