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
    guard let markup = try await stream.markup(),
      let failure = markup.failure(insteadOf: query.key)
    else { return nil }
    guard markup == .error else { throw failure }
    var response = HTTPResponse(head: head, body: try await stream.collected(limit: 64 << 10))
    guard !S3Error(response, address: query.address).word.isEmpty else { throw failure }
    response.head.status = 500
    return response
  }
}
