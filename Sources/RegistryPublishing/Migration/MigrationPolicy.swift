internal import RegistryValidation

/// How the stops that an old registry lacks are assumed.
public struct MigrationPolicy: Sendable, Hashable {
  /// How a missing stop is found.
  package let stop: StopPolicy
  /// The policy in one line, for people.
  public let text: String

  /// The maximum assumed duration of a file until the next one starts: a year.
  ///
  /// With a longer gap, the file before it would seem to cover a calendar year in which it does not
  /// start, which needs `multiyear`.
  public static let usualGap = "P366D"
  /// The default policy.
  ///
  /// A stop that is too early hides a file from queries for its time; one that is too late only
  /// adds a file. The next start hides no file, and readers of the old versions used it for rows
  /// without stop.
  public static let usual = MigrationPolicy(
    stop: .nextStart(maximumGap: 366 * 86_400_000_000), word: "next-start", gap: usualGap)

  private init(stop: StopPolicy, word: String, gap: String) {
    self.stop = stop
    text =
      switch stop {
      case .nextStart, .nextStartNearby:
        "the start of the next row, at most \(gap) later; the last row of a dataset lasts as long "
          + "as the one before it"
      case .duration: "\(word) after the start"
      case .period: "the end of the day of the start"
      case .sameAsStart, .fromName, .column: "the start"
      }
  }

  /// Reads a policy; nil if the strings are not a policy.
  ///
  /// - Parameters:
  ///   - text: `next-start`, `same-as-start`, `end-of-day`, or a duration such as `PT4S`.
  ///   - maximumGap: The maximum duration of a file until the next one starts.
  public init?(_ text: String, maximumGap: String = Self.usualGap) {
    guard let gap = TimeSpan(maximumGap), gap.milliseconds > 0 else { return nil }
    let stop: StopPolicy
    switch text {
    case "next-start": stop = .nextStart(maximumGap: Int64(gap.milliseconds) * 1000)
    case "same-as-start": stop = .sameAsStart
    case "end-of-day": stop = .period(text)
    default:
      guard let span = TimeSpan(text) else { return nil }
      stop = .duration(Int64(span.milliseconds) * 1000)
    }
    self.init(stop: stop, word: text, gap: maximumGap)
  }

  /// Whether stops need more than whole seconds.
  var isFine: Bool {
    switch stop {
    case .duration(let length), .nextStart(let length): length % 1_000_000 != 0
    default: false
    }
  }
}
