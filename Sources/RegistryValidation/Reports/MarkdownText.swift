/// Text from data, made safe to stand in Markdown, also in a cell of a table.
package enum MarkdownText {
  /// Text that reads as a sentence: whatever could mean something to Markdown is escaped.
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

  /// Text as code, in which only the end of the code and of the cell mean something.
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
        // Readers of tables disagree on a pipe behind two backslashes.
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

  /// Whether GitHub would make a link, a mention, a picture or a formula of some part.
  private static func hasLinks(_ text: String) -> Bool {
    text.contains("://") || text.lowercased().contains("www.") || hasReference(text)
      || text.utf8.filter { $0 == UInt8(ascii: "$") }.count > 1 || hasShortName(text)
  }

  /// Whether a name stands behind an at sign or a number behind a number sign.
  private static func hasReference(_ text: String) -> Bool {
    zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).contains { sign, next in
      sign == "@" && next.isASCII && next.properties.isAlphabetic
        || "@#".unicodeScalars.contains(sign) && ("0"..."9").contains(next)
    }
  }

  /// Whether a word stands between colons, as in the name of a picture.
  private static func hasShortName(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.dropFirst().dropLast().contains { part in
      part.contains { $0.isLetter || $0 == "+" || $0 == "-" || $0 == "_" }
        && part.allSatisfy { $0.isLetter || $0.isNumber || "+-_".contains($0) }
    }
  }

  /// What means something within a line; what does so at its beginning never stands there.
  private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
    "\\`*_[]<>&|~".unicodeScalars.contains(scalar)
  }
}
