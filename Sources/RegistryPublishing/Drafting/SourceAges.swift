internal import Formats
internal import Listings
internal import SharedCloudRegistry

/// How old the sources of a plan are: an old one must not remove rows that are newer.
///
/// A bucket or a directory is listed now. A listing is as old as it says; if it does not say, it is
/// at least as new as the newest object in it; a time without a zone means the earliest instant that
/// it may be. The time of its file is no evidence, since a copy has another.
struct SourceAges {
  /// The age of one source.
  struct Age {
    /// When it was made, or the newest time in it.
    var time: SCRTime
    /// Whether it was made then, and not later.
    var isExact: Bool
    /// Its name.
    var source: String
  }

  /// The age of the oldest source with a known age; nil if none has one.
  private(set) var oldest: Age?
  /// The first source that does not show how old it is; nil if all do.
  private(set) var unknown: String?
  /// Whether a source is a listing, which was made before the run began.
  private(set) var hasListing = false

  /// Notes the age of a source.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - summary: What its listing says.
  ///   - newest: The newest time of an object in it that is not in the future.
  ///   - now: The present time. A listing that was made later than that has no known age.
  mutating func note(
    _ source: PublishingSource, summary: ListingSummary, newest: Instant?, now: SCRTime
  ) {
    guard source.isListing else { return }
    hasListing = true
    let created = summary.created.flatMap { try? SCRTime(parsing: $0) }
    let says = summary.created != nil || summary.format == .inventory
    let ofObjects = (newest ?? summary.newestLocal).map(SCRTime.init)
    guard let time = says ? created : ofObjects, time <= now else {
      unknown = unknown ?? source.name
      return
    }
    if let oldest, oldest.time <= time { return }
    oldest = Age(time: time, isExact: says, source: source.name)
  }
}

extension PublishingSource {
  /// Whether it is a listing, which was made before it is read.
  var isListing: Bool { if case .listing = content { true } else { false } }
}
