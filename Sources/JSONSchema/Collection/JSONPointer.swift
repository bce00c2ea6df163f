internal import Formats

/// A path into a document, in the spelling of RFC 6901.
enum JSONPointer {
  /// Returns a pointer to a member or element of the value at another pointer.
  static func appending(_ token: String, to pointer: String) -> String {
    var escaped = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return pointer + "/" + escaped
  }

  /// Splits a pointer into tokens; nil if it is malformed.
  static func tokens(of pointer: String) -> [String]? {
    guard !pointer.isEmpty else { return [] }
    let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
    guard parts[0].isEmpty else { return nil }
    var tokens: [String] = []
    for part in parts.dropFirst() {
      guard let token = unescaped(part) else { return nil }
      tokens.append(token)
    }
    return tokens
  }

  private static func unescaped(_ part: Substring) -> String? {
    var token = ""
    var isEscaped = false
    for scalar in part.unicodeScalars {
      if isEscaped {
        guard scalar == "0" || scalar == "1" else { return nil }
        token += scalar == "0" ? "~" : "/"
        isEscaped = false
      } else if scalar == "~" {
        isEscaped = true
      } else {
        token.unicodeScalars.append(scalar)
      }
    }
    return isEscaped ? nil : token
  }

  /// Returns the value that one token leads to; nil if there is no such value.
  static func step(_ token: String, into node: Node) -> Node? {
    if node.kind == .object { return node[token] }
    guard node.kind == .array, let index = Int(token), String(index) == token else { return nil }
    var left = index
    for element in node.elements {
      if left == 0 { return element }
      left -= 1
    }
    return nil
  }
}
