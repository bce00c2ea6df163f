package import Patterns

/// A template of file or directory names, such as `ac_h0_mfi_%Y%m%d_v{version}.cdf`.
///
/// `%Y %y %m %b %B %d %j %H %M %S %f` are the elements of a time, `%-m %-d %-j %-H %-M %-S` the same
/// without leading zeros, `%q`, `%Q` and `*` any string
/// without a slash, `%%` a percent sign. `{name}` is a capture, `{name:pattern}` one that must match
/// a regular expression. `%{start:…}` and `%{stop:…}` hold the elements of two times. Everything
/// else is literal.
package struct NameTemplate: Sendable {
  /// The meaning of a group of the pattern.
  package enum Field: Sendable, Hashable {
    /// An element of the start or the stop.
    case time(TimeElement, isStop: Bool)
    /// The string of a capture.
    case capture(String)
  }

  /// A fault of a template, and its place.
  package struct Fault: Error, Sendable, Hashable {
    /// The number of Unicode scalars before the place.
    package var offset: Int
    /// The fault, in one line without a final period.
    package var message: String
  }

  /// The template as written.
  package let text: String
  /// The pattern that the whole name must match.
  package let pattern: CapturingPattern
  /// The meaning of each group of the pattern; nil for a group without one.
  package let fields: [Field?]
  /// The regular expression.
  package let source: String
  /// The ends of the template's parts, in it and in the regular expression, in Unicode scalars.
  let parts: [(template: Int, pattern: Int)]
  /// The bytes that every name begins with.
  package let literalStart: [UInt8]

  /// Reads a template.
  ///
  /// - Parameter text: The template.
  /// - Throws: The first fault of its form.
  package init(_ text: String) throws(Fault) {
    var reader = NameTemplateReader(text)
    try reader.readAll()
    self.text = text
    literalStart = reader.literalStart
    source = reader.pattern
    parts = reader.partEnds
    let named = reader.fields
    do throws(PatternError) {
      pattern = try CapturingPattern(reader.pattern)
    } catch {
      throw Fault(offset: 0, message: error.message)
    }
    fields = pattern.groupNames.map { named[$0] }
  }

  /// Reads a regular expression whose named groups are the elements of times, such as `Y`, `m` and
  /// `stop_H`, and captures by other names.
  ///
  /// - Parameter source: The expression.
  /// - Throws: The first fault of its form.
  package init(regularExpression source: String) throws(Fault) {
    text = source
    self.source = source
    parts = []
    literalStart = []
    do throws(PatternError) {
      pattern = try CapturingPattern(source)
    } catch {
      let isPython = source.contains("(?P<")
      throw Fault(
        offset: error.offset,
        message: isPython ? "write named groups as (?<name>…), without P" : error.message)
    }
    fields = pattern.groupNames.map { name in
      for (prefix, isStop) in [("start_", false), ("stop_", true), ("", false)]
      where name.hasPrefix(prefix) {
        let rest = name.dropFirst(prefix.count)
        if rest.count == 1, let element = TimeElement(code: rest.first) {
          return .time(element, isStop: isStop)
        }
      }
      return .capture(name)
    }
  }

  /// The names of the captures, each once, in the order of the text.
  package var captures: [String] {
    var names: [String] = []
    for case .capture(let name) in fields where !names.contains(name) { names.append(name) }
    return names
  }

  /// Whether it has an element of the start, or of the stop.
  ///
  /// - Parameter isStop: Whether to look for the stop.
  /// - Returns: Whether there is one.
  package func hasTime(isStop: Bool) -> Bool {
    fields.contains { if case .time(_, isStop) = $0 { true } else { false } }
  }
}
