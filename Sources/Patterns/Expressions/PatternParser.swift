/// Reads an ECMAScript regular expression in Unicode mode.
///
/// Spec: ECMA-262, 22.2.1, with the parameter UnicodeMode.
struct PatternParser {
  /// The purpose of an expression, which decides what it may contain.
  enum Purpose {
    /// The expression will be matched, so the engine must support all of it.
    case matching
    /// Only the grammar is checked: backreferences are fine.
    case checking
    /// The expression will be matched, and the content of its named groups is needed.
    case capturing
  }

  let scalars: [Unicode.Scalar]
  private let purpose: Purpose
  var offset = 0
  private var depth = 0
  private var groupCount = 0
  private var groupNames: Set<String> = []
  private var references: [Reference] = []

  /// The maximum nesting of groups.
  static let depthLimit = 100
  /// The largest number in braces; larger ones count as this one.
  static let countLimit = 100_000

  /// A backreference to a group, which may be opened later in the expression.
  private struct Reference {
    var offset: Int
    var number = 0
    var name: String?
  }

  /// Reads a whole expression.
  ///
  /// - Throws: The first violation of the grammar, or an unsupported part.
  static func parse(
    _ text: String, for purpose: Purpose = .matching
  ) throws(PatternError)
    -> PatternSyntax
  {
    var parser = PatternParser(text, purpose)
    let syntax = try parser.parseAlternatives()
    if parser.peek != nil { throw PatternError(offset: parser.offset, "\")\" without \"(\"") }
    try parser.checkReferences()
    return syntax
  }

  private init(_ text: String, _ purpose: Purpose) {
    scalars = Array(text.unicodeScalars)
    self.purpose = purpose
  }

  /// The scalar at the current offset; nil at the end.
  var peek: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

  /// Skips a string if it is at the current offset.
  mutating func skip(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[offset...].starts(with: wanted) else { return false }
    offset += wanted.count
    return true
  }

  private mutating func parseAlternatives() throws(PatternError) -> PatternSyntax {
    guard depth < Self.depthLimit else {
      throw PatternError(offset: offset, "groups are nested more than \(Self.depthLimit) deep")
    }
    depth += 1
    defer { depth -= 1 }
    var alternatives = [try parseSequence()]
    while skip("|") { alternatives.append(try parseSequence()) }
    return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
  }

