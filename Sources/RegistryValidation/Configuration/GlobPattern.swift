internal import JSONSchema

/// A pattern for file keys and dataset ids, which covers a name as a whole.
///
/// `*` stands for any text within a directory and `?` for one character of it; `**` also crosses
/// directories, and `**/` may stand for none. `[a-z]` is one of several characters, `[!a-z]` any
/// other, `{a,b}` one of several patterns; a backslash takes the meaning from what follows.
/// Matching takes linear time, whatever the pattern.
public struct GlobPattern: Sendable {
  /// The pattern as written.
  public let text: String
  private let matcher: Matcher

  private enum Matcher: Sendable {
    /// Covers the one name.
    case name(String)
    /// Covers what the expression matches.
    case expression(Pattern)
  }

  /// Reads and prepares a pattern.
  ///
  /// - Parameter text: The pattern.
  /// - Throws: ``GlobError`` for the first place that is out of form.
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

  /// Tells whether the pattern covers all of a name.
  ///
  /// - Parameter name: A key or an id.
  /// - Returns: Whether it does.
  /// - Complexity: O(*n*) in the length of the name.
  public func matches(_ name: String) -> Bool {
    switch matcher {
    case .name(let own): own == name
    case .expression(let pattern): pattern.matches(name.utf8.span)
    }
  }

  /// Whether the pattern covers just the name that it spells.
  var isPlainName: Bool {
    if case .name = matcher { true } else { false }
  }
}

extension GlobPattern: Hashable {
  /// Tells whether two patterns are written alike.
  public static func == (left: GlobPattern, right: GlobPattern) -> Bool { left.text == right.text }

  /// Hashes the pattern as written.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// Why a text is no pattern for names.
public struct GlobError: Error, Sendable, Hashable {
  /// Where, as a number of Unicode scalars before the place.
  public let offset: Int
  /// What is wrong, in one line without a final period.
  public let message: String

  init(offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
}
