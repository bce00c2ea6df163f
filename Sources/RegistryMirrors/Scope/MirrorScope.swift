public import Patterns
public import SharedCloudRegistry

/// The part of a registry that a mirror is to have.
public struct MirrorScope: Sendable, Hashable {
  /// The patterns of the ids of datasets; empty for all.
  public var datasets: [GlobPattern] = []
  /// The time from which rows count, by their start; nil for all.
  public var start: SCRTime?
  /// The time before which rows count, by their start; nil for all.
  public var stop: SCRTime?
  /// The patterns of the keys below the source's root that count; empty for all.
  public var include: [GlobPattern] = []
  /// The patterns of the keys that do not count.
  public var exclude: [GlobPattern] = []
  /// The largest object that counts, in bytes; nil for any.
  public var largest: Int?

  /// Creates the scope of everything.
  public init() {}

  /// Whether a dataset belongs to the scope.
  func contains(dataset id: String) -> Bool {
    datasets.isEmpty || datasets.contains { $0.matches(id) }
  }

  /// Whether a row belongs to the scope; a row whose start can't be read does.
  func contains(start time: SCRTime?) -> Bool {
    guard let time else { return true }
    if let start, time < start { return false }
    if let stop, time >= stop { return false }
    return true
  }

  /// Whether an object belongs to the scope by its key and size.
  func contains(key: String, size: Int?) -> Bool {
    if let largest, let size, size > largest { return false }
    if !include.isEmpty, !include.contains(where: { $0.matches(key) }) { return false }
    return !exclude.contains { $0.matches(key) }
  }

  /// Whether keys and sizes decide.
  var judgesKeys: Bool { largest != nil || !include.isEmpty || !exclude.isEmpty }

  /// Whether times decide.
  var judgesTimes: Bool { start != nil || stop != nil }

  /// Whether datasets and times decide, so that an object without a row can't be judged.
  var judgesRows: Bool { !datasets.isEmpty || judgesTimes }

  /// Whether only a part of the registry counts.
  public var isPartial: Bool { judgesKeys || judgesRows }
}
