internal import RegistryRepair
internal import RegistryReports
internal import RegistryValidation

/// Summarizes the fixes of a target and the remaining findings.
struct FixSummary {
  private let outcome: FixOutcome
  private let wouldOnly: Bool
  /// The largest number of files that are named because they could not be read.
  private static let mostNotices = 20
  /// The files that could not be written.
  var unwritten: Set<String> = []

  init(_ outcome: FixOutcome, wouldOnly: Bool) {
    self.outcome = outcome
    self.wouldOnly = wouldOnly
  }

  /// The lines.
  var text: String {
    var text = ""
    let files = outcome.files.filter { !unwritten.contains($0.uri) }
    for file in files {
      text += "\(TextStyle.harmless(file.uri)): \(wouldOnly ? "would fix" : "fixed") "
      text += Self.list(file.counts) + "\n"
    }
    for refusal in outcome.refusals {
      text +=
        "\(TextStyle.harmless(refusal.uri)): not changed: \(TextStyle.harmless(refusal.reason))\n"
    }
    for notice in outcome.after.isComplete ? [] : outcome.after.notices.prefix(Self.mostNotices) {
      let place = notice.uri.map { TextStyle.harmless($0) + ": " } ?? ""
      text += "\(place)not read: \(TextStyle.harmless(notice.message))\n"
    }
    let places = files.reduce(0) { $0 + $1.counts.values.reduce(0, +) }
    let fixed =
      "\(places.counted("place")) \(wouldOnly ? "to fix" : "fixed") in "
      + files.count.counted("file")
    // The remaining findings are unknown, since the files on disk are still the old ones.
    guard unwritten.isEmpty else {
      return text + fixed + "; \(unwritten.count.counted("file")) could not be written\n"
    }
    let left = outcome.after.tallies.mapValues(\.activeTotal).filter { $0.value > 0 }
    if !left.isEmpty { text += "left: \(Self.list(left))\n" }
    return text + fixed + "; then " + ReportSummary(outcome.after).line + "\n"
  }

  private static func list(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }
}
