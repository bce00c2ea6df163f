internal import Formats
internal import SharedCloudRegistry

/// Brings the fields of a dataset's entry to version 1.1.
///
/// Id, index, start, stop and the type of the index are left to those who know the rows.
struct EntryMigration {
  typealias Member = (key: String, value: JSONValue)

  /// The members, under their present names.
  private(set) var members: [Member] = []
  /// When the dataset was changed last; nil if the entry does not say.
  private(set) var modification: String?
  /// What was changed, in a few words each.
  private(set) var changes: [String] = []

  /// The fields that the rows tell, or that are the same for all.
  private static let left: Set = ["id", "index", "start", "stop", "indextype"]

  /// Reads an entry.
  init(_ node: Node) {
    for member in node.members { take(member.key.text, member.value, of: node) }
  }

  private mutating func take(_ key: String, _ value: Node, of entry: Node) {
    let name = FieldNames.present(key)
    guard entry[key]?.index == value.index else { return change("\(key) stood twice") }
    guard value.kind != .null else { return change("\(key): null left out") }
    if name != key {
      guard entry[name].map({ $0.kind == .null }) ?? true else {
        return change("\(key) left out beside \(name)")
      }
      change("\(key) is \(name)")
    }
    if key == "ownership", value.kind == .object { return takeOwnership(value, of: entry) }
    if Self.left.contains(name) {
      if name == "indextype", value.text != "csv" { change("indextype is csv") }
      return
    }
    guard !members.contains(where: { $0.key == name }) else {
      return change("\(key) left out beside \(name)")
    }
    add(name, value)
  }

  private mutating func add(_ name: String, _ value: Node) {
    switch name {
    case "modification", "creation", "expiration", "verified": addTime(name, value)
    case "filetype":
      let types = FieldMending.fileTypes(value)
      if types != value.string { change("filetype mended") }
      if let types { members.append((name, .string(types))) }
    case "multiyear":
      if value.kind == .string { change("multiyear mended") }
      members.append((name, FieldMending.boolean(value)))
    case "title", "description", "citation", "contact", "about", "resource":
      members.append((name, FieldMending.text(value)))
    default: members.append((name, .node(value)))
    }
  }

  private mutating func addTime(_ name: String, _ value: Node) {
    guard let time = FieldMending.time(value.text) else {
      return change("\(name) left out, which was no time")
    }
    if time != value.string { change("\(name) mended") }
    if name == "modification" {
      modification = time
    } else {
      members.append((name, .string(time)))
    }
  }

  /// Takes what version 0.1 had in an object of its own.
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
      change("ownership.\(member.key.text) is \(name)")
      add(name, member.value)
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
  ///   - fields: Fields that are to have other values.
  init(_ root: Node, setting fields: [(name: String, text: String)]) {
    for member in root.members { take(member.key.text, member.value, of: root) }
    for (name, text) in fields {
      members.removeAll { $0.key == name }
      members.append((name, .string(text)))
    }
  }

  private mutating func take(_ key: String, _ value: Node, of root: Node) {
    let name = FieldNames.present(key)
    if ["endpoint", "catalog", "version"].contains(key) { return }
    if DialectDetection.versionKeys.contains(key) {
      changes.append("\(key) is version")
      return
    }
    guard root[key]?.index == value.index else { return changes.append("\(key) stood twice") }
    guard value.kind != .null else { return changes.append("\(key): null left out") }
    if name != key {
      guard root[name] == nil else { return changes.append("\(key) left out beside \(name)") }
      changes.append("\(key) is \(name)")
    }
    switch name {
    case "status":
      if value.kind != .object || value["code"]?.kind != .number {
        changes.append("status is an object with a number")
      }
      members.append((name, FieldMending.status(value)))
    case "egress":
      let words = FieldMending.egress(value)
      if words != value.string { changes.append("egress mended") }
      if let words { members.append((name, .string(words))) }
    default: members.append((name, FieldMending.text(value)))
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
