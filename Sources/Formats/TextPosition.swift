/// A place in a text, as people and editors count.
package struct TextPosition: Sendable, Hashable {
  /// The number of bytes before the place.
  package var offset: Int
  /// The line, counted from 1.
  package var line: Int
  /// The column in Unicode scalars, counted from 1.
  package var column: Int

  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}
