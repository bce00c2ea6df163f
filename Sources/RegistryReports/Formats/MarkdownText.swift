internal import RegistryValidation

/// Text from data, made safe for Markdown, also in a cell of a table.
package enum MarkdownText {
  /// Text that reads as a sentence: all Markdown markup is escaped.
  ///
  /// Mentions, references and addresses can't be escaped, since GitHub makes links of them
  /// afterwards; a text that has any becomes code.
  package static func sentence(_ text: String) -> String {
    let text = TextStyle.harmless(text)
    if hasLinks(text) { return quoted(text) }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isMarkup(scalar) { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }

  /// Text as code, in which only the end of the code and of the cell are special.
  package static func code(_ text: String) -> String { quoted(TextStyle.harmless(text)) }

  private static func quoted(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    var content = String.UnicodeScalarView()
    var longest = 0
    var run = 0
    var isAfterBackslash = false
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = Swift.max(longest, run)
      if scalar == "|" {
        // Readers of tables disagree on a pipe after two backslashes.
        content.append(contentsOf: (isAfterBackslash ? "\\u{7c}" : "\\|").unicodeScalars)
      } else {
        content.append(scalar)
      }
      isAfterBackslash = scalar == "\\"
    }
    let fence = String(repeating: "`", count: longest + 1)
    let ends: Set<Unicode.Scalar?> = ["`", " "]
    let isPadded = ends.contains(content.first) || ends.contains(content.last)
    let padding = isPadded ? " " : ""
    return fence + padding + String(content) + padding + fence
  }

  /// Whether GitHub would turn some part into a link, a mention, a picture or a formula.
  private static func hasLinks(_ text: String) -> Bool {
    text.contains("://") || text.lowercased().contains("www.") || hasReference(text)
      || text.utf8.filter { $0 == UInt8(ascii: "$") }.count > 1 || hasShortName(text)
  }

  /// Whether a name follows an at sign, or a number follows a number sign.
  private static func hasReference(_ text: String) -> Bool {
    zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).contains { sign, next in
      sign == "@" && next.isASCII && next.properties.isAlphabetic
        || "@#".unicodeScalars.contains(sign) && ("0"..."9").contains(next)
    }
  }

  /// Whether there is a word between colons, such as the name of an emoji.
  private static func hasShortName(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.dropFirst().dropLast().contains { part in
      part.contains { $0.isLetter || $0 == "+" || $0 == "-" || $0 == "_" }
        && part.allSatisfy { $0.isLetter || $0.isNumber || "+-_".contains($0) }
    }
  }

  /// Whether a scalar is markup within a line; the text never begins a line.
  private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
    "\\`*_[]<>&|~".unicodeScalars.contains(scalar)
  }
}
