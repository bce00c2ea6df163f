package import Formats

/// An object that is inside a list or another object although it should stand alone: a script
/// saved a list of one catalog, or an answer of a server with the catalog in it.
package struct EnclosedValue: Sendable {
  /// The object.
  package let content: Node
  /// The JSON pointer from the outer value to it.
  package let pointer: String
  /// Where it is, after "is": `inside a list`, `inside another object, as "data"`.
  package let words: String

  /// The maximum number of lists and objects around it.
  private static let mostLevels = 4

  /// Looks through lists of one element and objects of one member.
  ///
  /// - Parameters:
  ///   - outer: The outer value.
  ///   - isContent: Whether an object is the one that should stand alone.
  package init?(in outer: Node, where isContent: (Node) -> Bool) {
    var node = outer
    var pointer = ""
    var words: String?
    for _ in 0..<Self.mostLevels {
      guard node.kind != .object || !isContent(node) else { break }
      if node.kind == .array, node.count == 1, let element = Array(node.elements).first {
        (node, pointer) = (element, pointer + "/0")
        words = words ?? "inside a list"
      } else if node.kind == .object, node.count == 1, let member = Array(node.members).first {
        let key = member.key.text
        (node, pointer) = (member.value, pointer + "/" + Self.escaped(key))
        words = words ?? "inside another object, as \"\(key.abbreviated)\""
      } else {
        return nil
      }
    }
    guard let words, node.kind == .object, isContent(node) else { return nil }
    (content, self.pointer, self.words) = (node, pointer, words)
  }

  private static func escaped(_ key: String) -> String {
    key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
      .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
  }
}

extension Node {
  /// Whether this is an object with a list of datasets.
  package var isCatalog: Bool { kind == .object && self["catalog"]?.kind == .array }

  /// Whether this is an object with a list of buckets.
  package var isGlobalRegistry: Bool { kind == .object && self["registry"]?.kind == .array }

  /// Whether this is an object with a list of parameters.
  package var isInfo: Bool { kind == .object && self["parameters"]?.kind == .array }

  /// Whether this is an object with at least two members that only dataset entries have.
  package var isDatasetEntry: Bool {
    guard kind == .object, !isCatalog, !isGlobalRegistry, !isInfo else { return false }
    let names = [
      "id", "index", "loc", "title", "start", "stop", "startDate", "stopDate", "endDate",
    ]
    return names.filter { self[$0] != nil }.count >= 2
  }
}
