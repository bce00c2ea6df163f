internal import Formats
internal import JSONSchema
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

/// Reads a configuration and collects all its faults.
///
/// The schema finds faults of form. The reader skips unusable values and finds the faults that a
/// schema can't: unknown rules and formats, invalid dates and patterns.
struct ConfigurationReader {
  /// The maximum size of a file, in bytes.
  static let limits = TextLimits(
    depth: 64, size: 1 << 20, values: 100_000, aliasedValues: 10_000)
  /// The maximum number of faults listed.
  private static let faultLimit = 100
  /// The maximum number of patterns with wildcards.
  private static let patternLimit = 2000

  let path: String
  let book: RuleBook
  let document: Document
  var configuration: Configuration
  private let lines: LineIndex
  private var faults: [(offset: Int, node: Int, fault: ConfigurationError.Fault)] = []
  private var omitted = 0
  private var patterns = 0

  /// Reads a text.
  static func read(
    _ text: [UInt8], path: String, book: RuleBook
  ) throws(ConfigurationError) -> Configuration {
    let document: Document
    do throws(SyntaxFault) {
      document = try YAMLParser.parse(text, limits: limits)
    } catch {
      let position = LineIndex(text).position(at: error.offset)
      throw ConfigurationError(
        path,
        faults: [
          .init(
            error.message, line: position.line, column: position.column,
            help: error.expected.map { "expected \($0)" })
        ])
    }
    var reader = ConfigurationReader(document, path: path, book: book)
    reader.readAll()
    try reader.throwFaults()
    return reader.configuration
  }

  private init(_ document: Document, path: String, book: RuleBook) {
    self.document = document
    self.path = path
    self.book = book
    lines = LineIndex(document.source)
    configuration = Configuration(path: path)
  }

  private mutating func readAll() {
    let root = document.root
    guard root.kind != .null else {
      return fault(root, "the file is empty", help: "write version: 1")
    }
    guard root.kind == .object else {
      return fault(root, "the file is not a mapping", help: "write version: 1")
    }
    readScalars(root)
    readTargets(root["targets"])
    readRules(root["rules"])
    readOverrides(root["overrides"])
    readSuppressions(root["suppress"])
    readNetwork(root["network"])
    readOutputs(root["output"])
    readSourceMap(root["source-map"])
    readForm(root)
  }

  private mutating func readScalars(_ root: Node) {
    if let node = root["spec"], node.kind == .string || node.kind == .number {
      let isKnown = node.text == "auto" || Dialect(version: node.text) != nil
      if !isKnown {
        fault(
          node, "there is no version \(node.text) of the specification",
          help: "the versions are 0.1 to 0.6, 1.0 and 1.1; auto detects it")
      }
      configuration.spec = stated(node.text, at: node)
    }
    configuration.profile = root["profile"].flatMap(word)
    configuration.depth = root["depth"].flatMap(word)
    configuration.failLevel = root["fail-level"].flatMap(word)
    if let node = root["baseline"], let text = node.string, requireBelow(text, at: node) {
      configuration.baseline = stated(configuration.directory + text, at: node)
    }
  }
}

// MARK: - Faults

extension ConfigurationReader {
  /// Notes a fault of a value.
  ///
  /// - Parameters:
  ///   - node: The value.
  ///   - message: The fault, in one line.
  ///   - offset: The number of Unicode scalars before the place; nil for the whole value.
  ///   - help: How to fix it.
  mutating func fault(
    _ node: Node, _ message: String, at offset: Int? = nil, help: String? = nil
  ) {
    guard faults.count < Self.faultLimit else {
      omitted += 1
      return
    }
    let start = node.sourceRange.lowerBound + (offset.map { bytes(before: $0, in: node) } ?? 0)
    let place = lines.position(at: start)
    faults.append(
      (
        start, node.index,
        .init(message, line: place.line, column: place.column, help: help)
      ))
  }

