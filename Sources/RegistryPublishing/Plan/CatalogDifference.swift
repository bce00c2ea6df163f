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
    guard before.root.kind == .object, after.root.kind == .object else {
      let (one, other) = (Self.text(before.root), Self.text(after.root))
      if one != other { changes.append(Change(before: one, after: other)) }
      return
    }
    let old = Self.entries(of: before, document: document)
    let new = Self.entries(of: after, document: document)
    // Without entries, the list is a field like others.
    let hasEntries =
      [before, after].allSatisfy { Self.hasList($0, document: document) }
      && !(old.isEmpty && new.isEmpty)
    compare(
      before.root, with: after.root, dataset: nil, except: hasEntries ? [document.list] : [])
    guard hasEntries else { return }
    for id in ExactSet(old.keys + new.keys) {
      compare(old[id] ?? [], with: new[id] ?? [], dataset: id)
    }
  }

  /// Whether the entries of a document are a list, or absent.
  private static func hasList(_ text: Document, document: EditedDocument) -> Bool {
    text.root[document.list].map { $0.kind == .array } ?? true
  }

  private static func entries(
    of text: Document, document: EditedDocument
  ) -> ExactDictionary<[Node]> {
    let list = text.root[document.list].map { Array($0.elements) } ?? []
    return ExactDictionary(
      list.map { ($0[document.key]?.text ?? "", [$0]) }, uniquingKeysWith: +)
  }

  /// Compares the entries of one id, of which there should be one.
  ///
  /// Those that are alike belong together, then the first others of each.
  private mutating func compare(_ old: [Node], with new: [Node], dataset: String) {
    var rest = new
    let changed = old.filter { node in
      let text = Self.text(node)
      guard let twin = rest.firstIndex(where: { Self.text($0) == text }) else { return true }
      rest.remove(at: twin)
      return false
    }
    for (one, other) in zip(changed, rest) {
      if one.kind == .object, other.kind == .object {
        compare(one, with: other, dataset: dataset, except: [])
      } else {
        changes.append(
          Change(dataset: dataset, before: Self.text(one), after: Self.text(other)))
      }
    }
    let both = Swift.min(changed.count, rest.count)
    changes += changed.dropFirst(both).map { Change(dataset: dataset, before: Self.text($0)) }
    changes += rest.dropFirst(both).map { Change(dataset: dataset, after: Self.text($0)) }
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
