internal import RegistryReports

/// By how much a mirror lags its source, by clocks that are never mixed.
public struct MirrorLag: Sendable, Hashable {
  /// The seconds from the newest row of the mirror to that of the source.
  public var rows: Int?
  /// The seconds from the newest `modification` in the mirror's catalog to that in the source's.
  public var modification: Int?
  /// The seconds from the newest object of the mirror to that of the source; less than 0 if the
  /// mirror's is newer, as that of a copy usually is.
  public var objects: Int?
  /// The number of generations of the source, of those that were kept, since the mirror's; nil if
  /// none was given or none is the mirror's.
  public var generationsBehind: Int?
  /// The number of rows, or files of rows, that only the lag explains, if it is allowed.
  public var newerRows = 0
  /// The number of objects that only the lag explains, if it is allowed.
  public var newerObjects = 0
  /// The digest of the set of index files of the source.
  public var generation: String?

  /// Creates an unknown lag.
  public init() {}

  /// The longest lag that says that the mirror lags.
  var longest: Int? { [rows, modification].compactMap(\.self).max() }
}

extension MirrorLag {
  /// By how much the mirror lags, by each clock that says so; nil if none does.
  public var text: String? { MirrorWords.lag(texts).map { "lags the source by " + $0 } }

  /// The lag by clock: seconds, numbers, or the digest of the generation.
  var texts: [String: String] {
    let numbers = [
      "rows": rows, "modification": modification, "objects": objects,
      "generationsBehind": generationsBehind, "newerRows": newerRows > 0 ? newerRows : nil,
      "newerObjects": newerObjects > 0 ? newerObjects : nil,
    ]
    var texts = numbers.compactMapValues { $0.map(String.init) }
    if let generation { texts["generation"] = generation }
    return texts
  }
}
