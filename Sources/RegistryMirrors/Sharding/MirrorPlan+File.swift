internal import Formats
internal import ObjectStorage
package import RegistryValidation

/// The file of a plan: a header, the items, an end with a checksum; one JSON object per line.
extension MirrorPlan {
  private static let format = "scregistry-plan"

  /// The bytes of the file.
  package var bytes: [UInt8] {
    var writer = JSONWriter(layout: .singleLine)
    writer.write(header)
    writer.endLine()
    for item in 1...Swift.max(1, itemCount) {
      writer.write([
        "type": "item", "id": .string("\(item)"), "kind": "looks",
        "target": .string(mirrors[mirror(ofItem: item)]), "weight": 1,
        "shard": .number(shard(ofItem: item, of: shards)),
      ])
      writer.endLine()
    }
    let digest = RunningDigest(.sha256)
    digest.add(writer.bytes.span)
    writer.write(
      ["type": "end", "items": .number(itemCount), "sha256": .string(digest.finish())])
    writer.endLine()
    return writer.bytes
  }

  private var header: JSONValue {
    var members = FactsMembers()
    members.add("longestLag", longestLag)
    guard case .object(let fixed) = fixedHeader else { return fixedHeader }
    return .object(fixed + members.members)
  }

  private var fixedHeader: JSONValue {
    [
      "type": "header", "format": .string(Self.format), "schemaVersion": 1,
      "tool": ["name": "scregistry", "version": .string(version)],
      "for": "mirror", "rules": .string(rules), "settings": settings.value,
      "comparison": comparison.planned, "source": .string(source),
      "mirrors": .array(mirrors.map { .string($0) }), "shards": .number(shards),
      "shares": .number(shares), "items": .number(itemCount),
    ]
  }

  /// Reads a plan.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``ShardError`` if it can't be read, or is not a complete plan.
  package init(reading path: String) async throws(ShardError) {
    var lines = try await FileLines.open(path)
    let digest = RunningDigest(.sha256)
    var plan: MirrorPlan?
    var count = 0
    var isComplete = false
    var number = 0
    while let line = try lines.next() {
      number += 1
      do throws(FactsFault) {
        guard !isComplete else { throw FactsFault("a line follows the end") }
        let object = try FactsObject(parsing: Array(line))
        let type = try object.text("type")
        if type == "end" {
          isComplete = true
          let found = digest.finish()
          let isWhole = try object.text("sha256") == found && count == plan?.itemCount
          guard isWhole else {
            throw FactsFault("the plan is damaged: its checksum or its number of items is wrong")
          }
          plan?.digest = found
          continue
        }
        digest.add(line.span)
        if plan == nil {
          plan = try MirrorPlan(header: object, type)
        } else {
          guard type == "item" else { throw FactsFault("there is no type \(type)") }
          count += 1
        }
      } catch {
        throw ShardError(.unusable, "\(path):\(number): \(error.detail)")
      }
    }
    guard isComplete, let plan else {
      throw ShardError(.unusable, "\(path):\(number): the plan is truncated: it has no end")
    }
    self = plan
  }

  private init(header object: FactsObject, _ type: String) throws(FactsFault) {
    guard type == "header", try object.optionalText("format") == Self.format else {
      throw FactsFault("is not a plan of scregistry plan")
    }
    guard try object.optionalText("for") == "mirror" else {
      throw FactsFault(
        "the plan is for a validation: use scregistry validate --plan, or make one with "
          + "scregistry plan --for mirror")
    }
    guard try object.number("schemaVersion") == 1 else {
      throw FactsFault("the plan has a schema version that this scregistry does not know")
    }
    guard let tool = try object.object("tool"), let settings = try object.object("settings"),
      let comparison = try object.object("comparison")
    else { throw FactsFault("tool, settings or comparison is missing") }
    self.init(
      version: try tool.text("version"), rules: try object.text("rules"),
      settings: try PlannedSettings(facts: settings),
      comparison: try MirrorOptions(planned: comparison), source: try object.text("source"),
      mirrors: try object.texts("mirrors"), shards: try object.number("shards"),
      shares: try object.number("shares"))
    longestLag = try object.optionalText("longestLag")
    guard shards > 0, shares > 0, !mirrors.isEmpty else {
      throw FactsFault("shards, shares or mirrors can't be empty")
    }
  }
}
