internal import ObjectStorage
internal import SharedCloudRegistry

/// Answers of web servers with a status of success that are not the file.
///
/// Login pages, start pages for every path and errors in XML say nothing about the registry. A
/// bucket states the ETag of an object, so that its content counts, whatever it is.
enum WebAnswer {
  /// Reads a document that is really one.
  ///
  /// - Parameters:
  ///   - key: The key of the document.
  ///   - store: Where it is.
  ///   - limit: The maximum number of bytes.
  ///   - size: The number of bytes that the server said before; nil if it said none.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError`` if it can't be read, or the answer is not the document.
  static func document(
    at key: String, of store: ObjectTree, limit: Int, expecting size: Int? = nil
  ) async throws(StoreError) -> [UInt8] {
    let bytes = try await store.read(key, limit: limit, expecting: size)
    if let refusal = refusal(bytes.span, from: store, at: key) { throw refusal }
    return bytes
  }

  /// The error of such an answer.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes of the answer.
  ///   - store: Where it came from.
  ///   - key: The key of the request.
  /// - Returns: The error; nil if the answer may be the file.
  private static func refusal(
    _ bytes: Span<UInt8>, from store: ObjectTree, at key: String
  ) -> StoreError? {
    guard isWebServer(store),
      let content = ForeignContent(textOf: bytes.extracting(0..<min(bytes.count, 512)))
    else { return nil }
    return refusal(content.description, from: store, at: key)
  }

  /// The error of such an answer to the request for an index file.
  ///
  /// - Parameters:
  ///   - content: What the answer is, in words of ``ForeignContent``.
  ///   - store: Where it came from.
  ///   - key: The key of the request.
  /// - Returns: The error; nil if the answer may be the file.
  static func refusal(_ content: String?, from store: ObjectTree, at key: String) -> StoreError? {
    guard isWebServer(store), let content, ["an HTML page", "XML"].contains(content) else {
      return nil
    }
    return StoreError(
      .malformed, address: store.displayName(of: key),
      detail: "the server answers with \(content), as for a login or for every path")
  }

  /// The metadata of an object, unless the server describes a page in its place.
  ///
  /// - Parameters:
  ///   - answer: The answer to the request for the metadata.
  ///   - key: The key of the request.
  ///   - store: Where it came from.
  /// - Returns: The answer, or an error for a page.
  static func object(
    _ answer: Result<ObjectInfo?, StoreError>, at key: String, of store: ObjectTree
  ) -> Result<ObjectInfo?, StoreError> {
    guard case .success(let info?) = answer, info.isPage,
      ![".html", ".htm"].contains(where: key.lowercased().hasSuffix),
      let refusal = refusal("an HTML page", from: store, at: key)
    else { return answer }
    return .failure(refusal)
  }

  private static func isWebServer(_ store: ObjectTree) -> Bool {
    store.kind == .published
      && (store.storage.address.hasPrefix("http://") || store.storage.address.hasPrefix("https://"))
  }
}
