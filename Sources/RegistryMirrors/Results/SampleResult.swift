/// What the content of a sample shows.
public struct SampleResult: Sendable, Hashable {
  /// The number of keys drawn at random from all.
  public var drawn = 0
  /// The number of keys that were read in addition, so that every dataset and year appears.
  public var added = 0
  /// The number of objects from which they were drawn.
  public var population = 0
  /// The number of datasets and years.
  public var strata = 0
  /// The seed.
  public var seed = 0
  /// The number of drawn objects whose content differs.
  public var failures = 0
  /// The number of drawn objects whose content could not be read.
  public var unread = 0

  /// Creates an empty result.
  public init() {}

  /// The share of bad objects that is not exceeded with a confidence of 95 %.
  public var upperBound: Double {
    SampleBound.upper(failures: failures + unread, drawn: drawn, population: population)
  }
}
