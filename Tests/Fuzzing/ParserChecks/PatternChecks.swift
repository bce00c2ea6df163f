import Formats
import SharedCloudRegistry

@testable import Patterns

extension ParserCheck {
  /// Regular expressions and globs: the first line is the pattern, the rest the string.
  static let patterns = [
    ParserCheck("expression", expression),
    ParserCheck("glob", glob),
    ParserCheck("wildcard", wildcard),
  ]

  /// All ways to match give the same answer.
  @Sendable private static func expression(_ bytes: [UInt8]) -> String? {
    let (source, text) = Input.halves(bytes)
    let fault = Pattern.fault(in: source)
    let capturing = try? CapturingPattern(source)
    let whole = try? Pattern("^(?:\(source))$")
    if let capturing, let whole {
      var matcher = CapturingMatcher(capturing)
      let covers = matcher.matches(Array(text.utf8).span)
      if covers != whole.matches(text) { return "captures: \(covers), whole: \(!covers)" }
      for group in capturing.groupNames.indices {
        guard let range = matcher[group] else { continue }
        if covers, range.upperBound > text.utf8.count { return "group \(group) at \(range)" }
      }
    }
    guard let pattern = try? Pattern(source), let plain = try? Pattern(source, usesTable: false)
    else { return nil }
    if let fault { return "it is used, but \(fault)" }
    let found = pattern.matches(text)
    return found == plain.matches(text) ? nil : "with a table \(found), without \(!found)"
  }

  /// A glob without special characters matches itself only.
  @Sendable private static func glob(_ bytes: [UInt8]) -> String? {
    let (source, name) = Input.halves(bytes)
    do throws(GlobError) {
      let glob = try GlobPattern(source)
      let matches = glob.matches(name)
      let isPlain = !source.contains { "*?[]{}\\".contains($0) }
      return isPlain && matches != name.utf8.elementsEqual(source.utf8) ? "plain: \(matches)" : nil
    } catch {
      return (0...source.unicodeScalars.count).contains(error.offset) ? nil : "\(error)"
    }
  }

  /// A wildcard matches what the definition says.
  @Sendable private static func wildcard(_ bytes: [UInt8]) -> String? {
    let (source, name) = Input.halves(bytes)
    let matches = Wildcard(source).matches(name)
    guard !source.contains("[") else { return nil }
    let scalars = Array(name.unicodeScalars)
    // Which starts of the name the pattern so far matches.
    var reached = [true] + scalars.map { _ in false }
    for scalar in source.unicodeScalars {
      var next = reached.map { _ in false }
      if scalar == "*" { next[0] = reached[0] }
      for index in scalars.indices {
        next[index + 1] =
          scalar == "*"
          ? reached[index + 1] || next[index]
          : reached[index] && (scalar == "?" || scalar == scalars[index])
      }
      reached = next
    }
    return reached.last == matches ? nil : "it should be \(!matches)"
  }
}
