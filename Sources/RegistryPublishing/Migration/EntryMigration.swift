internal import Formats
internal import SharedCloudRegistry

/// Brings the fields of a dataset's entry to version 1.1.
///
/// Id, index, start, stop and indextype are set elsewhere, from the rows.
struct EntryMigration {
  typealias Member = (key: String, value: JSONValue)

  /// The members, under their present names.
  private(set) var members: [Member] = []
  /// When the dataset was last changed; nil if the entry does not say.
  private(set) var modification: String?
  /// What was changed, in a few words each.
  private(set) var changes: [String] = []

  /// The type of the new index files.
  private let indexType: String

  /// The fields that follow from the rows, or that are the same for all datasets.
  private static let left: Set = ["id", "index", "start", "stop", "indextype"]

  /// Reads an entry.
  ///
  /// - Parameters:
  ///   - node: The entry.
  ///   - indexType: The type of the new index files.
  init(_ node: Node, indexType: String) {
    self.indexType = indexType
    for member in node.members { take(member.key.text, value: member.value, of: node) }
  }

  private mutating func take(_ key: String, value: Node, of entry: Node) {
    let name = FieldNames.present(key)
    guard entry[key]?.index == value.index else { return change("duplicate \(key) removed") }
    guard value.kind != .null else { return change("null \(key) removed") }
    if name != key {
      guard entry[name].map({ $0.kind == .null }) ?? true else {
        return change("\(key) removed because \(name) is present")
      }
      change("\(key) renamed to \(name)")
    }
    if key == "ownership", value.kind == .object { return takeOwnership(value, of: entry) }
    if Self.left.contains(name) {
      if name == "indextype", value.text != indexType {
        change("indextype set to \(indexType)")
      }
      return
    }
    guard !members.contains(where: { $0.key == name }) else {
      return change("\(key) removed because \(name) is present")
    }
    add(name, value: value)
  }

  private mutating func add(_ name: String, value: Node) {
    switch name {
    case "modification", "creation", "expiration", "verified": addTime(name, value: value)
    case "filetype":
      let types = FieldRepair.fileTypes(value)
      if types != value.string { change("filetype fixed") }
      if let types { members.append((name, .string(types))) }
    case "multiyear":
      if value.kind == .string { change("multiyear fixed") }
      members.append((name, FieldRepair.boolean(value)))
    case "title", "description", "citation", "contact", "about", "resource":
      members.append((name, FieldRepair.text(value)))
    default: members.append((name, .node(value)))
    }
  }

  private mutating func addTime(_ name: String, value: Node) {
    guard let time = FieldRepair.time(value.text) else {
      return change("\(name) removed because it is not a time")
    }
    if time != value.string { change("\(name) fixed") }
    if name == "modification" {
      modification = time
    } else {
      members.append((name, .string(time)))
    }
  }

  /// Moves the fields that version 0.1 had in a separate object.
  private mutating func takeOwnership(_ node: Node, of entry: Node) {
    var rest: [Member] = []
    for member in node.members where member.value.kind != .null {
      let name = FieldNames.present(member.key.text)
      let isKnown = ["description", "citation", "contact", "resource", "creation", "about"]
        .contains(name)
      let isFree = entry[name].map { $0.kind == .null } ?? true
      guard isKnown, isFree, !members.contains(where: { $0.key == name }) else {
        rest.append((member.key.text, .node(member.value)))
        continue
      }
      change("ownership.\(member.key.text) moved to \(name)")
      add(name, value: member.value)
    }
    if !rest.isEmpty { members.append(("ownership", .object(rest))) }
  }

  private mutating func change(_ words: String) { changes.append(words) }
}

/// Brings the fields of a catalog itself to version 1.1.
struct CatalogMigration {
  /// The members, under their present names.
  private(set) var members: [EntryMigration.Member] = []
  /// What was changed, in a few words each.
  private(set) var changes: [String] = []

  /// Reads a catalog.
  ///
  /// - Parameters:
  ///   - root: The catalog.
  ///   - fields: Fields to set to other values.
  init(_ root: Node, setting fields: [(name: String, text: String)]) {
    for member in root.members { take(member.key.text, value: member.value, of: root) }
    for (name, text) in fields {
      members.removeAll { $0.key == name }
      members.append((name, .string(text)))
    }
  }

  private mutating func take(_ key: String, value: Node, of root: Node) {
    let name = FieldNames.present(key)
    if ["endpoint", "catalog", "version"].contains(key) { return }
    if DialectDetection.versionKeys.contains(key) {
      changes.append("\(key) renamed to version")
      return
    }
    guard root[key]?.index == value.index else { return changes.append("duplicate \(key) removed") }
    guard value.kind != .null else { return changes.append("null \(key) removed") }
    if name != key {
      guard root[name] == nil else {
        return changes.append("\(key) removed because \(name) is present")
      }
      changes.append("\(key) renamed to \(name)")
    }
    switch name {
    case "status":
      if value.kind != .object || value["code"]?.kind != .number {
        changes.append("status changed to an object with a numeric code")
      }
      members.append((name, FieldRepair.status(value)))
    case "egress":
      let words = FieldRepair.egress(value)
      if words != value.string { changes.append("egress fixed") }
      if let words { members.append((name, .string(words))) }
    default: members.append((name, FieldRepair.text(value)))
    }
  }
}

extension [EntryMigration.Member] {
  /// The members as fields of a mission, which are nodes of a document.
  func fields() -> [CatalogField] {
    guard let document = try? JSONParser.parse(JSONWriter.write(.object(self))) else { return [] }
    return document.root.members.map { CatalogField(name: $0.key.text, value: $0.value) }
  }
}
