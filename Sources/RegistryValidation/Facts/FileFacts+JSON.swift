internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The facts of a file as members of an object.
extension FileFacts {
  /// Adds the facts to the members of an object.
  func write(to members: inout FactsMembers) {
    switch reading {
    case .whole(let summary): members.add("summary", always: summary.facts)
    case .damaged(let reason): members.add("damage", Redaction.of(reason))
    case .unreadable(let error): members.add("error", always: error.facts)
    }
    // Tied findings are a choice that replaces these.
    if ties.isEmpty, let findings { members.add("file", always: findings.facts) }
    members.add(
      "ties",
      object: ties.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value.facts) })
  }

  /// Reads the facts of a file.
  ///
  /// - Parameters:
  ///   - object: The object that has them.
  ///   - file: The file.
  ///   - options: The settings of the run.
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  init(facts object: FactsObject, file: Location, options: CheckOptions) throws(FactsFault) {
    var findings: FileReporter?
    if let part = try object.object("file") {
      findings = try FileReporter(facts: part, file: file, options: options)
    }
    if let summary = try object.object("summary") {
      self.init(.whole(try IndexSummary(facts: summary)), findings: findings)
    } else if let reason = try object.optionalText("damage") {
      self.init(.damaged(reason: reason), findings: findings)
    } else if let error = try object.object("error") {
      self.init(.unreadable(try StoreError(facts: error)), findings: nil)
    } else {
      throw FactsFault("summary is missing")
    }
    for (name, value) in object.members("ties") {
      guard let length = Int(name) else { throw FactsFault("\(name) is not a length") }
      ties[length] = try FileReporter(
        facts: try FactsObject(value), file: file, options: options)
    }
  }
}
