internal import Formats

/// The findings in one file as a value.
extension FileReporter {
  /// The findings and all counts.
  var facts: JSONValue {
    var members = FactsMembers()
    members.add("dataset", dataset)
    members.add("findings", list: findings.map { $0.redacted.facts(in: file.redacted) })
    members.add(
      "counts",
      object: tallies.sorted { $0.key.code < $1.key.code }.map { ($0.key.code, $0.value.facts) })
    members.add(
      "datasets",
      object: countsByDataset.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
    members.add(
      "suppressed",
      object: suppressed.sorted { $0.key < $1.key }.map { ("\($0.key)", .number($0.value)) })
    return members.value
  }

  /// Reads the findings in a file.
  ///
  /// - Parameters:
  ///   - object: The value.
  ///   - file: The file.
  ///   - options: The settings of the run.
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  init(facts object: FactsObject, file: Location, options: CheckOptions) throws(FactsFault) {
    self.init(file: file, dataset: try object.optionalText("dataset"), options: options)
    let place = file.redacted
    let findings = try object.objects("findings").map { finding throws(FactsFault) in
      try Finding(facts: finding, in: place)
    }
    var tallies: [RuleID: Tally] = [:]
    for (code, value) in object.members("counts") {
      guard let rule = RuleID(code: code) else { throw FactsFault("there is no rule \(code)") }
      tallies[rule] = try Tally(facts: try FactsObject(value))
    }
    var datasets: [String: Int] = [:]
    for (name, value) in object.members("datasets") {
      datasets[name] = try FactsObject.number(value, at: name)
    }
    var suppressed: [Int: Int] = [:]
    for (name, value) in object.members("suppressed") {
      guard let number = Int(name) else { throw FactsFault("\(name) is not a suppression") }
      suppressed[number] = try FactsObject.number(value, at: name)
    }
    restore(findings, tallies: tallies, datasets: datasets, suppressed: suppressed)
  }
}

extension Tally {
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    for severity in Severity.allCases { members.add(severity.rawValue, count: self[severity]) }
    members.add("suppressed", count: suppressed)
    members.add("safeFixes", count: safeFixes)
    members.add("unsafeFixes", count: unsafeFixes)
    return members.value
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    self.init()
    for severity in Severity.allCases { self[severity] = try object.count(severity.rawValue) }
    suppressed = try object.count("suppressed")
    safeFixes = try object.count("safeFixes")
    unsafeFixes = try object.count("unsafeFixes")
  }
}

extension Location {
  /// The place without secrets.
  fileprivate var redacted: Location {
    var place = self
    place.uri = Redaction.of(uri)
    place.key = Redaction.of(key)
    return place
  }
}
