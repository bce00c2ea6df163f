internal import Formats
internal import JSONSchema

/// The messages of schema failures, in the words of their rules.
struct DocumentMessage {
  /// The title of each rule.
  let titles: [String: String]

  /// The fault: the types if they differ, else the title of the rule, with the key if it lacks it.
  func text(of failure: SchemaFailure, _ code: String) -> String {
    // The engine has more facts on a time, and the known key nearest to an unknown one.
    let isSpecific = failure.faultKind != nil || failure.keyword == "additionalProperties"
    guard !isSpecific, let title = titles[code] else { return failure.message }
    if failure.keyword == "type", !failure.pointer.isEmpty, let expected = failure.expected {
      let found = failure.instance.kind
      let phrase = found == .number ? failure.instance.text : found.phrase
      return "\(Self.path(failure.pointer)) is \(phrase); \(expected) is expected"
    }
    let key = failure.pointer.split(separator: "/").last.map(String.init) ?? ""
    let isNamed = key.isEmpty || Int(key) != nil || title.lowercased().contains(key.lowercased())
    return isNamed ? title : "\(title): \"\(key)\""
  }

  /// What the rule expects, in words instead of a pattern if possible.
  func expectation(of failure: SchemaFailure, _ code: String) -> String? {
    let words = failure.keyword == "pattern" ? Self.expectations[code] : nil
    return words ?? failure.expected
  }

  /// The patterns of the schemas in words, by rule.
  private static let expectations = [
    "CAT005": "major.minor, such as 1.1", "CAT010": "a name that is not empty",
    "CAT015": "a contact that is not empty", "DST002": "letters, digits, - and _ only",
    "DST004": "an address that ends in /", "DST012": "a title that is not empty",
    "DST014": "csv, csv-zip or parquet", "DST017": "lower case",
    "DST019": "types separated by commas, without spaces",
    "DST028": "an address that begins with https:// or http://",
    "INF003": "a name that is not empty", "REG011": "a name that is not empty",
    "REG013": "aws, gcs, azure, datalabs or other",
  ]

  /// Writes a JSON pointer like a path in a program: `catalog[3].id`.
  private static func path(_ pointer: String) -> String {
    pointer.split(separator: "/").reduce("") { path, step in
      if Int(step) != nil { return "\(path)[\(step)]" }
      return path.isEmpty ? String(step) : "\(path).\(step)"
    }
  }
}
