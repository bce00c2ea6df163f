internal import Formats
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

/// Reads the datasets of a mission file: their places, columns and fields.
extension MissionReader {
  /// The members of a dataset that are not fields of its catalog entry.
  private static let ownMembers: Set<String> = [
    "id", "match", "regex", "directory", "index", "start", "stop", "maximum-gap", "versions",
    "columns", "fields",
  ]

  /// The fields below the member `fields`.
  static func furtherFields(of node: Node) -> [CatalogField] {
    guard let fields = node["fields"], fields.kind == .object else { return [] }
    return fields.members.map { CatalogField(name: $0.key.text, value: $0.value) }
  }

  /// Reads the directory of the index files, which may be relative to the endpoint or have another
  /// address of its bucket.
  ///
  /// - Parameter node: The member of the dataset.
  /// - Returns: The address, spelled as the endpoint; nil if it is absent or faulty.
  private mutating func indexAddress(_ node: Node?) -> String? {
    guard let node, let text = node.string else { return nil }
    if !text.hasSuffix("/") { fault(node, message: "index must end in \"/\"") }
    guard let key = Self.key(of: text, below: mission.endpoint) else {
      fault(node, message: "index must be below the endpoint \(mission.endpoint)")
      return nil
    }
    let names = key.split(separator: "/").map(String.init).filter { !$0.contains("{") }
    if let reason = names.lazy.compactMap(ReservedNames.fault(ofName:)).first {
      fault(node, message: "the index \(reason)")
    }
    return mission.endpoint + key
  }

  private static func key(of text: String, below endpoint: String) -> String? {
    if let key = text.rest(after: endpoint) { return key }
    guard ObjectAddress(text) == nil else { return BucketIdentity.key(of: text, below: endpoint) }
    var key = text[...]
    while key.hasPrefix("./") { key = key.dropFirst(2) }
    // A scheme with one slash is a typing error, and no directory.
    let first = key.prefix { $0 != "/" }
    guard !key.hasPrefix("/"), !first.contains(":"),
      !ObjectAddress(scheme: "s3", bucket: "b", key: String(key)).hasUnsafeKey
    else { return nil }
    return String(key)
  }

  /// Reads one dataset and checks what it uses.
  mutating func readDataset(_ node: Node) {
    let index = indexAddress(node["index"]) ?? mission.endpoint + "index/"
    var dataset = DatasetPattern(
      id: TextTemplate(node["id"]?.string ?? ""), index: TextTemplate(index),
      stop: .sameAsStart, line: lines.position(at: node.sourceRange.lowerBound).line)
    readPlaces(node, into: &dataset)
    dataset.versions =
      node["versions"]?.string.flatMap(DatasetPattern.Versions.init) ?? dataset.defaultVersions
    let type = node["indextype"]?.string
    dataset.indexFormat =
      IndexFileName.Format.allCases.first { $0.indexType != nil && $0.indexType == type } ?? .csv
    readStop(node, into: &dataset)
    readColumns(node["columns"], into: &dataset)
    dataset.fields =
      node.members.filter { !Self.ownMembers.contains($0.key.text) }
      .map { CatalogField(name: $0.key.text, value: $0.value) } + Self.furtherFields(of: node)
    dataset.takesListedStart = node["start"]?.kind == .object
    checkCaptures(node, dataset: dataset)
    mission.datasets.append(dataset)
  }

  private mutating func readPlaces(_ node: Node, into dataset: inout DatasetPattern) {
    let directory = node["directory"].flatMap { readDirectory($0, text: $0.text) }
    for (name, isExpression) in [("match", false), ("regex", true)] {
      guard let value = node[name] else { continue }
      let nodes = value.kind == .array ? Array(value.elements) : [value]
      for node in nodes where node.kind == .string {
        readPlace(node, isExpression: isExpression, directory: directory, into: &dataset)
      }
    }
  }

  private mutating func readPlace(
    _ node: Node, isExpression: Bool, directory: [NameTemplate]?,
    into dataset: inout DatasetPattern
  ) {
    var text = node.text
    var directory = directory
    var start = 0
    if !isExpression, let slash = Self.lastSlash(in: text) {
      if directory != nil {
        return fault(node, message: "match has a directory, but the key directory is present too")
      }
      directory = readDirectory(node, text: String(text[..<slash]))
      start = text[...slash].unicodeScalars.count
      text = String(text[text.index(after: slash)...])
    }
    do throws(NameTemplate.Fault) {
      let name =
        isExpression ? try NameTemplate(regularExpression: text) : try NameTemplate(text)
      dataset.places.append(.init(directory: directory, name: name))
    } catch {
      fault(node, message: "bad template: \(error.message)", at: start + error.offset)
    }
  }

  /// The last slash outside of braces.
  private static func lastSlash(in text: String) -> String.Index? {
    var depth = 0
    var found: String.Index?
    for index in text.indices {
      switch text[index] {
      case "{": depth += 1
      case "}": depth -= 1
      case "/" where depth == 0: found = index
      default: break
      }
    }
    return found
  }

  private mutating func readDirectory(_ node: Node, text: String) -> [NameTemplate]? {
    guard text != "**" else { return nil }
    var segments: [NameTemplate] = []
    var start = 0
    let bare = text.hasSuffix("/") ? text.dropLast() : text[...]
    for segment in bare.split(separator: "/", omittingEmptySubsequences: false) {
      do throws(NameTemplate.Fault) {
        segments.append(try NameTemplate(String(segment)))
      } catch {
        fault(node, message: "bad directory template: \(error.message)", at: start + error.offset)
        return nil
      }
      start += segment.unicodeScalars.count + 1
    }
    return segments
  }

  private mutating func readColumns(_ node: Node?, into dataset: inout DatasetPattern) {
    for column in node.map({ Array($0.elements) }) ?? [] where column.kind == .object {
      guard let name = column["name"]?.string else { continue }
      dataset.columns.append(
        .init(
          name: name, source: column["from"]?.string ?? name,
          type: column["type"]?.string ?? "string", units: column["units"]?.string,
          description: column["desc"]?.string))
    }
  }

  /// Reports captures in use that no template has.
  private mutating func checkCaptures(_ node: Node, dataset: DatasetPattern) {
    guard !dataset.places.isEmpty else { return }
    for name in ["id", "index"] {
      guard let value = node[name], value.kind == .string else { continue }
      for capture in TextTemplate(value.text).captures where !dataset.captures(capture) {
        fault(value, message: "no template captures {\(capture)}")
      }
    }
    for column in node["columns"].map({ Array($0.elements) }) ?? [] {
      guard let source = column["from"] ?? column["name"], source.kind == .string else { continue }
      if IdentityColumn(rawValue: source.text) == nil, !dataset.captures(source.text) {
        fault(source, message: "no template captures {\(source.text)}")
      }
    }
  }
}

extension DatasetPattern {
  /// The default versions to keep: the latest if names have versions, else all.
  fileprivate var defaultVersions: Versions { captures("version") ? .latest : .all }

  /// Tells whether every place captures a name.
  func captures(_ name: String) -> Bool {
    places.allSatisfy { place in
      place.name.captures.contains(name)
        || place.directory?.contains { $0.captures.contains(name) } ?? false
    }
  }
}
