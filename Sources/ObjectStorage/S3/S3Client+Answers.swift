/// Answers with a status of success that are no object.
///
/// Amazon sends some errors with status 200, and so do gateways and the login pages of networks.
/// An object has an ETag or a modification time; these have neither.
extension S3Client {
  /// Looks for an error in the answer to a request for an object.
  ///
  /// - Parameters:
  ///   - stream: The answer.
  ///   - query: The request.
  /// - Returns: The error as a response with the status of one; nil if the answer is an object.
  /// - Throws: `HTTPFailure` if the answer is neither.
  static func refusal(
    in stream: HTTPStream, to query: Query
  ) async throws(HTTPFailure) -> HTTPResponse? {
    let head = stream.head
    guard head.hasFile || head.status == 204 else {
      throw HTTPFailure(
        .malformed, "HTTP status \(head.status): the server answers, but sends no file")
    }
    // Whoever sends a part knows the object.
    guard head["etag"] == nil, head["last-modified"] == nil, ContentRange(of: head) == nil else {
      return nil
    }
    let start = try await stream.beginning(of: 512)
    guard !start.isEmpty else {
      throw HTTPFailure(.malformed, "the server sent an empty answer, not the object")
    }
    switch MarkupKind(start, type: head["content-type"]?.lowercased() ?? "") {
    case nil: return nil
    case .page: throw HTTPFailure(.malformed, "the server sent a web page, not the object")
    case .other:
      guard isOfRegistry(query.key) else { return nil }
      throw HTTPFailure(.malformed, "the server sent XML, not the object")
    case .error:
      var response = HTTPResponse(head: head, body: try await stream.collected(limit: 64 << 10))
      guard !S3Error(response, address: query.address).word.isEmpty else {
        throw HTTPFailure(.malformed, "the server sent XML, not the object")
      }
      response.head.status = 500
      return response
    }
  }

  /// Whether a key has a name that documents and index files have, which are never XML.
  private static func isOfRegistry(_ key: String) -> Bool {
    [".json", ".csv", ".csv.zip", ".csv.gz"].contains { ending in
      key.utf8.count > ending.utf8.count
        && key.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
  }
}

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