  /// The bytes of the source before a scalar of a string; 0 if the source spells it differently.
  private func bytes(before offset: Int, in node: Node) -> Int {
    let source = document.source[node.sourceRange]
    let text = Array(node.text.utf8)
    let skipped = source.elementsEqual(text) ? 0 : 1
    guard source.dropFirst(skipped).dropLast(skipped).elementsEqual(text) else { return 0 }
    return skipped
      + String(String.UnicodeScalarView(node.text.unicodeScalars.prefix(offset))).utf8.count
  }

  /// Notes the failures of the schema, except for values with a more precise fault already.
  private mutating func readForm(_ root: Node) {
    let known = Set(faults.map(\.node))
    let failures = OwnSchema.configuration.failures(in: root, limit: 2 * Self.faultLimit)
    for failure in failures where !known.contains(failure.instance.index) {
      fault(failure.instance, failure.message, help: failure.expected.map { "expected \($0)" })
    }
  }

  private func throwFaults() throws(ConfigurationError) {
    guard !faults.isEmpty else { return }
    let sorted = faults.sorted { ($0.offset, $0.fault.message) < ($1.offset, $1.fault.message) }
    throw ConfigurationError(path, faults: sorted.map(\.fault), omitted: omitted)
  }
}

// MARK: - Values

extension ConfigurationReader {
  func line(of node: Node) -> Int { lines.position(at: node.sourceRange.lowerBound).line }

  func stated<Value>(_ value: Value, at node: Node) -> Configuration.Stated<Value> {
    Configuration.Stated(value, line: line(of: node))
  }

  /// Reads a value of an enumeration; nil for another value, which the schema reports.
  func word<Word: RawRepresentable<String> & Sendable & Hashable>(
    _ node: Node
  ) -> Configuration.Stated<Word>? {
    node.string.flatMap(Word.init).map { stated($0, at: node) }
  }

  /// Finds a rule, or suggests a similar one.
  mutating func rule(_ node: Node) -> Rule? {
    if let rule = book.rule(named: node.text) { return rule }
    let name = node.text.unicodeScalars.count > 60 ? "of that name" : node.text
    // Finding a similar name takes time, too much for thousands of faults.
    let near = faults.count < Self.faultLimit ? book.nearestName(to: node.text) : nil
    let help = near.map { "did you mean \($0)?" } ?? "scregistry rules lists the rules"
    fault(node, "there is no rule \(name)", help: help)
    return nil
  }

  /// Reads patterns; skips invalid ones.
  mutating func globs(_ node: Node?, ofPaths isPath: Bool) -> [GlobPattern] {
    var globs: [GlobPattern] = []
    for element in node?.elements.map(\.self) ?? [] {
      guard let text = element.string else { continue }
      do throws(GlobError) {
        let glob = try GlobPattern(text)
        patterns += glob.isPlainName ? 0 : 1
        globs.append(glob)
        if isPath { checkKeys(of: glob, element) }
      } catch {
        fault(element, "bad pattern: \(error.message)", at: error.offset)
      }
      guard patterns <= Self.patternLimit else {
        fault(element, "there are more than \(Self.patternLimit) patterns with wildcards")
        return globs
      }
    }
    return globs
  }

  /// Notes a fault if a pattern can't match any key.
  private mutating func checkKeys(of glob: GlobPattern, _ node: Node) {
    let isAddress = ObjectAddress(glob.text) != nil
    guard isAddress || ["/", "./", "../"].contains(where: glob.text.hasPrefix) else { return }
    fault(
      node, "the pattern can't match any key",
      help: "a path is the key of a file in its bucket, without address or leading slash")
  }

  /// Whether a path stays below the directory of the file; notes a fault if it doesn't.
  ///
  /// The file may come from an untrusted change; it must not name any file of the machine.
  mutating func requireBelow(_ path: String, at node: Node) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard path.hasPrefix("/") || parts.contains("..") else { return !path.isEmpty }
    fault(
      node, "the path is outside the directory of \(Configuration.fileName)",
      help: "give such a path on the command line")
    return false
  }

  /// Makes a path of the file relative to the working directory; addresses stay unchanged.
  func resolved(_ path: String) -> String {
    if path == "-" || path.hasPrefix("/") || ObjectAddress(path) != nil { return path }
    return configuration.directory + path
  }
}
