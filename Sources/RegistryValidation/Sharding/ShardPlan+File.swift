internal import Formats
package import ObjectStorage

/// The file of a plan: a header, the targets, the items, the answers of stores, an end with a
/// checksum; one JSON object per line.
extension ShardPlan {
  static let format = "scregistry-plan"

  /// Writes the plan line by line.
  ///
  /// - Parameters:
  ///   - digest: A new SHA-256.
  ///   - write: Gets bytes of the file, in order.
  /// - Throws: The error of `write`.
  package func write<Failure: Error>(
    _ digest: RunningDigest, to write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = JSONWriter(layout: .singleLine)
    func flush() throws(Failure) {
      digest.add(writer.bytes.span)
      try write(writer.bytes)
      writer.removeAll()
    }
    func line(_ value: JSONValue) throws(Failure) {
      writer.write(value)
      writer.endLine()
      if writer.bytes.count > 256 << 10 { try flush() }
    }
    try line(header)
    for target in targets { try line(targetLine(target)) }
    for item in items { try line(item.value) }
    for (question, answer) in answers.all {
      try line(StoreAnswers.value(of: answer, to: question))
    }
    try flush()
    writer.write(
      ["type": "end", "items": .number(items.count), "sha256": .string(digest.finish())])
    writer.endLine()
    try write(writer.bytes)
  }

  private func targetLine(_ target: PlannedTarget) -> JSONValue {
    guard case .object(let members) = target.value else { return target.value }
    return .object([(key: "type", value: "target")] + members)
  }

  private var header: JSONValue {
    [
      "type": "header", "format": .string(Self.format), "schemaVersion": 1,
      "tool": ["name": "scregistry", "version": .string(version)],
      "for": "validate", "rules": .string(rules), "settings": settings.value,
      "shards": .number(shards), "targets": .number(targets.count),
      "items": .number(items.count), "bytes": .number(bytes),
    ]
  }
}

extension ShardPlan {
  /// Reads a plan.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - hasAnswers: Whether the answers of stores are needed, as for a merge.
  /// - Throws: ``ShardError`` if it can't be read, or is not a complete plan.
  package init(reading path: String, hasAnswers: Bool) async throws(ShardError) {
    var lines = try await FileLines.open(path)
    var reader = PlanReader(path, hasAnswers: hasAnswers, digest: RunningDigest(.sha256))
    while let line = try lines.next() { try reader.take(line) }
    self = try reader.finish()
  }
}

extension ShardPlan {
  /// Whether a file begins as the plan of a verification of mirrors does.
  ///
  /// - Parameter path: The file.
  /// - Returns: Whether it is such a plan; false for a file that is no plan at all.
  /// - Throws: ``ShardError`` if it can't be read.
  package static func isForMirrors(_ path: String) async throws(ShardError) -> Bool {
    var lines = try await FileLines.open(path)
    guard let first = try lines.next() else { return false }
    do throws(FactsFault) {
      return try FactsObject(parsing: Array(first)).optionalText("for") == "mirror"
    } catch {
      return false
    }
  }

  /// The id in a line of a plan; nil if it is not a line of an item.
  ///
  /// - Parameter text: The line.
  /// - Returns: The id.
  package static func id(ofLine text: String) -> String? {
    guard text.hasPrefix("{") else { return nil }
    do throws(FactsFault) {
      return try FactsObject(parsing: Array(text.utf8)).optionalText("id")
    } catch {
      return nil
    }
  }
}

/// Reads a plan line by line.
struct PlanReader: ~Copyable {
  private let name: String
  private let hasAnswers: Bool
  private let digest: RunningDigest
  private var plan: ShardPlan?
  private var line = 0
  private var announced = 0
  private var isAtEnd = false

  /// Begins to read a plan.
  ///
  /// - Parameters:
  ///   - name: The name of the file, for messages.
  ///   - hasAnswers: Whether the answers of stores are needed, as for a merge.
  ///   - digest: A new SHA-256.
  init(_ name: String, hasAnswers: Bool, digest: RunningDigest) {
    self.name = name
    self.hasAnswers = hasAnswers
    self.digest = digest
  }

  /// Takes the next line.
  ///
  /// - Parameter bytes: The line, with its LF.
  /// - Throws: ``ShardError`` if it is not a line of a plan.
  mutating func take(_ bytes: ArraySlice<UInt8>) throws(ShardError) {
    line += 1
    guard !isAtEnd else { throw fault("a line follows the end") }
    // Answers are large, and only a merge needs them.
    if !hasAnswers, bytes.starts(with: #"{"type":"answer""#.utf8) { return digest.add(bytes.span) }
    do throws(FactsFault) {
      let object = try FactsObject(parsing: Array(bytes))
      let type = try object.text("type")
      if type == "end" { return try end(object) }
      digest.add(bytes.span)
      guard plan != nil else {
        plan = try Self.plan(object, type: type)
        announced = try object.number("items")
        return
      }
      switch type {
      case "target": plan?.targets.append(try PlannedTarget(facts: object))
      case "item": plan?.items.append(try PlanItem(facts: object))
      case "answer": try plan?.answers.read(facts: object)
      default: throw FactsFault("there is no type \(type)")
      }
    } catch {
      throw fault(error.detail)
    }
  }

  /// Ends the plan.
  ///
  /// - Returns: The plan.
  /// - Throws: ``ShardError`` if it is truncated.
  consuming func finish() throws(ShardError) -> ShardPlan {
    guard isAtEnd, let plan else { throw fault("the plan is truncated: it has no end") }
    return plan
  }

  private func fault(_ detail: String) -> ShardError {
    ShardError(.unusable, "\(name):\(line): \(detail)")
  }

  private mutating func end(_ object: FactsObject) throws(FactsFault) {
    isAtEnd = true
    let (expected, found) = (try object.text("sha256"), digest.finish())
    guard expected == found, try object.number("items") == announced,
      plan?.items.count == announced
    else { throw FactsFault("the plan is damaged: its checksum or its number of items is wrong") }
    plan?.digest = found
  }

  private static func plan(
    _ object: FactsObject, type: String
  ) throws(FactsFault) -> ShardPlan {
    guard type == "header", try object.optionalText("format") == ShardPlan.format else {
      throw FactsFault("is not a plan of scregistry plan")
    }
    guard try object.text("for") == "validate" else {
      throw FactsFault(
        "the plan is for a mirror: use scregistry mirror verify --plan, not scregistry validate")
    }
    guard try object.number("schemaVersion") == 1 else {
      throw FactsFault("the plan has a schema version that this scregistry does not know")
    }
    guard let tool = try object.object("tool"), let settings = try object.object("settings")
    else { throw FactsFault("tool or settings is missing") }
    var plan = ShardPlan(
      version: try tool.text("version"), rules: try object.text("rules"),
      settings: try PlannedSettings(facts: settings))
    plan.shards = try object.number("shards")
    return plan
  }
}

extension FactsObject {
  /// Parses a line.
  ///
  /// - Parameter line: The line.
  /// - Throws: ``FactsFault`` if it is not an object.
  package init(parsing line: [UInt8]) throws(FactsFault) {
    let document: Document
    do throws(SyntaxFault) {
      document = try JSONParser.parse(line, limits: TextLimits(depth: 32, size: 1 << 30))
    } catch {
      throw FactsFault("is not JSON: \(error.message)")
    }
    try self.init(document.root)
  }
}
