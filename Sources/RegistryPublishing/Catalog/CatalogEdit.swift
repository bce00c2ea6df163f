package import Formats

/// One change of a catalog by hand.
package enum CatalogEdit: Sendable {
  /// Adds an entry; there must be none of its id.
  case add(Document)
  /// Removes the entries of ids.
  case remove([String])
  /// Sets fields of an entry, or of the catalog itself if there is no id; nil removes a field.
  case set(id: String?, [(field: String, value: JSONValue?)])
  /// Gives an entry another id.
  case rename(String, to: String)
  /// Adds the entries of another catalog; those that are there already stay, or are replaced.
  case merge(Document, replaces: Bool)

  /// Why an edit can't be made.
  package struct Refusal: Error, Sendable, Hashable {
    /// What is the matter, in one line.
    package var message: String
  }

  private typealias Member = (key: String, value: JSONValue)

  /// Makes the edit.
  ///
  /// - Parameter root: The catalog.
  /// - Returns: The text of the new catalog; nil if nothing changes.
  /// - Throws: ``Refusal`` when it can't be made.
  package func text(of root: Node) throws(Refusal) -> [UInt8]? {
    guard root.kind == .object, let list = root["catalog"], list.kind == .array else {
      throw Refusal(message: "it has no list of the name catalog")
    }
    var members: [Member] = root.members.map { ($0.key.text, .node($0.value)) }
    var entries = list.elements.map { Entry($0) }
    switch self {
    case .add(let document): try Self.add(document.root, to: &entries)
    case .remove(let ids):
      for id in ids { entries.remove(at: try Self.index(of: id, in: entries)) }
    case .set(nil, let fields):
      try Self.set(fields, in: &members, keeping: ["catalog"])
    case .set(let id?, let fields):
      let index = try Self.index(of: id, in: entries)
      try Self.set(fields, in: &entries[index].members, keeping: ["id"])
    case .rename(let old, let new):
      let index = try Self.index(of: old, in: entries)
      if entries.contains(where: { $0.id == new }) {
        throw Refusal(message: "there is a dataset \(new) already")
      }
      entries[index].id = new
      try Self.set([("id", .string(new))], in: &entries[index].members, keeping: [])
    case .merge(let document, let replaces):
      try Self.merge(document.root, into: &entries, replaces)
    }
    for index in members.indices where members[index].key == "catalog" {
      members[index].value = .array(entries.map { .object($0.members) })
    }
    let text = JSONWriter.write(.object(members))
    return text == JSONWriter.write(root) ? nil : text
  }

  /// One entry.
  private struct Entry {
    var id: String?
    var members: [Member]

    init(_ node: Node) {
      id = node["id"]?.string
      members = node.members.map { ($0.key.text, .node($0.value)) }
    }
  }

  private static func index(of id: String, in entries: [Entry]) throws(Refusal) -> Int {
    guard let index = entries.firstIndex(where: { $0.id == id }) else {
      throw Refusal(message: "there is no dataset \(id)")
    }
    return index
  }

  private static func add(_ node: Node, to entries: inout [Entry]) throws(Refusal) {
    let entry = Entry(node)
    guard node.kind == .object, let id = entry.id else {
      throw Refusal(message: "the entry is no object with an id")
    }
    if entries.contains(where: { $0.id == id }) {
      throw Refusal(message: "there is a dataset \(id) already")
    }
    entries.append(entry)
  }

  private static func merge(
    _ root: Node, into entries: inout [Entry], _ replaces: Bool
  ) throws(Refusal) {
    guard let list = root["catalog"], list.kind == .array else {
      throw Refusal(message: "the other catalog has no list of the name catalog")
    }
    for node in list.elements {
      let entry = Entry(node)
      guard let id = entry.id else { throw Refusal(message: "an entry has no id") }
      if let index = entries.firstIndex(where: { $0.id == id }) {
        if replaces { entries[index] = entry }
      } else {
        entries.append(entry)
      }
    }
  }

  private static func set(
    _ fields: [(field: String, value: JSONValue?)], in members: inout [Member],
    keeping kept: Set<String>
  ) throws(Refusal) {
    for (field, value) in fields {
      guard !kept.contains(field) else {
        throw Refusal(message: "\(field) is not changed this way")
      }
      let index = members.lastIndex { $0.key == field }
      switch (index, value) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((field, value))
      case (nil, nil): throw Refusal(message: "there is no field \(field)")
      }
    }
  }
}
