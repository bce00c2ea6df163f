/// Answers with a status of success that are no object.
///
/// Amazon sends some errors with status 200, and so do gateways and the login pages of networks.
/// An object has an ETag or a modification time; these have neither.
extension S3Client {
  /// Looks for an error in the answer to a request for a document or an index file.
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
    guard head["etag"] == nil, head["last-modified"] == nil, isOfRegistry(query.key) else {
      return nil
    }
    if head.status == 204 || head.contentLength == 0 {
      throw HTTPFailure(.malformed, "the server sent an empty answer, not the object")
    }
    let type = head["content-type"]?.lowercased() ?? ""
    if type.contains("html") {
      throw HTTPFailure(.malformed, "the server sent a web page, not the object")
    }
    guard type.contains("xml") else { return nil }
    var response = HTTPResponse(head: head, body: try await stream.collected(limit: 64 << 10))
    guard !S3Error(response, address: query.address).word.isEmpty else {
      throw HTTPFailure(.malformed, "the server sent XML, not the object")
    }
    response.head.status = 500
    return response
  }

  /// Whether a key has a name that documents and index files have, which are never pages or XML.
  private static func isOfRegistry(_ key: String) -> Bool {
    [".json", ".csv", ".csv.zip", ".csv.gz"].contains { ending in
      key.utf8.count > ending.utf8.count
        && key.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
  }
}
