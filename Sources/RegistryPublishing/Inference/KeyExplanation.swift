internal import Formats
internal import SharedCloudRegistry

/// How a mission reads one key, or where it gives up.
public struct KeyExplanation: Sendable {
  /// The explanation, in lines for people.
  public private(set) var text: String
  /// Whether the key belongs to a dataset, or is skipped for a known cause.
  public private(set) var isExplained: Bool

  /// Explains a key.
  ///
  /// - Parameters:
  ///   - key: The key, or an address below the base of the mission.
  ///   - mission: The mission.
  public init(_ key: String, by mission: Mission) {
    var below = Array(key.utf8)
    let base = Array(mission.base.utf8)
    if below.starts(with: base) { below.removeFirst(base.count) }
    let lines: [String]
    if let cause = LeftOutTest(mission).cause(below.span, size: nil) {
      (lines, isExplained) = (["it is skipped: \(cause.rawValue)"], true)
    } else {
      (lines, isExplained) = Self.explain(below, mission: mission)
    }
    text = ([key] + lines.map { "  " + $0 }).map { HarmlessText.of($0) + "\n" }.joined()
  }

  private static func explain(_ key: [UInt8], mission: Mission) -> ([String], Bool) {
    var matcher = KeyMatcher(mission)
    do throws(KeyMatcher.Refusal) {
      let match = try matcher.match(key)
      let pattern = mission.datasets[match.pattern]
      var lines = ["dataset \(matcher.datasets[match.dataset].id), line \(pattern.line)"]
      lines += KeyDetails(key, match: match, mission: mission).lines
      if let rival = match.rival { lines.append("\(matcher.datasets[rival].id) also claims it") }
      return (lines, match.rival == nil)
    } catch {
      guard case .impossible(let message, let number) = error else {
        return (nearest(to: key, mission: mission), false)
      }
      return (["line \(mission.datasets[number].line) matches, but \(message)"], false)
    }
  }

  /// Where the nearest template gives up.
  private static func nearest(to key: [UInt8], mission: Mission) -> [String] {
    var best: (progress: TemplateProgress, line: Int)?
    for pattern in mission.datasets {
      for place in pattern.places {
        let progress = TemplateProgress(place, on: key)
        if best.map({ progress.bytes > $0.progress.bytes }) ?? true {
          best = (progress, pattern.line)
        }
      }
    }
    guard let best else { return ["no dataset claims it"] }
    return ["no dataset claims it", "nearest: line \(best.line), \(best.progress.text(on: key))"]
  }
}

/// The times and captures in a key that a mission claims.
struct KeyDetails {
  /// The details, in lines for people.
  let lines: [String]

  /// Reads the details.
  ///
  /// - Parameters:
  ///   - key: The key below the base.
  ///   - match: What the matcher found.
  ///   - mission: The mission.
  ///   - stop: The stop in microseconds since 1970, if it is known from other files.
  init(_ key: [UInt8], match: KeyMatcher.Match, mission: Mission, stop: Int64? = nil) {
    let pattern = mission.datasets[match.pattern]
    var time = TimeWriter(pattern.precision ?? mission.precision)
    var lines: [String] = []
    let start =
      match.start == IndexedFile.noTime ? "from the listing" : time.text(time.cut(match.start))
    let known = stop ?? match.stop ?? pattern.stop.known(after: match.start)
    let stop = known.map { time.text(time.cut($0)) } ?? "depends on other files"
    lines.append("start \(start), stop \(stop)")
    let captures = KeyCaptures.all(in: key, of: pattern)
    if !captures.isEmpty { lines.append(captures.map { "\($0) = \($1)" }.joined(separator: ", ")) }
    self.lines = lines
  }
}

extension StopPolicy {
  /// The stop, if it does not depend on other files.
  fileprivate func known(after start: Int64) -> Int64? {
    switch self {
    case .nextStart, .nextStartNearby, .column, .fromName: nil
    default: stop(of: start, next: nil)
    }
  }
}
