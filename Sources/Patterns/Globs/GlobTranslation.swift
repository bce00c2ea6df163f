/// Turns a pattern for names into a regular expression.
struct GlobTranslation {
  /// The regular expression, in the dialect of ECMAScript.
  private(set) var expression = ""
  /// The one name that the pattern matches; nil if it has wildcards.
  private(set) var name: String?
  private let scalars: [Unicode.Scalar]
  private var offset = 0
  private var hasWildcards = false
  private var plainText = String.UnicodeScalarView()

  /// The maximum number of characters, and the maximum depth of nested braces.
  static let lengthLimit = 256
  private static let depthLimit = 8

  /// Any text, across directories.
  private static let anything = "[^]*"
  /// Any text within a directory.
  private static let anyName = "[^/]*"

  init(of text: String) throws(GlobError) {
    scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty else { throw GlobError(offset: 0, "the pattern is empty") }
    guard scalars.count <= Self.lengthLimit else {
      throw GlobError(
        offset: Self.lengthLimit, "the pattern has more than \(Self.lengthLimit) characters")
    }
    var isAtStart = true
    expression = "^" + (try parseSequence(depth: 0, &isAtStart)) + "$"
    if !hasWildcards { name = String(plainText) }
  }

  private var peek: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    offset += 1
    return true
  }

  /// Reads to the end, or to the comma or brace that ends an alternative.
  ///
  /// - Parameters:
  ///   - depth: The number of open braces.
  ///   - isAtStart: Whether a directory's name begins here.
  /// - Returns: A regular expression.
  /// - Throws: The first fault.
  private mutating func parseSequence(
    depth: Int, _ isAtStart: inout Bool
  ) throws(GlobError) -> String {
    var result = ""
    while let next = peek {
      if depth > 0, next == "," || next == "}" { return result }
      switch next {
      case "*": result += parseStars(&isAtStart)
      case "{": result += try parseBraces(depth: depth, &isAtStart)
      case "}":
        throw GlobError(offset: offset, "\"}\" without \"{\"; write \"\\}\" for a literal brace")
      default:
        result += try parseCharacter(next)
        isAtStart = next == "/"
      }
    }
    return result
  }

  private mutating func parseStars(_ isAtStart: inout Bool) -> String {
    hasWildcards = true
    var count = 0
    while skip("*") { count += 1 }
    guard count > 1 else {
      isAtStart = false
      return Self.anyName
    }
    if isAtStart, skip("/") { return "(?:\(Self.anything)/)?" }
    isAtStart = false
    return Self.anything
  }

  private mutating func parseBraces(
    depth: Int, _ isAtStart: inout Bool
  ) throws(GlobError) -> String {
    hasWildcards = true
    let start = offset
    guard depth < Self.depthLimit else {
      throw GlobError(offset: start, "braces are nested more than \(Self.depthLimit) deep")
    }
    offset += 1
    var alternatives: [String] = []
    var endsAtStart = true
    repeat {
      var isBranchAtStart = isAtStart
      alternatives.append(try parseSequence(depth: depth + 1, &isBranchAtStart))
      endsAtStart = endsAtStart && isBranchAtStart
    } while skip(",")
    guard skip("}") else { throw GlobError(offset: start, "\"{\" without \"}\"") }
    isAtStart = endsAtStart
    return "(?:\(alternatives.joined(separator: "|")))"
  }

  private mutating func parseCharacter(_ next: Unicode.Scalar) throws(GlobError) -> String {
    switch next {
    case "?":
      hasWildcards = true
      offset += 1
      return "[^/]"
    case "[":
      hasWildcards = true
      return try parseClass()
    default:
      let scalar = try parseLiteral()
      plainText.append(scalar)
      return Self.escaped(scalar.value)
    }
  }

  /// Reads a literal character.
  private mutating func parseLiteral() throws(GlobError) -> Unicode.Scalar {
    let start = offset
    let isEscaped = skip("\\")
    guard let scalar = peek else {
      throw GlobError(
        offset: start, isEscaped ? "the pattern ends in a backslash" : "the pattern ends too early")
    }
    offset += 1
    return scalar
  }

  private static func escaped(_ value: UInt32) -> String { "\\u{\(String(value, radix: 16))}" }
}

// MARK: - Classes

extension GlobTranslation {
  private static let slash: UInt32 = 0x2F

  /// Reads a class such as `[!a-z]`, which never matches a slash.
  private mutating func parseClass() throws(GlobError) -> String {
    let start = offset
    offset += 1
    let isInverted = skip("!") || skip("^")
    var ranges: [ClosedRange<UInt32>] = []
    // A bracket that comes first is literal.
    while peek != "]" || ranges.isEmpty {
      guard peek != nil else { throw GlobError(offset: start, "\"[\" without \"]\"") }
      ranges.append(try parseRange())
    }
    offset += 1
    if isInverted { ranges.append(Self.slash...Self.slash) }
    let members = ranges.flatMap { isInverted ? [$0] : Self.withoutSlash($0) }
    let texts = members.map { "\(Self.escaped($0.lowerBound))-\(Self.escaped($0.upperBound))" }
    return "[\(isInverted ? "^" : "")\(texts.joined())]"
  }

  private mutating func parseRange() throws(GlobError) -> ClosedRange<UInt32> {
    let start = offset
    let first = try parseLiteral()
    guard first != "/" else {
      throw GlobError(offset: start, "brackets can't contain \"/\" and never match it")
    }
    guard peek == "-", offset + 1 < scalars.count, scalars[offset + 1] != "]" else {
      return first.value...first.value
    }
    offset += 1
    let last = try parseLiteral()
    guard first <= last else { throw GlobError(offset: start, "the range is out of order") }
    return first.value...last.value
  }

  private static func withoutSlash(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    guard range.contains(slash) else { return [range] }
    let before = range.lowerBound < slash ? [range.lowerBound...(slash - 1)] : []
    let after = slash < range.upperBound ? [(slash + 1)...range.upperBound] : []
    return before + after
  }
}
