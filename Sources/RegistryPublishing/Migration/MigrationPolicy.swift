internal import RegistryValidation

/// What is assumed of the stops that an old registry does not have.
public struct MigrationPolicy: Sendable, Hashable {
  /// How a missing stop is found.
  package let stop: StopPolicy
  /// The policy in one line, for people.
  public let text: String

  /// The longest that a file is taken to last until the next one starts: a year.
  ///
  /// The file before a longer gap would be taken for one that covers a calendar year in which it
  /// does not start, which needs `multiyear`.
  public static let usualGap = "P366D"
  /// What is assumed where nobody says otherwise.
  ///
  /// A stop too early hides a file from who asks for its time, one too late shows a file too many:
  /// the next start hides none, and is how readers of the old versions took rows without stop.
  public static let usual = MigrationPolicy(
    stop: .nextStart(maximumGap: 366 * 86_400_000_000), "next-start", usualGap)

  private init(stop: StopPolicy, _ word: String, _ gap: String) {
    self.stop = stop
    text =
      switch stop {
      case .nextStart:
        "the start of the next row, at most \(gap) later; the last row of a dataset lasts as long as "
          + "the one before it"
      case .duration: "\(word) after the start"
      case .period: "the end of the day of the start"
      case .sameAsStart, .fromName: "the start"
      }
  }

  /// Reads a policy; nil if the texts are none.
  ///
  /// - Parameters:
  ///   - text: `next-start`, `same-as-start`, `end-of-day`, or a duration such as `PT4S`.
  ///   - maximumGap: The longest that a file lasts until the next one starts, a duration.
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
    self.init(stop: stop, text, maximumGap)
  }

  /// Whether stops need more than whole seconds.
  var isFine: Bool {
    switch stop {
    case .duration(let length), .nextStart(let length): length % 1_000_000 != 0
    default: false
    }
  }
}
