internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// One object as a line of JSON, as `Schemas/own/mirror-object.schema.json` describes it.
struct ObjectLine {
  let pair: ObjectPair
  let judgement: Judgement
  /// The id of the dataset; nil if no index lists the object.
  let dataset: String?
  /// Whether the object belongs to the sample whose content was read.
  var isSampled = false
  /// The key below the source's root; nil if it is the same.
  var sourceKey: String?
  /// The mirror, as the user named it; nil if there is only one.
  var copy: String?

  /// The line, with its end.
  var bytes: [UInt8] {
    var members: [(key: String, value: JSONValue)] = [
      ("key", .utf8(pair.key))
    ]
    if let sourceKey { members.append(("sourceKey", .string(sourceKey))) }
    if let copy { members.append(("copy", .string(copy))) }
    if let dataset { members.append(("dataset", .string(dataset))) }
    if let year = pair.year { members.append(("year", .number(year))) }
    let common = ChecksumAlgorithm.byStrength.first { algorithm in
      [pair.source, pair.mirror].allSatisfy { facts in
        facts?.checksums.contains { $0.algorithm == algorithm } == true
      }
    }
    if let source = pair.source { members.append(("source", Self.value(source, common: common))) }
    if let mirror = pair.mirror { members.append(("mirror", Self.value(mirror, common: common))) }
    members.append(("verdict", .string(judgement.verdict.rawValue)))
    members.append(("level", .string(judgement.level.rawValue)))
    if let reason = judgement.reason { members.append(("reason", .string(reason))) }
    if judgement.isDamaged { members.append(("damaged", true)) }
    if judgement.isLagging { members.append(("lagging", true)) }
    if isSampled { members.append(("sampled", true)) }
    members.append(("evidence", .array(judgement.evidence.map { .string($0) })))
    return HarmlessText.escapedJSON(
      JSONWriter.write(.object(members), layout: .singleLine) + [UInt8(ascii: "\n")])
  }

  /// The facts, with the checksum of an algorithm that both copies have, else the strongest.
  private static func value(
    _ facts: ObjectFacts, common: ChecksumAlgorithm?
  ) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    if let size = facts.size { members.append(("size", .number(size))) }
    if let etag = facts.etag { members.append(("etag", .string(etag))) }
    let shared = common.flatMap { algorithm in
      facts.checksums.first { $0.algorithm == algorithm }
    }
    if let checksum = shared ?? facts.strongest {
      var value: [(key: String, value: JSONValue)] = [
        ("algorithm", .string(checksum.algorithm.rawValue)),
        ("type", .string(checksum.isFull ? "full" : "composite")),
        ("value", .string(checksum.hexadecimal)),
      ]
      if case .composite(let parts?) = checksum.kind { value.append(("parts", .number(parts))) }
      members.append(("checksum", .object(value)))
    }
    if let modified = facts.modified { members.append(("modified", .string(modified.text))) }
    return .object(members)
  }
}
