internal import Formats
public import RegistryValidation

extension Baseline {
  /// The numbers of entries and findings, in a few words.
  public var summary: String {
    let count = entries.reduce(0) { $0 + $1.count }
    return "\(entries.count) \(entries.count == 1 ? "entry" : "entries") for "
      + "\(count) \(count == 1 ? "finding" : "findings")"
  }
}

/// Shows how many findings a baseline has, by rule and by file.
public struct BaselinePage: Sendable {
  private let baseline: Baseline
  private let book: RuleBook

  /// Creates the page of a baseline.
  ///
  /// - Parameters:
  ///   - baseline: The baseline.
  ///   - book: The rules.
  public init(_ baseline: Baseline, of book: RuleBook = .standard) {
    self.baseline = baseline
    self.book = book
  }

  private func counts(by name: (Baseline.Entry) -> String) -> [(name: String, count: Int)] {
    var counts: [String: Int] = [:]
    for entry in baseline.entries { counts[name(entry), default: 0] += entry.count }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private var rules: [(name: String, count: Int)] { counts { $0.rule } }
  private var files: [(name: String, count: Int)] { counts { ($0.root ?? "") + $0.key } }

  /// Two tables and a sum, for people.
  public var text: String {
    let width = baseline.entries.map(\.count).reduce(0, +).description.count
    func line(_ count: Int, words: String) -> String {
      let digits = String(count)
      return String(repeating: " ", count: 2 + width - digits.count) + digits + "  "
        + TextStyle.harmless(words) + "\n"
    }
    let rules = rules.map { line($0.count, words: "\($0.name) \(book[$0.name]?.title ?? "")") }
    let files = files.map { line($0.count, words: $0.name) }
    return "By rule\n" + rules.joined() + "\nBy file\n" + files.joined()
      + "\n\(baseline.summary)\n"
  }

  /// The same as one JSON document.
  public var json: [UInt8] {
    func object(_ counts: [(name: String, count: Int)]) -> JSONValue {
      .object(counts.map { (key: $0.name, value: .number($0.count)) })
    }
    return JSONWriter.writeHarmless([
      "file": .string(baseline.name), "entries": .number(baseline.entries.count),
      "findings": .number(baseline.entries.reduce(0) { $0 + $1.count }), "byRule": object(rules),
      "byFile": object(files),
    ])
  }
}
