internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation

/// Describes results in a few lines for people.
enum MirrorText {
  /// How many reasons are named.
  private static let mostReasons = 5

  /// Writes to standard error what was found, and what could not be told.
  static func writeSummary(of result: MirrorResult, _ report: Report) {
    let reasons = report.notices.map { "not evaluated: \(TextStyle.harmless($0.message))\n" }
    Streams().writeError(
      reasons.prefix(mostReasons).joined() + summary(of: [result], report, alone: [:]))
  }

  /// The lines for standard error.
  static func summary(
    of results: [MirrorResult], _ report: Report, alone: [String: [String]]
  ) -> String {
    var lines: [String] = []
    for (result, copy) in zip(results, report.mirror?.copies ?? []) {
      let name = TextStyle.harmless(result.mirror)
      lines += result.assumptions.map { "\(name): \(TextStyle.harmless($0))" }
      let verdicts = Verdict.allCases.compactMap { verdict -> String? in
        guard let count = copy.verdicts[verdict.rawValue] else { return nil }
        return "\(count) \(verdict.rawValue)"
      }
      lines.append("\(name): \(verdicts.isEmpty ? "no objects" : verdicts.joined(separator: ", "))")
      let levels = AssuranceLevel.allCases.reversed().compactMap { level -> String? in
        guard let count = copy.levels[level.rawValue] else { return nil }
        return level == .unknown
          ? "\(count) not compared" : "\(count) by \(level.rawValue)"
      }
      if !levels.isEmpty { lines.append("\(name): \(levels.joined(separator: ", "))") }
      if let lag = result.lag.text { lines.append("\(name): \(lag)") }
      if let sample = result.sample {
        let bound = (sample.upperBound * 1e6).rounded(.up) / 1e4
        let limit = sample.failures == 0 ? "less than" : "at most"
        lines.append(
          "\(name): content of \(sample.drawn) of \(sample.population) objects (seed "
            + "\(sample.seed)), and of \(sample.added) added of all datasets and years, "
            + "\(ByteCount.text(sample.bytes)) in all; \(sample.failures) bad or not read"
            + (sample.drawn == sample.population
              ? "" : "; with a confidence of 95 % \(limit) \(bound) % are bad"))
      }
    }
    for (name, count) in (report.mirror?.alone ?? [:]).sorted(by: { $0.key < $1.key }) {
      let keys = (alone[name] ?? []).map(TextStyle.harmless).joined(separator: ", ")
      let objects = "\(count.counted("object")), such as \(keys)"
      lines.append(
        name == "nobody"
          ? "no majority of the copies agrees on \(objects)"
          : "\(TextStyle.harmless(name)) differs from all other copies on \(objects)"
            + (name == results.first?.source ? "; don't copy them from it" : ""))
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
