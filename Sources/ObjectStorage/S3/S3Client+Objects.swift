extension S3Client {
  /// Requests the metadata of an object.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - bucket: The bucket.
  /// - Returns: Its size and ETag.
  /// - Throws: ``StoreError``.
  func head(_ key: String, in bucket: String) async throws(StoreError) -> ObjectInfo {
    let head = try await headOfFile(Query(method: .head, bucket: bucket, key: key))
    guard head.status == 206 else { return Self.info(head) }
    // The length is that of a part, which nobody has requested.
    return head.info(size: ContentRange(of: head)?.size)
  }

  /// Sends a request for metadata, whose answer must be about a file.
  private func headOfFile(_ query: Query) async throws(StoreError) -> HTTPHead {
    let head = try await send(query).head
    guard head.hasFile else {
      throw StoreError(
        .malformed, address: query.address,
        detail: "HTTP status \(head.status): the server answers, but has no file")
    }
    return head
  }

  /// Requests the metadata of an object, with its checksums and how it was uploaded.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - bucket: The bucket.
  ///   - part: The part whose size is requested, counted from 1; nil for the complete object.
  /// - Returns: Its metadata.
  /// - Throws: ``StoreError``.
  func details(
    of key: String, in bucket: String, part: Int?
  ) async throws(StoreError) -> ObjectInfo {
    var query = Query(method: .head, bucket: bucket, key: key)
    query.headers = [.init(name: "x-amz-checksum-mode", value: "ENABLED")]
    if let part { query.items = [.init(name: "partNumber", value: String(part))] }
    let head = try await headOfFile(query)
    var info = Self.info(head)
    info.details = head.details
    return info
  }

  private static func info(_ head: HTTPHead) -> ObjectInfo {
    head.info(size: head.contentLength)
  }

  /// Reads an object, or a part of it.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - bucket: The bucket.
  ///   - range: The bytes to read; nil for all.
  ///   - etag: The ETag that it must have; nil for any.
  ///   - limit: The maximum number of bytes.
  /// - Returns: The bytes and the metadata.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the ETag differs.
  func get(
    _ key: String, in bucket: String, range: Range<Int>? = nil, matching etag: String? = nil,
    limit: Int? = nil
  ) async throws(StoreError) -> (bytes: [UInt8], info: ObjectInfo) {
    var query = Query(bucket: bucket, key: key)
    if let range {
      query.headers.append(.init(name: "Range", value: range.headerText))
    }
    if let etag { query.headers.append(.init(name: "If-Match", value: etag)) }
    let response = try await send(query, limit: limit)
    var bytes = response.body
    // A server may ignore the range and send everything.
    if let range, response.head.status == 200 {
      bytes = Array(bytes.dropFirst(range.lowerBound).prefix(range.count))
    }
    return (bytes, Self.info(response.head))
  }

  /// Starts to read an object, or a part of it.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - bucket: The bucket.
  ///   - range: The bytes to read; nil for all.
  ///   - etag: The ETag that it must have; nil for any.
  ///   - known: The state in which it must not be; nil for any.
  /// - Returns: The response, whose body is read as it arrives.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the ETag differs.
  func stream(
    _ key: String, in bucket: String, range: Range<Int>? = nil, matching etag: String? = nil,
    changedFrom known: ObjectInfo? = nil
  ) async throws(StoreError) -> HTTPStream {
    var query = Query(bucket: bucket, key: key)
    query.headers = [.init(name: "Accept-Encoding", value: "identity")]
    if let range { query.headers.append(.init(name: "Range", value: range.headerText)) }
    if let etag { query.headers.append(.init(name: "If-Match", value: etag)) }
    if let header = known?.condition { query.headers.append(header) }
    return try await stream(query)
  }

  /// Writes an object in one request, of at most 5 GiB.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - key: The key.
  ///   - bucket: The bucket.
  ///   - contentType: The content type.
  ///   - cacheControl: How long others may cache it; nil to say nothing.
  ///   - condition: The condition for the write; nil for none.
  /// - Returns: The new ETag.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the condition does not hold.
  func put(
    _ bytes: [UInt8], as key: String, in bucket: String,
    contentType: String = "application/octet-stream", cacheControl: String? = nil,
    condition: WriteCondition? = nil
  ) async throws(StoreError) -> String? {
    var query = Query(method: .put, bucket: bucket, key: key, body: bytes)
    query.checksums = BodyChecksums(of: bytes)
    query.headers.append(.init(name: "Content-Type", value: contentType))
    if let cacheControl { query.headers.append(.init(name: "Cache-Control", value: cacheControl)) }
    if let condition { query.headers.append(condition.header) }
    return try await send(query).head["etag"]
  }

  /// Deletes an object; nothing happens if it does not exist.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - bucket: The bucket.
  ///   - etag: The ETag that it must have; nil for any. Servers without conditional deletes ignore
  ///     it.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the ETag differs.
  func delete(
    _ key: String, in bucket: String, matching etag: String? = nil
  ) async throws(StoreError) {
    var query = Query(method: .delete, bucket: bucket, key: key)
    if let etag { query.headers.append(.init(name: "If-Match", value: etag)) }
    _ = try await send(query)
  }
}

extension ObjectInfo {
  /// The header that asks for the object only if it has changed; nil if that can't be known.
  var condition: HTTPRequest.Header? {
    if let etag { return .init(name: "If-None-Match", value: etag) }
    return lastModified.map { .init(name: "If-Modified-Since", value: $0) }
  }
}

extension WriteCondition {
  /// The condition as a header.
  var header: HTTPRequest.Header {
    switch self {
    case .matches(let etag): .init(name: "If-Match", value: etag)
    case .absent: .init(name: "If-None-Match", value: "*")
    }
  }
}

extension Range<Int> {
  /// The bytes in the form of the header Range; the range must not be empty.
  var headerText: String { "bytes=\(lowerBound)-\(upperBound - 1)" }
}
