extension DatasetCoverage {
  /// The coverage and some rows, in lines for people.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - mission: The mission.
  /// - Returns: The lines.
  func lines(_ dataset: KeyMatcher.Dataset, mission: Mission) -> [String] {
    var time = TimeWriter(mission.precision(of: dataset))
    func text(_ instant: Int64) -> String { time.text(time.cut(instant)) }
    var line = "\(text(start)) to \(text(stop)), \(percent) % covered, \(gaps.counted("gap"))"
    if let longest {
      line +=
        ", the longest \(DurationText.of(longest.upperBound - longest.lowerBound)) from "
        + "\(text(longest.lowerBound))"
    }
    var lines = [line]
    var matcher = KeyMatcher(mission)
    let base = Array(mission.base.utf8)
    for row in samples {
      let key = row.datakey.starts(with: base) ? Array(row.datakey[base.count...]) : row.datakey
      lines.append(String(decoding: key, as: UTF8.self))
      do throws(KeyMatcher.Refusal) {
        var match = try matcher.match(key)
        match.start = row.start
        lines += KeyDetails(key, match: match, mission: mission, stop: row.stop).lines.map {
          "  " + $0
        }
      } catch {
        lines.append("  no template of the mission reads it")
      }
    }
    return lines
  }
}
