/// One line by which a step of GitHub Actions tells the runner something.
///
/// The runner takes any line of a step's output for a command that begins with `::`, so what comes
/// from data must never end the line or the part it stands in.
struct WorkflowCommand: Sendable {
  /// What to do: `error`, `warning` or `notice`.
  var name: String
  /// What it is about, by names that GitHub knows; a value may be any text.
  var properties: [(name: String, value: String)] = []
  /// What is shown; a line end is shown as one.
  var message: String

  /// The line, with its end.
  var line: String {
    let properties = properties.filter { !$0.value.isEmpty }
      .map { "\($0.name)=\(Self.escapedProperty($0.value))" }.joined(separator: ",")
    let space = properties.isEmpty ? "" : " "
    return "::\(name)\(space)\(properties)::\(Self.escapedMessage(message))\n"
  }

  /// Escapes what would end a message.
  static func escapedMessage(_ text: String) -> String {
    escaped(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  /// Escapes what would end a property or the list of properties.
  static func escapedProperty(_ text: String) -> String {
    escaped(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }

  /// Replaces scalars, not characters: a CR and an LF in a row are one character.
  private static func escaped(
    _ text: String, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let escape = replacement(scalar) {
        result.append(contentsOf: escape.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
