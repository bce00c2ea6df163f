package import Formats

/// How two catalogs differ, dataset by dataset.
package struct CatalogDifference: Sendable {
  /// One difference.
  package struct Change: Sendable, Hashable {
    /// The id of the dataset; nil for a field of the catalog itself.
    package var dataset: String?
    /// The field; nil if only one catalog has the dataset.
    package var field: String?
    /// The value before, as JSON; nil if absent.
    package var before: String?
    /// The value after, as JSON; nil if absent.
    package var after: String?
  }

  /// The differences: the catalog itself first, then datasets by id.
  package private(set) var changes: [Change] = []

  /// Compares two documents.
  ///
  /// - Parameters:
  ///   - before: The old catalog.
  ///   - after: The new catalog.
  ///   - document: Their kind.
  package init(
    from before: Document, to after: Document, document: EditedDocument = .catalog
  ) {
    compare(before.root, with: after.root, dataset: nil, except: [document.list])
    let old = Self.entries(of: before, document: document)
    let new = Self.entries(of: after, document: document)
    for id in ExactSet(old.keys + new.keys) {
      switch (old[id], new[id]) {
      case (let one?, let other?): compare(one, with: other, dataset: id, except: [])
      case (nil, let other?):
        changes.append(Change(dataset: id, after: Self.text(other)))
      case (let one?, nil):
        changes.append(Change(dataset: id, before: Self.text(one)))
      case (nil, nil): break
      }
    }
  }

  private static func entries(
    of text: Document, document: EditedDocument
  ) -> ExactDictionary<Node> {
    let list = text.root[document.list].map { Array($0.elements) } ?? []
    return ExactDictionary(
      list.map { ($0[document.key]?.text ?? "", $0) }, uniquingKeysWith: { _, last in last })
  }

  private mutating func compare(
    _ one: Node, with other: Node, dataset: String?, except left: Set<String>
  ) {
    var names: [String] = []
    for member in Array(one.members) + Array(other.members)
    where !names.contains(member.key.text) {
      names.append(member.key.text)
    }
    for name in names where !left.contains(name) {
      let (before, after) = (one[name].map(Self.text), other[name].map(Self.text))
      if before != after {
        changes.append(Change(dataset: dataset, field: name, before: before, after: after))
      }
    }
  }

  private static func text(_ node: Node) -> String {
    String(decoding: JSONWriter.write(node, layout: .singleLine), as: UTF8.self)
  }

  /// The differences as text for people.
  package var text: String {
    changes.map { change in
      let place = [change.dataset, change.field].compactMap(\.self).joined(separator: ".")
      switch (change.before, change.after) {
      case (let before?, let after?): return "~ \(place): \(before) -> \(after)"
      case (nil, let after?): return "+ \(place): \(after)"
      case (let before?, nil): return "- \(place): \(before)"
      case (nil, nil): return ""
      }
    }.map { HarmlessText.of($0) + "\n" }.joined()
  }

  /// The differences as JSON.
  package var json: [UInt8] {
    func value(_ text: String?) -> JSONValue { text.map { .raw(Array($0.utf8)) } ?? .null }
    return JSONWriter.writeHarmless(
      .array(
        changes.map { change in
          [
            "dataset": change.dataset.map { .string($0) } ?? .null,
            "field": change.field.map { .string($0) } ?? .null, "before": value(change.before),
            "after": value(change.after),
          ]
        }))
  }
}

extension RegistryDraft {
  /// How the new document differs from the present one, as text for people.
  ///
  /// - Parameter document: Its kind.
  /// - Returns: The text.
  package func differenceText(_ document: EditedDocument = .catalog) -> String {
    guard let before = present.catalog,
      let content = objects.last(where: { $0.key == document.fileName })?.content
    else { return "nothing changes\n" }
    do {
      let after = try JSONParser.parse(try content.allBytes())
      return CatalogDifference(from: before, to: after, document: document).text
    } catch {
      return "\(document.fileName) changes, but the change can't be shown: \(error)\n"
    }
  }
}
