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
  let document: Document
  let lines: LineIndex
  var mission: Mission
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
        path,
        faults: [.init(error.message, line: position.line, column: position.column, help: help)])
    }
    var reader = MissionReader(document, path: path)
    reader.readForm()
    reader.readAll()
    guard reader.faults.isEmpty else {
      let sorted = reader.faults.sorted {
        ($0.offset, $0.fault.message) < ($1.offset, $1.fault.message)
      }
      throw ConfigurationError(
        path, faults: sorted.prefix(faultLimit).map(\.fault),
        omitted: max(0, sorted.count - faultLimit))
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

  /// Notes a fault at a node, or some scalars into its text.
  mutating func fault(
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
