internal import Formats
internal import JSONSchema
internal import ObjectStorage
internal import Patterns
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads a mission file and collects all its faults.
///
/// The schema finds faults of form; the reader finds those that a schema can't.
struct MissionReader {
  private let path: String
  private let document: Document
  private let lines: LineIndex
  private var mission: Mission
  private var faults: [(offset: Int, fault: ConfigurationError.Fault)] = []
  private var faultyNodes: Set<Int> = []

  private static let schema = OwnSchema("mission.schema.json")
  private static let limits = TextLimits(
    depth: 64, size: 16 << 20, values: 1_000_000, aliasedValues: 100_000)
  private static let faultLimit = 100

  /// Reads a text.
  static func read(_ text: [UInt8], path: String) throws(ConfigurationError) -> Mission {
    let document: Document
    do throws(SyntaxFault) {
      document = try YAMLParser.parse(text, limits: limits)
    } catch {
      let position = LineIndex(text).position(at: error.offset)
      let help = error.expected.map { "expected \($0)" }
      throw ConfigurationError(
        path, [.init(error.message, line: position.line, column: position.column, help: help)])
    }
    var reader = MissionReader(document, path: path)
    reader.readForm()
    reader.readAll()
    guard reader.faults.isEmpty else {
      let sorted = reader.faults.sorted {
        ($0.offset, $0.fault.message) < ($1.offset, $1.fault.message)
      }
      throw ConfigurationError(
        path, sorted.prefix(faultLimit).map(\.fault), omitted: max(0, sorted.count - faultLimit))
    }
    reader.mission.placeholders = Placeholder.all(in: document, lines: reader.lines)
    return reader.mission
  }

  private init(_ document: Document, path: String) {
    self.document = document
    self.path = path
    lines = LineIndex(document.source)
    mission = Mission(path: path, endpoint: "")
  }

  private mutating func readForm() {
    for failure in Self.schema.failures(in: document.root, limit: 2 * Self.faultLimit) {
      faultyNodes.insert(failure.instance.index)
      fault(
        failure.instance, message: failure.message, help: failure.expected.map { "expected \($0)" })
    }
  }

  private mutating func fault(
    _ node: Node, message: String, at scalars: Int = 0, help: String? = nil
  ) {
    let range = node.sourceRange
    let isPlain = document.source[range].elementsEqual(Array(node.text.utf8))
    let skipped =
      scalars == 0
      ? 0
      : (isPlain ? 0 : 1)
        + node.text.unicodeScalars.prefix(scalars)
        .reduce(0) { $0 + UTF8.width($1) }
    let offset = min(range.lowerBound + skipped, range.upperBound)
    let place = lines.position(at: offset)
    faults.append(
      (offset, .init(message, line: place.line, column: place.column, help: help)))
  }

  private mutating func readAll() {
    let root = document.root
    guard root.kind == .object else { return }
    readBucket(root["bucket"])
    if let node = root["base"], let text = node.string {
      if ObjectAddress(text) == nil {
        fault(
          node, message: "base is not an address", help: "write an address such as s3://bucket/")
      }
      mission.base = text.directoryAddress
    }
    switch root["time-precision"]?.string {
    case "minute": mission.precision = .minute
    case "millisecond": mission.precision = .fraction(digits: 3)
    case "microsecond": mission.precision = .fraction(digits: 6)
    default: mission.precision = .second
    }
    for node in root["ignore"].map({ Array($0.elements) }) ?? [] {
      do throws(GlobError) {
        mission.ignored.append(try GlobPattern(node.text))
      } catch {
        fault(node, message: "bad pattern: \(error.message)", at: error.offset)
      }
    }
    for node in root["datasets"].map({ Array($0.elements) }) ?? [] where node.kind == .object {
      readDataset(node)
    }
  }

  private mutating func readBucket(_ node: Node?) {
    guard let node, node.kind == .object else { return }
    for member in node.members where member.key.text != "fields" {
      guard member.key.text == "endpoint" else {
        mission.bucketFields.append(.init(name: member.key.text, value: member.value))
        continue
      }
      let text = member.value.text
      if ObjectAddress(text) == nil {
        fault(
          member.value, message: "endpoint is not an address",
          help: "write an address such as s3://bucket/")
      }
      mission.endpoint = text.directoryAddress
      // Listings have the keys of the whole bucket.
      mission.base = ObjectAddress(text)?.bucketAddress ?? mission.endpoint
    }
    mission.bucketFields += Self.furtherFields(of: node)
  }
}

// MARK: - Datasets

extension MissionReader {
  /// The members of a dataset that are not fields of its catalog entry.
  private static let ownMembers: Set<String> = [
    "id", "match", "regex", "directory", "index", "start", "stop", "maximum-gap", "versions",
    "columns", "fields",
  ]

  /// The fields below the member `fields`.
  private static func furtherFields(of node: Node) -> [CatalogField] {
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

  private mutating func readDataset(_ node: Node) {
    let index = indexAddress(node["index"]) ?? mission.endpoint + "index/"
    var dataset = DatasetPattern(
      id: TextTemplate(node["id"]?.string ?? ""), index: TextTemplate(index),
      stop: .sameAsStart, line: lines.position(at: node.sourceRange.lowerBound).line)
    readPlaces(node, into: &dataset)
    dataset.versions =
      node["versions"]?.string.flatMap(DatasetPattern.Versions.init) ?? dataset.defaultVersions
    dataset.isZipped = node["indextype"]?.string == "csv-zip"
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

  private mutating func readStop(_ node: Node, into dataset: inout DatasetPattern) {
    let namesStop = dataset.places.allSatisfy { place in
      place.name.hasTime(isStop: true)
        || place.directory?.contains { $0.hasTime(isStop: true) } ?? false
    }
    if node["stop"]?.kind == .object {
      dataset.stop = .column
      return
    }
    guard let value = node["stop"], value.kind == .string else {
      if !dataset.places.isEmpty, !namesStop, node["stop"] == nil {
        fault(
          node["id"] ?? node, message: "nothing says when a file stops",
          help: "add stop: with a duration such as PT1M, or next-start, end-of-day and so on")
      }
      dataset.stop = .fromName
      return
    }
    switch value.text {
    case "from-name":
      dataset.stop = .fromName
      if !namesStop, !dataset.places.isEmpty {
        fault(value, message: "the names have no %{stop:…}")
      }
    case "same-as-start": dataset.stop = .sameAsStart
    case "end-of-day", "end-of-month", "end-of-year": dataset.stop = .period(value.text)
    case "next-start":
      guard let gap = node["maximum-gap"] else {
        return fault(
          value, message: "next-start needs a maximum gap",
          help: "add maximum-gap: with a duration such as P1D, or auto")
      }
      if gap.text == "auto" {
        dataset.stop = .nextStartNearby
        dataset.estimatesLastStop = true
      } else if let span = microseconds(gap) {
        dataset.stop = .nextStart(maximumGap: span)
      }
    default: if let span = microseconds(value) { dataset.stop = .duration(span) }
    }
  }

  private mutating func microseconds(_ node: Node) -> Int64? {
    guard let span = TimeSpan(node.text) else {
      fault(
        node, message: "\(node.text) is not a duration",
        help: "write a duration such as PT1M, P1D or 30s")
      return nil
    }
    return Int64(span.milliseconds) * 1000
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
      if source.text != "etag", !dataset.captures(source.text) {
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
