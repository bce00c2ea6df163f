package import Formats

/// One manual change of a catalog, or of the global registry.
package enum CatalogEdit: Sendable {
  /// Adds an entry; its name must be new.
  case add(Document)
  /// Removes entries by their names.
  case remove([String])
  /// Sets fields of an entry, or of the document itself if there is no name; nil removes a field.
  case set(id: String?, [(field: String, value: JSONValue?)])
  /// Renames an entry.
  case rename(String, to: String)
  /// Adds the entries of another document; present entries stay, or are replaced.
  case merge(Document, replaces: Bool)

  /// Why an edit can't be made.
  package struct Refusal: Error, Sendable, Hashable {
    /// The problem, in one line.
    package var message: String
  }

  /// Makes the edit.
  ///
  /// - Parameters:
  ///   - root: The document.
  ///   - document: Its kind; datasets are named by id, buckets by endpoint.
  ///   - now: The present time, for a document that has its own modification date.
  /// - Returns: The text of the new document; nil if nothing changes.
  /// - Throws: ``Refusal`` when the edit can't be made.
  package func text(
    of root: Node, document: EditedDocument = .catalog, now: String = ""
  ) throws(Refusal) -> [UInt8]? {
    var entries = try EditedEntries(of: root, document: document)
    var members: [EditedEntries.Member] = root.members.map { ($0.key.text, .node($0.value)) }
    switch self {
    case .add(let other): try entries.add(other.root)
    case .remove(let names): for name in names { try entries.remove(name) }
    case .set(nil, let fields):
      try EditedEntries.set(fields, in: &members, keeping: document.list)
    case .set(let name?, let fields): try entries.set(name, fields: fields)
    case .rename(let old, let new): try entries.rename(old, to: new)
    case .merge(let other, let replaces):
      try entries.merge(try EditedEntries(of: other.root, document: document), replaces: replaces)
    }
    for index in members.indices where members[index].key == document.list {
      members[index].value = entries.json
    }
    let text = JSONWriter.write(.object(members))
    guard text != JSONWriter.write(root) else { return nil }
    guard let field = document.modification else { return text }
    let place = members.contains { $0.key == "modification" } ? "modification" : field
    try EditedEntries.set([(place, .string(now))], in: &members, keeping: nil)
    return JSONWriter.write(.object(members))
  }

  /// The names whose present entry a merge keeps, though the other document has another entry.
  ///
  /// - Parameters:
  ///   - root: The present document.
  ///   - document: Its kind.
  /// - Returns: The names; empty for all other edits.
  package func keptNames(in root: Node, document: EditedDocument = .catalog) -> [String] {
    guard case .merge(let other, replaces: false) = self else { return [] }
    do throws(Refusal) {
      let present = try EditedEntries(of: root, document: document)
      return present.namesThatDiffer(
        from: try EditedEntries(of: other.root, document: document))
    } catch {
      // Such a merge is refused.
      return []
    }
  }
}