  private mutating func parseSequence() throws(PatternError) -> PatternSyntax {
    var parts: [PatternSyntax] = []
    while let next = peek, next != "|", next != ")" { parts.append(try parseTerm()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func parseTerm() throws(PatternError) -> PatternSyntax {
    let start = offset
    if let assertion = try parseAssertion() {
      if let next = peek, "*+?{".unicodeScalars.contains(next) {
        throw PatternError(offset: offset, "nothing to repeat before \"\(next)\"")
      }
      return assertion
    }
    let atom = try parseAtom()
    guard let (minimum, maximum, isLazy) = try parseQuantifier() else { return atom }
    if let maximum, minimum > maximum {
      throw PatternError(offset: start, "the numbers in braces are out of order")
    }
    return .repeated(atom, minimum: minimum, maximum: maximum, isLazy: isLazy)
  }

  private mutating func parseAssertion() throws(PatternError) -> PatternSyntax? {
    if skip("^") { return .textStart }
    if skip("$") { return .textEnd }
    if skip(#"\b"#) { return .wordBoundary(isNegated: false) }
    if skip(#"\B"#) { return .wordBoundary(isNegated: true) }
    for (opening, isBehind, isNegated) in [
      ("(?=", false, false), ("(?!", false, true), ("(?<=", true, false), ("(?<!", true, true),
    ] {
      let start = offset
      guard skip(opening) else { continue }
      let body = try parseAlternatives()
      try close(groupAt: start)
      return .look(body, isBehind: isBehind, isNegated: isNegated)
    }
    return nil
  }

  private mutating func parseAtom() throws(PatternError) -> PatternSyntax {
    let start = offset
    guard let next = peek else { return .sequence([]) }
    offset += 1
    switch next {
    case ".": return .set(ScalarSet.lineEnds.inverted)
    case "[": return .set(try parseClass(from: start))
    case "(": return try parseGroup(from: start)
    case "\\": return try parseAtomEscape(from: start)
    case "*", "+", "?", "{":
      throw PatternError(offset: start, "nothing to repeat before \"\(next)\"")
    case "}", "]":
      throw PatternError(offset: start, "\"\(next)\" needs an escape; write \"\\\(next)\"")
    default: return .set(ScalarSet(next.value))
    }
  }

  private func isGroupNameScalar(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    let properties = scalar.properties
    return scalar == "$" || scalar == "_"
      || (isFirst ? properties.isIDStart : properties.isIDContinue)
  }

  private mutating func parseGroupName() throws(PatternError) -> String {
    let start = offset
    var name = ""
    while let next = peek, next != ">" {
      guard isGroupNameScalar(next, isFirst: name.isEmpty) else { break }
      name.unicodeScalars.append(next)
      offset += 1
    }
    guard !name.isEmpty, skip(">") else {
      throw PatternError(offset: start, "the name of a group is malformed")
    }
    return name
  }

  private mutating func parseGroup(from start: Int) throws(PatternError) -> PatternSyntax {
    var captured: String?
    if skip("?<") {
      let name = try parseGroupName()
      captured = purpose == .capturing ? name : nil
      guard groupNames.insert(name).inserted else {
        throw PatternError(offset: start, "two groups are named \"\(name)\"")
      }
      groupCount += 1
    } else if skip("?:") {
      // Such a group has no number.
    } else if peek == "?" {
      throw PatternError(
        offset: start, "unknown kind of group; one of (?: (?= (?! (?<= (?<! (?<name>")
    } else {
      groupCount += 1
    }
    let body = try parseAlternatives()
    try close(groupAt: start)
    return captured.map { .group(body, name: $0) } ?? body
  }

  private mutating func close(groupAt start: Int) throws(PatternError) {
    guard skip(")") else { throw PatternError(offset: start, "\"(\" without \")\"") }
  }

  private mutating func parseAtomEscape(from start: Int) throws(PatternError) -> PatternSyntax {
    if let next = peek, ("1"..."9").contains(next) {
      let number = parseNumber() ?? 0
      references.append(Reference(offset: start, number: number))
      return .sequence([])
    }
    if skip("k<") {
      references.append(Reference(offset: start, name: try parseGroupName()))
      return .sequence([])
    }
    return .set(try parseEscape(from: start, isInClass: false).set)
  }

  /// Checks that every backreference has its group, and that there is no backreference to match.
  private func checkReferences() throws(PatternError) {
    for reference in references {
      if purpose != .checking {
        throw PatternError(offset: reference.offset, "backreferences are not supported")
      }
      if let name = reference.name, !groupNames.contains(name) {
        throw PatternError(offset: reference.offset, "no group is named \"\(name)\"")
      }
      if reference.number > groupCount {
        throw PatternError(offset: reference.offset, "there is no group \(reference.number)")
      }
    }
  }
}

// MARK: - Quantifiers

extension PatternParser {
  private mutating func parseQuantifier() throws(PatternError) -> (Int, Int?, isLazy: Bool)? {
    let quantifier: (minimum: Int, maximum: Int?)
    if skip("*") {
      quantifier = (0, nil)
    } else if skip("+") {
      quantifier = (1, nil)
    } else if skip("?") {
      quantifier = (0, 1)
    } else if peek == "{" {
      quantifier = try parseBraces()
    } else {
      return nil
    }
    let isLazy = skip("?")
    if let next = peek, "*+?{".unicodeScalars.contains(next) {
      throw PatternError(offset: offset, "nothing to repeat before \"\(next)\"")
    }
    return (quantifier.minimum, quantifier.maximum, isLazy)
  }

  private mutating func parseBraces() throws(PatternError) -> (Int, Int?) {
    let start = offset
    offset += 1
    if let minimum = parseNumber() {
      if skip("}") { return (minimum, minimum) }
      if skip(",") {
        if skip("}") { return (minimum, nil) }
        if let maximum = parseNumber(), skip("}") { return (minimum, maximum) }
      }
    }
    throw PatternError(offset: start, "malformed count; write {n}, {n,} or {n,m}, or \"\\{\"")
  }

  /// Reads decimal digits; nil if there are no digits.
  private mutating func parseNumber() -> Int? {
    var value: Int?
    while let next = peek, ("0"..."9").contains(next) {
      value = Swift.min((value ?? 0) * 10 + Int(next.value - 0x30), Self.countLimit)
      offset += 1
    }
    return value
  }
}
