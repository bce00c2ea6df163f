internal import Formats

extension RegistryDraft {
  /// The counts of the sources' objects, as text for people.
  public var sourceText: String { counts.text }
}

extension FileCounts {
  /// The counts of the objects, as text for people.
  var text: String {
    let left = leftOut.values.reduce(0, +)
    let impossible = impossible.values.reduce(0, +)
    var parts = ["\(objects.counted("object")): \(files.counted("file")) of datasets"]
    if left > 0 {
      let causes = LeftOut.allCases.compactMap { cause in
        leftOut[cause].map { "\($0) \(cause.rawValue)" }
      }
      parts.append("\(left) skipped (\(causes.joined(separator: ", ")))")
    }
    if unclaimed > 0 { parts.append("\(unclaimed) that no dataset claims") }
    if impossible > 0 { parts.append("\(impossible) with impossible names") }
    var lines = [parts.joined(separator: ", ")]
    for sample in samples { lines.append("  \(sample.key): \(sample.reason)") }
    for (names, count) in rivals.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      lines.append("\(count.counted("object")) of \(names[0]) also claimed by \(names[1])")
    }
    for sample in rivalSamples { lines.append("  \(sample.key): \(sample.reason)") }
    if listedTimeCount > 0 {
      lines.append(
        "note: \(listedTimeCount.counted("file")) with another time in the listing than in the name; "
          + "add start: {column: time} to take the listing's")
    }
    for sample in listedTimeSamples { lines.append("  \(sample.key): \(sample.reason)") }
    return lines.map { HarmlessText.of($0) + "\n" }.joined()
  }
}
