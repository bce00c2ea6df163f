internal import Formats
internal import Patterns

/// The entries of a document that is being edited.
struct EditedEntries {
  typealias Member = (key: String, value: JSONValue)

  /// One entry.
  struct Entry {
    /// Its name: the id or the endpoint; nil if it has none.
    var name: String?
    /// Its members.
    var members: [Member]
    /// The element of the list if it is not an object, and so has no members.
    var other: Node?

    /// The entry as JSON.
    var json: JSONValue { other.map { .node($0) } ?? .object(members) }
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
      members: node.members.map { ($0.key.text, .node($0.value)) },
      other: node.kind == .object ? nil : node)
  }

  /// The name to compare by: an endpoint may lack its final slash.
  private func plain(_ name: String) -> String {
    document == .registry && !name.hasSuffix("/") ? name + "/" : name
  }

  /// The entries as JSON.
  var json: JSONValue { .array(entries.map(\.json)) }

  /// The positions of the entries of a name; there should be one.
  private func indices(of name: String) -> [Int] {
    let name = plain(name)
    return entries.indices.filter { entries[$0].name?.hasSameBytes(as: name) ?? false }
  }

  private func index(of name: String) throws(CatalogEdit.Refusal) -> Int {
    let indices = indices(of: name)
    guard let index = indices.first else {
      throw .init(message: missing(name))
    }
    guard indices.count == 1 else {
      throw .init(
        message:
          "\(document.noun) \(name) has \(indices.count) entries; delete all but one in an editor first"
      )
    }
    return index
  }

  /// Says that no entry has a name, with the nearest one.
  private func missing(_ name: String) -> String {
    "there is no \(document.noun) \(name)" + NearMatch.hint(name, among: entries.compactMap(\.name))
  }

  private func requireNew(_ name: String) throws(CatalogEdit.Refusal) {
    guard !indices(of: name).isEmpty else { return }
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

  /// Removes an entry, or all if it is there more than once.
  mutating func remove(_ name: String) throws(CatalogEdit.Refusal) {
    let indices = indices(of: name)
    guard !indices.isEmpty else { throw .init(message: missing(name)) }
    for index in indices.reversed() { entries.remove(at: index) }
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
        throw .init(message: "an entry of the other document has no \(document.key)")
      }
      try other.requireOneForm(of: name)
      if indices(of: name).isEmpty {
        entries.append(entry)
      } else if replaces {
        entries[try index(of: name)] = entry
      }
    }
  }

  /// Refuses a name whose entries differ, since nobody knows which one is right.
  private func requireOneForm(of name: String) throws(CatalogEdit.Refusal) {
    let texts = Set(indices(of: name).map { JSONWriter.write(entries[$0].json) })
    guard texts.count > 1 else { return }
    throw .init(message: "the other document has two different entries of \(name)")
  }

  /// The names that have another entry in another document.
  func namesThatDiffer(from other: EditedEntries) -> [String] {
    other.entries.compactMap { entry in
      guard let name = entry.name, let index = indices(of: name).first,
        JSONWriter.write(entries[index].json) != JSONWriter.write(entry.json)
      else { return nil }
      return name
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
