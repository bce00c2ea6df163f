internal import Formats
internal import JSONSchema
internal import SharedCloudRegistry

/// The messages of schema failures, in the words of their rules.
struct DocumentMessage {
  /// The title of each rule.
  let titles: [String: String]
  /// The version of the document.
  let dialect: Dialect

  /// The fault: the types if they differ, else the title of the rule, with the key if it lacks it.
  func text(of failure: SchemaFailure, _ rule: RuleID) -> String {
    // The engine has more facts on a time, and the known key nearest to an unknown one.
    let isSpecific = failure.faultKind != nil || failure.keyword == "additionalProperties"
    guard !isSpecific, let title = titles[rule.code] else { return failure.message }
    if failure.keyword == "type", !failure.pointer.isEmpty,
      let expected = Self.expectation(of: failure)
    {
      let found = failure.instance.kind
      let phrase = found == .number ? failure.instance.text : found.phrase
      // A list of words has a rule of its own, so it is not offered either.
      let name = failure.pointer.split(separator: "/").last.map(String.init) ?? ""
      let isWords = Field.fileType.names.contains(name) || name == "egress"
      return "\(Self.path(failure.pointer)) is \(phrase); "
        + "\(isWords ? "a string" : expected) is expected"
    }
    if rule == .fieldOfAnotherVersion { return otherName(failure.instance) }
    if rule == .egressUnknownKeyword, let text = egress(failure.instance) { return text }
    if rule == .indexWithoutFinalSlash, let text = Self.indexOfFile(failure.instance) {
      return text
    }
    let key = failure.pointer.split(separator: "/").last.map(String.init) ?? ""
    if TextRecipes.rulesOnAddresses.contains(rule),
      let scheme = TextRecipes.schemeInUpperCase(failure.instance)
    {
      return "the scheme of \(key) is \(scheme), in upper case"
    }
    let isNamed = key.isEmpty || Int(key) != nil || title.lowercased().contains(key.lowercased())
    return isNamed ? title : "\(title): \"\(key)\""
  }

  /// What the schema expects; null has a rule of its own, so it is not offered.
  static func expectation(of failure: SchemaFailure) -> String? {
    let null = " or null"
    return failure.expected.map { $0.hasSuffix(null) ? String($0.dropLast(null.count)) : $0 }
  }

  /// The name that the document's version gives a field with the name of another version.
  private func otherName(_ value: Node) -> String {
    let key = Node(document: value.document, index: value.index - 1).text
    guard let name = FieldNameRecipes.name(of: key, in: dialect) else {
      return "version \(dialect.newestVersion) has no \"\(key)\""
    }
    return "\"\(key)\" is \"\(name)\" in version \(dialect.newestVersion)"
  }

  /// The words of egress that the document's version does not list, with those it lists.
  private func egress(_ value: Node) -> String? {
    let known = TextRecipes.egressWords(in: dialect)
    let words = value.string?.split { $0 == "," || $0 == " " }.map(String.init) ?? []
    let unknown = words.filter { !known.contains($0) }.map { "\"\($0.clipped)\"" }
    guard !unknown.isEmpty else { return nil }
    return "egress has \(unknown.prefix(3).joined(separator: ", ")); "
      + "its version lists \(known.joined(separator: ", "))"
  }

  /// Says that an index is the address of a file; nil if it may be a directory.
  private static func indexOfFile(_ value: Node) -> String? {
    guard let name = value.string?.split(separator: "/").last.map(String.init),
      IndexFileName(name) != nil
    else { return nil }
    return "index is the file \(name.clipped); it has to be the directory of the index files"
  }

  /// Writes a JSON pointer like a path in a program: `catalog[3].id`.
  private static func path(_ pointer: String) -> String {
    pointer.split(separator: "/").reduce("") { path, step in
      if Int(step) != nil { return "\(path)[\(step)]" }
      return path.isEmpty ? String(step) : "\(path).\(step)"
    }
  }
}
