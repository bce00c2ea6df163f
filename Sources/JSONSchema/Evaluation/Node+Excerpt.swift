internal import Formats

extension Node {
  /// The value as in the source, on one line and truncated if long.
  var excerpt: String {
    switch kind {
    case .object: count == 0 ? "{}" : "an object with \(counted(count, of: "member"))"
    case .array: count == 0 ? "[]" : "an array with \(counted(count, of: "element"))"
    case .string: "\"" + Self.shortened(text) + "\""
    default: Self.shortened(text)
    }
  }

  /// How many characters of a value are shown.
  private static let excerptLimit = 60

  private static func shortened(_ text: String) -> String {
    var short = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == excerptLimit { return short + "…" }
      count += 1
      // Control characters would break the line, or the terminal that shows it.
      let isControl = scalar.properties.generalCategory == .control
      short.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return short
  }
}

/// Returns a number and a noun, plural unless the number is 1.
func counted(_ count: Int, of noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
