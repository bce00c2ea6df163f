internal import Formats
public import RegistryValidation

/// Texts of a proposed mission file that only people can write.
///
/// No title has the form of one, and no bucket of S3 a name in capitals: a mission that still has
/// one can be tried, but is not published.
package enum Placeholder {
  private static let start = "<fill in: "
  private static let end = ">"
  /// What stands for the address of a bucket.
  package static let endpoint = "s3://FILL-IN/"

  /// Makes a text that says what is to be written in its place.
  static func text(_ what: String) -> String { start + what + end }

  /// Tells whether a text is one, or leads into the bucket that stands for another.
  static func isOne(_ text: String) -> Bool {
    text.hasPrefix(start) && text.hasSuffix(end) || text.hasPrefix(endpoint)
  }

  /// Finds all of a mission file.
  static func all(in document: Document, _ lines: LineIndex) -> [ConfigurationError.Fault] {
    var found: [ConfigurationError.Fault] = []
    var open = [document.root]
    while let node = open.popLast() {
      open += Array(node.elements).reversed()
      open += node.members.map(\.value).reversed()
      guard let text = node.string, isOne(text) else { continue }
      let place = lines.position(at: node.sourceRange.lowerBound)
      found.append(
        .init(
          "this is still to be filled in", line: place.line, column: place.column,
          help: text.hasPrefix(endpoint)
            ? "write the address of the bucket" : "write \(text.dropFirst(start.count).dropLast())")
      )
    }
    return found
  }
}

extension Mission {
  /// Makes sure that nothing of the mission is still to be filled in by people.
  ///
  /// - Throws: What is, with lines and columns.
  public func requireComplete() throws(ConfigurationError) {
    guard !placeholders.isEmpty else { return }
    throw ConfigurationError(path, placeholders)
  }
}
