internal import RegistryValidation

/// Says in a few lines what was mended in a target and what is left.
struct FixSummary {
  private let outcome: FixOutcome
  private let wouldOnly: Bool

  init(_ outcome: FixOutcome, wouldOnly: Bool) {
    self.outcome = outcome
    self.wouldOnly = wouldOnly
  }

  /// The lines.
  var text: String {
    var text = ""
    for file in outcome.files {
      text += "\(TextStyle.harmless(file.uri)): \(wouldOnly ? "would mend" : "mended") "
      text += Self.list(file.counts) + "\n"
    }
    for refusal in outcome.refusals {
      text +=
        "\(TextStyle.harmless(refusal.uri)): left as it is: \(TextStyle.harmless(refusal.reason))\n"
    }
    let left = outcome.after.tallies.mapValues(\.activeTotal).filter { $0.value > 0 }
    if !left.isEmpty { text += "left: \(Self.list(left))\n" }
    let places = outcome.files.reduce(0) { $0 + $1.counts.values.reduce(0, +) }
    text += "\(Self.count(places, "place")) \(wouldOnly ? "to mend" : "mended") in "
    text += "\(Self.count(outcome.files.count, "file")); then "
    return text + ReportSummary(outcome.after).line + "\n"
  }

  private static func list(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
