/// A regular expression of ECMAScript that matches in linear time.
///
/// It reads its text by Unicode code points, as with the flag `u`, and may match anywhere in it.
/// References back to groups are refused, since no engine can match them in linear time.
package struct Pattern: Sendable {
  /// The expression as written.
  package let source: String
  let automaton: PatternAutomaton
  let alphabet: PatternAlphabet
  let looks: [PatternAutomaton.Builder.Look]
  /// The number of the set of word characters; 0 if the pattern does not ask for it.
  let wordSet: Int
  /// The pattern as a table; nil if it has none.
  let table: PatternTable?

  /// Reads and prepares an expression.
  ///
  /// - Parameters:
  ///   - source: The expression.
  ///   - usesTable: Whether a table is made, where that is possible.
  /// - Throws: Where the expression departs from the grammar, or what is not supported.
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
    table = usesTable ? PatternTable(automaton, alphabet) : nil
  }

  /// Tells whether an expression follows the grammar, whether or not it could be matched here.
  package static func fault(in source: String) -> PatternError? {
    do throws(PatternError) {
      _ = try PatternParser.parse(source, for: .checking)
      return nil
    } catch {
      return error
    }
  }

  /// Tells whether the pattern matches anywhere in a text.
  ///
  /// - Complexity: O(*n*) in the length of the text; allocates nothing for common patterns.
  package func matches(_ text: Span<UInt8>) -> Bool {
    if let table { return table.matches(text, alphabet) }
    var simulation = PatternSimulation(self, on: text)
    return simulation.matches()
  }

  /// Tells whether the pattern matches anywhere in the text of a string.
  package func matches(_ text: String) -> Bool { matches(Array(text.utf8).span) }
}
