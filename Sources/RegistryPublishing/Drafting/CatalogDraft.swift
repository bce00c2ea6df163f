internal import Formats
internal import SharedCloudRegistry

/// A catalog that keeps what people wrote, with the entries of a mission brought up to date.
struct CatalogDraft {
  /// What a dataset's entry must say.
  struct Entry {
    /// The id.
    var id: String
    /// The members that follow from the mission and the index files, in order.
    var members: [(key: String, value: JSONValue)]
    /// When the dataset was last changed; nil for now.
    var modification: String?
    /// Whether an index file of the dataset changed.
    var isChanged: Bool
  }

  typealias Member = (key: String, value: JSONValue)

  private let root: Node?
  private let now: String

  /// Creates a catalog draft.
  ///
  /// - Parameters:
  ///   - present: The present catalog; nil if absent.
  ///   - now: The present time, for `modification`.
  init(_ present: Document?, now: String) {
    root = present?.root
    self.now = now
  }

  /// Makes the text.
  ///
  /// - Parameters:
  ///   - fields: The members of the catalog itself that the mission states.
  ///   - entries: The entries of the mission's datasets.
  /// - Returns: The text; nil if nothing changes.
  func text(_ fields: [Member], entries: [Entry]) -> [UInt8]? {
    var isChanged = root == nil
    let list = self.list(entries, into: &isChanged)
    var members: [Member] = []
    if let root, root.kind == .object {
      members = root.members.map { ($0.key.text, .node($0.value)) }
    } else {
      members = [("version", "1.1")]
    }
    for field in fields { isChanged = Self.set(field, in: &members) || isChanged }
    if !members.contains(where: { $0.key == "status" }) {
      members.append(("status", ["code": 1200, "message": "OK request successful"]))
      isChanged = true
    }
    if let index = members.firstIndex(where: { $0.key == "catalog" }) {
      members[index].value = .array(list)
    } else {
      members.append(("catalog", .array(list)))
    }
    return isChanged ? JSONWriter.write(.object(members)) : nil
  }

  private func list(_ entries: [Entry], into isChanged: inout Bool) -> [JSONValue] {
    var left = ExactDictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var list: [JSONValue] = []
    for node in root?["catalog"].map({ Array($0.elements) }) ?? [] {
      guard let id = node["id"]?.string, let entry = left.removeValue(forKey: id) else {
        list.append(.node(node))
        continue
      }
      let (value, isNew) = updated(node, entry: entry)
      isChanged = isChanged || isNew
      list.append(value)
    }
    for entry in entries where left[entry.id] != nil {
      list.append(.object(ordered(entry)))
      isChanged = true
    }
    return list
  }

  /// A new entry, with `modification` where the specification lists it.
  private func ordered(_ entry: Entry) -> [Member] {
    var members = entry.members
    let place = members.firstIndex { $0.key == "stop" }.map { $0 + 1 } ?? members.count
    members.insert(("modification", .string(entry.modification ?? now)), at: place)
    return members
  }

  /// An entry with the new values; everything else stays.
  private func updated(_ node: Node, entry: Entry) -> (JSONValue, isChanged: Bool) {
    var members: [Member] = node.members.map { ($0.key.text, .node($0.value)) }
    var isChanged = entry.isChanged
    for member in entry.members { isChanged = Self.set(member, in: &members) || isChanged }
    if isChanged {
      _ = Self.set(("modification", .string(entry.modification ?? now)), in: &members)
    }
    return (.object(members), isChanged)
  }

  /// Sets a member in its place, or at the end.
  ///
  /// - Returns: Whether it changed.
  private static func set(_ member: Member, in members: inout [Member]) -> Bool {
    guard let index = members.lastIndex(where: { $0.key == member.key }) else {
      members.append(member)
      return true
    }
    let before = JSONWriter.write(members[index].value, layout: .singleLine)
    if before == JSONWriter.write(member.value, layout: .singleLine) { return false }
    members[index].value = member.value
    return true
  }
}
