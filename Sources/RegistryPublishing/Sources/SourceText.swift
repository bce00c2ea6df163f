internal import Formats

extension RegistryDraft {
  /// What became of the objects of the sources, as text for people.
  public var sourceText: String { counts.text }
}

extension FileCounts {
  /// What became of the objects, as text for people.
  var text: String {
    let left = leftOut.values.reduce(0, +)
    let impossible = impossible.values.reduce(0, +)
    var parts = ["\(objects) objects: \(files) files of datasets"]
    if left > 0 {
      let causes = LeftOut.allCases.compactMap { cause in
        leftOut[cause].map { "\($0) \(cause.rawValue)" }
      }
      parts.append("\(left) left out (\(causes.joined(separator: ", ")))")
    }
    if unclaimed > 0 { parts.append("\(unclaimed) that no dataset claims") }
    if impossible > 0 { parts.append("\(impossible) with names that can't be") }
    var lines = [parts.joined(separator: ", ")]
    for sample in samples { lines.append("  \(sample.key): \(sample.reason)") }
    for (names, count) in rivals.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      lines.append("\(count) objects of \(names[0]) are claimed by \(names[1]) too")
    }
    for sample in rivalSamples { lines.append("  \(sample.key): \(sample.reason)") }
    return lines.map { HarmlessText.of($0) + "\n" }.joined()
  }
}
