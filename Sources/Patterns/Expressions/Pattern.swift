/// An ECMAScript regular expression that matches in linear time.
///
/// It reads a string by Unicode code points, as with the flag `u`, and may match anywhere in it.
/// Backreferences are refused, since no engine can match them in linear time.
@usableFromInline package struct Pattern: Sendable {
  /// The expression as written.
  package let source: String
  let automaton: PatternAutomaton
  let alphabet: PatternAlphabet
  let looks: [PatternAutomaton.Builder.Look]
  /// The number of the set of word characters; 0 if the pattern does not need it.
  let wordSet: Int
  /// The pattern as a table; nil without a table.
  let table: PatternTable?

  /// Reads and prepares an expression.
  ///
  /// - Parameters:
  ///   - source: The expression.
  ///   - usesTable: Whether to make a table, if possible.
  /// - Throws: The first violation of the grammar, or an unsupported part.
  package init(_ source: String, usesTable: Bool = true) throws(PatternError) {
    var builder = PatternAutomaton.Builder()
    automaton = try builder.build(try PatternParser.parse(source))
    wordSet = builder.asksForWords ? builder.number(of: .word) : 0
    guard let alphabet = PatternAlphabet(builder.sets) else {
      throw PatternError(offset: 0, "the pattern has too many classes of characters")
    }
    self.source = source
    self.alphabet = alphabet
    looks = builder.looks
    table = usesTable ? PatternTable(automaton, alphabet: alphabet) : nil
  }

  /// Tells whether an expression follows the grammar, even if this engine could not match it.
  package static func fault(in source: String) -> PatternError? {
    do throws(PatternError) {
      _ = try PatternParser.parse(source, for: .checking)
      return nil
    } catch {
      return error
    }
  }

  /// Tells whether the pattern matches anywhere in a string of bytes.
  ///
  /// - Complexity: O(*n*) in the length of the string; allocates nothing for common patterns.
  @usableFromInline package func matches(_ text: Span<UInt8>) -> Bool {
    if let table { return table.matches(text, alphabet: alphabet) }
    var simulation = PatternSimulation(self, on: text)
    return simulation.matches()
  }

  /// Tells whether the pattern matches anywhere in a string.
  package func matches(_ text: String) -> Bool { matches(Array(text.utf8).span) }
}
