/// A parsed regular expression, without anything that does not affect matching.
///
/// Groups are kept only if their content is needed.
indirect enum PatternSyntax: Sendable, Hashable {
  /// Any one code point of a set.
  case set(ScalarSet)
  /// One part after the other; without parts, the empty string.
  case sequence([PatternSyntax])
  /// Any one of several.
  case alternatives([PatternSyntax])
  /// The same part several times; without a maximum, any number of times.
  ///
  /// Whether it is lazy, so that fewer times are tried first, matters only to groups.
  case repeated(PatternSyntax, minimum: Int, maximum: Int?, isLazy: Bool)
  /// A group with a name, whose content is needed.
  case group(PatternSyntax, name: String)
  /// The beginning of the string, `^`.
  case textStart
  /// The end of the string, `$`.
  case textEnd
  /// A place between a word character and another, `\b`, or any other place, `\B`.
  case wordBoundary(isNegated: Bool)
  /// An expression that must, or must not, match before or after this place.
  case look(PatternSyntax, isBehind: Bool, isNegated: Bool)
}

/// Why a regular expression could not be used.
package struct PatternError: Error, Sendable, Hashable {
  /// Where, as a number of Unicode scalars before the place.
  package var offset: Int
  /// What is wrong, in one line without a final period.
  package var message: String

  package init(offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
}
