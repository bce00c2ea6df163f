internal import RegistryValidation

/// One line by which a step of GitHub Actions tells the runner something.
///
/// The runner reads any output line that begins with `::` as a command, so text from data must
/// never end the line or its part of the line.
struct WorkflowCommand: Sendable {
  /// The command: `error`, `warning` or `notice`.
  var name: String
  /// The properties, by names that GitHub knows; a value may be any text.
  var properties: [(name: String, value: String)] = []
  /// The message; may have several lines.
  var message: String

  /// The line, with its end.
  var line: String {
    let properties = properties.filter { !$0.value.isEmpty }
      .map { "\($0.name)=\(Self.escapedProperty($0.value))" }.joined(separator: ",")
    let space = properties.isEmpty ? "" : " "
    return "::\(name)\(space)\(properties)::\(Self.escapedMessage(message))\n"
  }

  /// Escapes characters that would end a message.
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

  /// Escapes characters that would end a property or the list of properties.
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
