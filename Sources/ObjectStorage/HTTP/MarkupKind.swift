/// What the first bytes of an answer begin.
enum MarkupKind: Sendable, Hashable {
  /// An HTML page.
  case page
  /// An error of S3 in XML.
  case error
  /// Another XML document.
  case other

  /// Looks at the first bytes; nil if they begin no markup.
  ///
  /// The content type alone proves nothing: many servers label every file as a page.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes.
  ///   - type: The content type in lower case; empty without one.
  init?(_ bytes: [UInt8], type: String) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    var text = String(decoding: content, as: UTF8.self).lowercased()[...]
    text = text.drop(while: \.isWhitespace)
    guard text.first == "<" else { return nil }
    // What comes before the first element says little.
    while text.hasPrefix("<?") || text.hasPrefix("<!--") {
      let end = text.hasPrefix("<?") ? "?>" : "-->"
      guard let found = text.firstRange(of: end) else { break }
      text = text[found.upperBound...].drop(while: \.isWhitespace)
    }
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || type.contains("html") {
      self = .page
    } else {
      let name = text.dropFirst().prefix { $0.isLetter }
      self = name == "error" ? .error : .other
    }
  }
}

extension MarkupKind {
  /// Why markup is not the object that was requested.
  ///
  /// - Parameter key: The key of the object.
  /// - Returns: The failure; nil if the object may be markup.
  func failure(insteadOf key: String) -> HTTPFailure? {
    switch self {
    case .page: HTTPFailure(.malformed, "the server sent a web page, not the object")
    case .error: HTTPFailure(.malformed, "the server sent XML, not the object")
    case .other:
      // Documents and index files are never XML.
      Self.hasEnding(key, of: [".json", ".csv", ".csv.zip", ".csv.gz"])
        ? HTTPFailure(.malformed, "the server sent XML, not the object") : nil
    }
  }

  /// Whether a key has the name of a file in markup.
  ///
  /// - Parameter key: The key.
  /// - Returns: Whether it ends like the name of a page or of an XML document.
  static func isExpected(of key: String) -> Bool {
    hasEnding(key.lowercased(), of: [".html", ".htm", ".xhtml", ".xml"])
  }

  private static func hasEnding(_ key: String, of endings: [String]) -> Bool {
    endings.contains { ending in
      key.utf8.count > ending.utf8.count
        && key.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
  }
}

extension HTTPStream {
  /// What markup the body begins; nil if it begins none.
  ///
  /// - Returns: The kind of markup.
  /// - Throws: A failure if the beginning does not come.
  func markup() async throws(HTTPFailure) -> MarkupKind? {
    MarkupKind(try await beginning(of: 512), type: head["content-type"]?.lowercased() ?? "")
  }
}
