internal import Formats
internal import SharedCloudRegistry

/// Adds, removes and renames members of objects.
enum MemberRecipes {
  /// Renames the member with the faulty value, unless its object has the new key too.
  static func rename(
    _ value: FaultyValue, to name: String, safety: Fix.Safety = .safe
  ) -> Fix? {
    guard let object = value.node.document.object(around: value.key.index), object[name] == nil
    else { return nil }
    return Fix(
      "rename the key to \(name)", safety,
      edits: [.init(range: value.key.sourceRange, text: "\"\(name)\"")])
  }

  @Sendable static func renameVersionKey(_ value: FaultyValue) -> Fix? {
    let former = value.rule == .registryVersionKeyOfAnotherVersion ? "CloudMe" : "Cloudy"
    let name = value.dialect < .spec03 ? former : "version"
    guard let object = value.node.document.object(around: value.key.index) else { return nil }
    let keys = DialectDetection.versionKeys.filter { object[$0] != nil }
    // With both keys, only a person can decide which one counts.
    guard keys.count == 1 else { return nil }
    return rename(value, to: name)
  }

  @Sendable static func renameDatasetID(_ value: FaultyValue) -> Fix? {
    guard value.node.kind == .object, value.node["id"] == nil,
      let member = value.node.member("dataset_id"), let id = member.value.string, !id.isEmpty
    else { return nil }
    return Fix(
      "rename the key dataset_id to id", .unsafe,
      edits: [.init(range: member.key.sourceRange, text: "\"id\"")])
  }

  /// Puts a number that should be a string in quotes, and removes a null.
  @Sendable static func makeTextOrRemove(_ value: FaultyValue) -> Fix? {
    switch value.node.kind {
    case .null: removeNull(value)
    case .number:
      TextRecipes.replace(
        value, with: "\"\(value.node.text)\"", description: "write it in quotes", safety: .safe)
    default: nil
    }
  }
}

// MARK: - Adding

extension MemberRecipes {
  @Sendable static func addVersion(_ value: FaultyValue) -> Fix? {
    let key = value.rule == .catalogVersionMissing && value.dialect < .spec03 ? "Cloudy" : "version"
    let version = "\"\(value.dialect.newestVersion)\""
    return add(key, text: version, to: value.node, safety: .unsafe, isFirst: true)
  }

  @Sendable static func addModification(_ value: FaultyValue) -> Fix? {
    guard let now = value.now else { return nil }
    let time = "\"\(now.text)\""
    guard value.node.kind == .object else {
      return TextRecipes.replace(
        value, with: time, description: "write the current time", safety: .unsafe)
    }
    guard !has(.modification, value) else { return nil }
    let name = FieldNameRecipes.name(of: .modification, in: value.dialect)
    return add(name, text: time, to: value.node, safety: .unsafe)
  }

  @Sendable static func addIndexType(_ value: FaultyValue) -> Fix? {
    guard value.node.kind == .object else {
      return TextRecipes.replace(value, with: "\"csv\"", description: "write csv", safety: .unsafe)
    }
    guard !has(.indexType, value) else { return nil }
    let name = FieldNameRecipes.name(of: .indexType, in: value.dialect)
    return add(name, text: "\"csv\"", to: value.node, safety: .unsafe)
  }

  /// Whether an entry has a field by its name in another version: that has the value, and a second
  /// one would contradict it.
  private static func has(_ field: Field, _ value: FaultyValue) -> Bool {
    field.names.contains { value.node[$0] != nil }
  }

  @Sendable static func addMultiyear(_ value: FaultyValue) -> Fix? {
    // The finding is on multiyear if that is present, else on the id.
    let isGiven = value.node.index > 0 && value.key.string == "multiyear"
    if isGiven {
      return TextRecipes.replace(value, with: "true", description: "write true", safety: .unsafe)
    }
    let document = value.node.document
    let entry = value.node.kind == .object ? value.node : document.object(around: value.key.index)
    return entry.flatMap { add("multiyear", text: "true", to: $0, safety: .unsafe) }
  }

  /// Adds a member to an object, in the layout of the other members; nil if it has the key.
  static func add(
    _ key: String, text: String, to object: Node, safety: Fix.Safety, isFirst: Bool = false
  ) -> Fix? {
    guard object.kind == .object, object[key] == nil else { return nil }
    let member = "\"\(key)\": \(text)"
    let description = "add \(key)"
    var last: Node.Member?
    for next in object.members {
      last = next
      if isFirst { break }
    }
    guard let last else {
      let place = object.sourceRange.lowerBound + 1
      return Fix(description, safety, edits: [.init(range: place..<place, text: member)])
    }
    let start = last.key.sourceRange.lowerBound
    let blanks = object.document.blanks(before: start)
    if isFirst {
      let gap = blanks.isEmpty ? " " : blanks
      return Fix(
        description, safety, edits: [.init(range: start..<start, text: "\(member),\(gap)")])
    }
    let end = last.value.sourceRange.upperBound
    return Fix(
      description, safety, edits: [.init(range: end..<end, text: ",\(blanks)\(member)")])
  }
}

// MARK: - Removing

extension MemberRecipes {
  @Sendable static func removeNull(_ value: FaultyValue) -> Fix? {
    guard value.node.kind == .null, value.node.index > 0 else { return nil }
    let range = value.key.sourceRange.lowerBound..<value.node.sourceRange.upperBound
    return Fix(
      "remove the key", .safe,
      edits: [.init(range: value.node.document.rangeToRemove(range), text: "")])
  }

  /// Removes the version key of another version.
  @Sendable static func removeVersionKey(_ value: FaultyValue) -> Fix? {
    guard value.key.string != "version",
      value.node.document.object(around: value.key.index)?["version"] != nil
    else { return nil }
    let range = value.key.sourceRange.lowerBound..<value.node.sourceRange.upperBound
    return Fix(
      "remove \(value.key.text)", .unsafe,
      edits: [.init(range: value.node.document.rangeToRemove(range), text: "")])
  }

  /// Removes the element of a list around a value, if the list has the same element before it.
  @Sendable static func removeRepeatedElement(_ value: FaultyValue) -> Fix? {
    let document = value.node.document
    let isElement = value.node.kind == .object
    guard let element = isElement ? value.node : document.object(around: value.key.index),
      let list = document.array(around: element.index)
    else { return nil }
    let bytes = document.source[element.sourceRange]
    for other in list.elements.prefix(10_000) {
      guard other.index < element.index else { return nil }
      guard document.source[other.sourceRange] == bytes else { continue }
      return Fix(
        "remove the duplicate entry", .unsafe,
        edits: [.init(range: document.rangeToRemove(element.sourceRange), text: "")])
    }
    return nil
  }
}
