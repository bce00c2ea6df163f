/// A pattern for file keys and dataset ids, which must match the whole name.
///
/// `*` matches any text within a directory and `?` one character of it; `**` also crosses
/// directories, and `**/` also matches no directory. `[a-z]` is one of several characters,
/// `[!a-z]` any other, `{a,b}` one of several patterns; a backslash makes the next character
/// literal. Matching takes linear time for any pattern.
public struct GlobPattern: Sendable {
  /// The pattern as written.
  public let text: String
  private let matcher: Matcher

  private enum Matcher: Sendable {
    /// Matches one name.
    case name(String)
    /// Matches the same names as the expression.
    case expression(Pattern)
  }

  /// Reads and prepares a pattern.
  ///
  /// - Parameter text: The pattern.
  /// - Throws: ``GlobError`` for the first fault.
  public init(_ text: String) throws(GlobError) {
    self.text = text
    let translation = try GlobTranslation(of: text)
    if let name = translation.name {
      matcher = .name(name)
      return
    }
    do throws(PatternError) {
      matcher = .expression(try Pattern(translation.expression))
    } catch {
      throw GlobError(offset: 0, "the pattern is too large")
    }
  }

  /// Whether the pattern matches a whole name.
  ///
  /// - Parameter name: A key or an id.
  /// - Returns: Whether it matches.
  /// - Complexity: O(*n*) in the length of the name.
  public func matches(_ name: String) -> Bool {
    switch matcher {
    case .name(let own): own == name
    case .expression(let pattern): pattern.matches(name.utf8.span)
    }
  }

  /// Whether the pattern matches only the name that it spells.
  package var isPlainName: Bool {
    if case .name = matcher { true } else { false }
  }
}

extension GlobPattern: Hashable {
  /// Whether two patterns have the same text.
  public static func == (left: GlobPattern, right: GlobPattern) -> Bool { left.text == right.text }

  /// Hashes the text of the pattern.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// Why a text is not a pattern for names.
public struct GlobError: Error, Sendable, Hashable {
  /// The place, as the number of Unicode scalars before it.
  public let offset: Int
  /// The fault, in one line without a final period.
  public let message: String

  init(offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
}
