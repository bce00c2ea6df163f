internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Facts about an object as a member of a line.
extension ObjectFacts {
  /// The facts as a value.
  var facts: JSONValue {
    var members = FactsMembers()
    members.add("size", size)
    members.add("etag", etag)
    members.add("encryption", count: Int(encryption.rawValue))
    members.add("checksums", list: checksums.map(\.facts))
    members.add("partSize", partSize)
    if let modified { members.add("modified", always: modified.facts) }
    return members.value
  }

  /// Reads facts.
  init(facts object: FactsObject) throws(FactsFault) {
    self.init(
      size: try object.optionalNumber("size"), etag: try object.optionalText("etag"))
    guard let number = UInt8(exactly: try object.count("encryption")),
      let encryption = Encryption(rawValue: number)
    else { throw FactsFault("encryption can't be read") }
    self.encryption = encryption
    checksums = try object.objects("checksums").map { object throws(FactsFault) in
      try Checksum(facts: object)
    }
    partSize = try object.optionalNumber("partSize")
    modified = try SCRTime(facts: object, "modified")
  }

  /// The facts in words, for a message.
  var words: String {
    var words = [size.map { "\($0) bytes" } ?? "an unknown size"]
    if let etag { words.append("ETag \(etag)") }
    if let modified { words.append("of \(modified.text)") }
    return words.joined(separator: ", ")
  }
}

extension Checksum {
  /// The checksum as a value.
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    members.add("algorithm", algorithm.rawValue)
    members.add("value", hexadecimal)
    if case .composite(let parts) = kind {
      members.add("composite", flag: true)
      members.add("parts", parts)
    }
    return members.value
  }

  /// Reads a checksum.
  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    guard let algorithm = try object.word("algorithm", of: ChecksumAlgorithm.self),
      let read = Checksum(algorithm, text: try object.text("value"))
    else { throw FactsFault("a checksum can't be read") }
    let kind: Kind =
      object.flag("composite") ? .composite(parts: try object.optionalNumber("parts")) : .full
    self.init(algorithm, kind: kind, value: read.value)
  }
}

extension Judgement {
  /// The judgement as a value.
  var facts: JSONValue {
    var members = FactsMembers()
    members.add("verdict", verdict.rawValue)
    members.add("level", level.rawValue)
    members.add("reason", reason)
    members.add("damaged", flag: isDamaged)
    members.add("lost", flag: isLost)
    members.add("evidence", list: evidence.map { .string($0) })
    return members.value
  }

  /// Reads a judgement.
  init(facts object: FactsObject) throws(FactsFault) {
    guard let verdict = try object.word("verdict", of: Verdict.self),
      let level = try object.word("level", of: AssuranceLevel.self)
    else { throw FactsFault("verdict or level is missing") }
    self.init(
      verdict, level: level, reason: try object.optionalText("reason"),
      evidence: try object.texts("evidence"))
    isDamaged = object.flag("damaged")
    isLost = object.flag("lost")
  }
}
