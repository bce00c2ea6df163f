internal import Formats
public import RegistryValidation

/// Strings in a proposed mission file that people must replace.
///
/// No real title has this form, and bucket names on S3 have no capitals. A mission that still has a
/// placeholder can be tested, but is not published.
package enum Placeholder {
  private static let start = "<fill in: "
  private static let end = ">"
  /// The placeholder for the address of a bucket.
  package static let endpoint = "s3://FILL-IN/"

  /// Makes a placeholder that says what to write in its place.
  static func text(_ what: String) -> String { start + what + end }

  /// Tells whether a string is a placeholder, or an address in the placeholder bucket.
  static func isOne(_ text: String) -> Bool {
    text.hasPrefix(start) && text.hasSuffix(end) || text.hasPrefix(endpoint)
  }

  /// Finds all placeholders in a mission file.
  static func all(in document: Document, lines: LineIndex) -> [ConfigurationError.Fault] {
    var found: [ConfigurationError.Fault] = []
    var open = [document.root]
    while let node = open.popLast() {
      open += Array(node.elements).reversed()
      open += node.members.map(\.value).reversed()
      guard let text = node.string, isOne(text) else { continue }
      let place = lines.position(at: node.sourceRange.lowerBound)
      found.append(
        .init(
          "this placeholder is not filled in", line: place.line, column: place.column,
          help: text.hasPrefix(endpoint)
            ? "write the address of the bucket" : "write \(text.dropFirst(start.count).dropLast())")
      )
    }
    return found
  }
}

extension Mission {
  /// Makes sure that the mission has no placeholders left.
  ///
  /// - Throws: The placeholders, with lines and columns.
  public func requireComplete() throws(ConfigurationError) {
    guard !placeholders.isEmpty else { return }
    throw ConfigurationError(path, faults: placeholders)
  }
}
