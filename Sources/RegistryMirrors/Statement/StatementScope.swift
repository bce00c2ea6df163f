internal import Formats
internal import RegistryReports

/// What a statement is about, in words: a part of a registry is not the registry.
struct StatementScope: Sendable {
  /// The datasets, and the options that limit their objects.
  let text: String
  /// Whether something of the source is outside.
  let isPartial: Bool

  /// How many datasets are named.
  private static let mostNames = 10

  /// Reads a statement.
  ///
  /// - Parameter root: The statement.
  init(_ root: Node) {
    let datasets = root["scope"]?.elements.map(\.self) ?? []
    let names = datasets.compactMap { $0["id"]?.text }
    var words = [Self.list(names)]
    func add(_ name: String, _ word: String) {
      guard let value = datasets.first?[name] else { return }
      words.append(
        word + " " + (value.kind == .array ? Self.list(value.elements.map(\.text)) : value.text))
    }
    add("start", "from")
    add("stop", "to")
    add("include", "only keys like")
    add("exclude", "without keys like")
    add("maxSize", "objects up to, in bytes,")
    let outside = root["verification"]?["outOfScope"]?.members.map(\.self) ?? []
    isPartial = words.count > 1 || !outside.isEmpty
    text = words.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    let more = names.count - mostNames
    return names.prefix(mostNames).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
