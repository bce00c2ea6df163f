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
  /// The digest of the set of index files of the source.
  public var generation: String?

  /// Creates an unknown lag.
  public init() {}

  /// The longest lag that says that the mirror lags.
  var longest: Int? { [rows, modification].compactMap(\.self).max() }
}

extension MirrorLag {
  /// By how much the mirror lags, by each clock that says so; nil if none does.
  public var text: String? {
    let clocks = [
      "rows": rows, "modification": modification, "generationsBehind": generationsBehind,
    ]
    return MirrorWords.lag(clocks.compactMapValues { $0.map(String.init) })
      .map { "lags the source by " + $0 }
  }
}
