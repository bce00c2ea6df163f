internal import Formats

/// The entries of a document that is being edited.
struct EditedEntries {
  typealias Member = (key: String, value: JSONValue)

  /// One entry.
  struct Entry {
    /// Its name: the id or the endpoint; nil if it has none.
    var name: String?
    /// Its members.
    var members: [Member]
  }

  private let document: EditedDocument
  private(set) var entries: [Entry]

  /// Reads the entries of a document.
  ///
  /// - Throws: ``CatalogEdit/Refusal`` if it has no list of entries.
  init(of root: Node, document: EditedDocument) throws(CatalogEdit.Refusal) {
    guard root.kind == .object, let list = root[document.list], list.kind == .array else {
      throw .init(message: "it has no list named \(document.list)")
    }
    self.document = document
    entries = []
    for node in list.elements { entries.append(entry(node)) }
  }

  private func entry(_ node: Node) -> Entry {
    Entry(
      name: node[document.key]?.string.map(plain),
      members: node.members.map { ($0.key.text, .node($0.value)) })
  }

  /// The name to compare by: an endpoint may lack its final slash.
  private func plain(_ name: String) -> String {
    document == .registry && !name.hasSuffix("/") ? name + "/" : name
  }

  /// The entries as JSON.
  var json: JSONValue { .array(entries.map { .object($0.members) }) }

  private func index(of name: String) throws(CatalogEdit.Refusal) -> Int {
    guard let index = entries.firstIndex(where: { $0.name?.hasSameBytes(as: plain(name)) ?? false })
    else {
      throw .init(message: "there is no \(document.noun) \(name)")
    }
    return index
  }

  private func requireNew(_ name: String) throws(CatalogEdit.Refusal) {
    guard entries.contains(where: { $0.name?.hasSameBytes(as: plain(name)) ?? false }) else {
      return
    }
    throw .init(message: "the \(document.noun) \(name) exists already")
  }

  /// Adds an entry; its name must be new.
  mutating func add(_ node: Node) throws(CatalogEdit.Refusal) {
    let entry = entry(node)
    guard node.kind == .object, let name = entry.name else {
      throw .init(message: "the entry is not an object with an \(document.key)")
    }
    try requireNew(name)
    entries.append(entry)
  }

  /// Removes an entry.
  mutating func remove(_ name: String) throws(CatalogEdit.Refusal) {
    entries.remove(at: try index(of: name))
  }

  /// Sets fields of an entry.
  mutating func set(
    _ name: String, fields: [(field: String, value: JSONValue?)]
  ) throws(CatalogEdit.Refusal) {
    let index = try index(of: name)
    try Self.set(fields, in: &entries[index].members, keeping: document.key)
  }

  /// Gives an entry another name.
  mutating func rename(_ old: String, to new: String) throws(CatalogEdit.Refusal) {
    let index = try index(of: old)
    try requireNew(new)
    entries[index].name = plain(new)
    try Self.set([(document.key, .string(new))], in: &entries[index].members, keeping: nil)
  }

  /// Adds the entries of another document.
  mutating func merge(
    _ other: EditedEntries, replaces: Bool
  ) throws(CatalogEdit.Refusal) {
    for entry in other.entries {
      guard let name = entry.name else {
        throw .init(message: "an entry has no \(document.key)")
      }
      if let index = entries.firstIndex(where: { $0.name?.hasSameBytes(as: name) ?? false }) {
        if replaces { entries[index] = entry }
      } else {
        entries.append(entry)
      }
    }
  }

  /// Sets members; nil removes one.
  static func set(
    _ fields: [(field: String, value: JSONValue?)], in members: inout [Member],
    keeping kept: String?
  ) throws(CatalogEdit.Refusal) {
    for (field, value) in fields {
      guard field != kept else { throw .init(message: "\(field) can't be changed this way") }
      let index = members.lastIndex { $0.key == field }
      switch (index, value) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((field, value))
      case (nil, nil): throw .init(message: "there is no field \(field)")
      }
    }
  }
}
