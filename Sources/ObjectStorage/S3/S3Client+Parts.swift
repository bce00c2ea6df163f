internal import Formats

extension S3Client {
  /// Writes an object in parts, several at a time.
  ///
  /// The object appears when all parts are complete; until then others read the previous content.
  /// If anything fails, the parts are deleted.
  ///
  /// - Parameters:
  ///   - content: The content.
  ///   - key: The key.
  ///   - bucket: The bucket.
  ///   - contentType: The content type.
  ///   - cacheControl: How long others may cache it; nil to say nothing.
  ///   - condition: The condition at the end of the write; nil for none.
  /// - Returns: The new ETag.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the condition does not hold.
  func putInParts(
    _ content: WriteContent, as key: String, in bucket: String,
    contentType: String = "application/octet-stream", cacheControl: String? = nil,
    condition: WriteCondition? = nil
  ) async throws(StoreError) -> String? {
    var query = Query(method: .post, bucket: bucket, key: key)
    query.items = [.init(name: "uploads", value: "")]
    query.headers = [
      .init(name: "Content-Type", value: contentType),
      .init(name: "x-amz-checksum-algorithm", value: "SHA256"),
    ]
    if let cacheControl { query.headers.append(.init(name: "Cache-Control", value: cacheControl)) }
    let begun = try await send(query)
    guard let id = (try? XMLParser.parse(begun.body))?["UploadId"]?.text, !id.isEmpty else {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the response is not an InitiateMultipartUploadResult"
      )
    }
    let upload = Upload(key: key, bucket: bucket, id: id)
    do throws(StoreError) {
      let parts = try await send(content, upload: upload)
      if let condition { try await check(condition, upload: upload) }
      return try await complete(upload, parts: parts, condition: condition)
    } catch {
      throw await abort(upload, after: error)
    }
  }

  /// An object that is being written in parts.
  private struct Upload: Sendable {
    var key: String
    var bucket: String
    var id: String

    func query(_ method: HTTPRequest.Method) -> Query {
      var query = Query(method: method, bucket: bucket, key: key)
      query.items = [.init(name: "uploadId", value: id)]
      return query
    }
  }

  /// A part that was written.
  private struct Part: Sendable {
    var etag: String
    var checksum: String
  }
}

// MARK: - The parts

extension S3Client {
  /// Sends all parts; when it returns or throws, no part is still being sent.
  private func send(
    _ content: WriteContent, upload: Upload
  ) async throws(StoreError) -> [Part] {
    let ranges = content.ranges(of: parts.size(forTotal: content.size))
    let outcome = await withTaskGroup(of: (Int, Result<Part, StoreError>).self) { group in
      var sent: [Int: Part] = [:]
      var failure: StoreError?
      var waiting = ranges.enumerated().makeIterator()
      func sendNext() {
        guard failure == nil, let (index, range) = waiting.next() else { return }
        group.addTask {
          let part = await Result { () async throws(StoreError) in
            try await send(content, at: range, number: index + 1, upload: upload)
          }
          return (index, part)
        }
      }
      for _ in 0..<Swift.max(1, parts.width) { sendNext() }
      while let (index, part) = await group.next() {
        switch part {
        case .success(let part): sent[index] = part
        case .failure(let error):
          failure = failure ?? error
          group.cancelAll()
        }
        sendNext()
      }
      return (sent, failure)
    }
    if let failure = outcome.1 { throw failure }
    return outcome.0.sorted { $0.key < $1.key }.map(\.value)
  }

  private func send(
    _ content: WriteContent, at range: Range<Int>, number: Int, upload: Upload
  ) async throws(StoreError) -> Part {
    var query = upload.query(.put)
    query.items.append(.init(name: "partNumber", value: String(number)))
    query.body = try content.bytes(range)
    let checksums = BodyChecksums(of: query.body)
    query.checksums = checksums
    guard let etag = try await send(query).head["etag"] else {
      throw StoreError(
        .malformed, address: query.address, detail: "the response to part \(number) has no ETag")
    }
    content.note(written: range.count)
    return Part(etag: etag, checksum: checksums.sha256Text)
  }
}

// MARK: - The end

extension S3Client {
  /// Checks the condition, since not every server does so at the end of an upload in parts.
  private func check(_ condition: WriteCondition, upload: Upload) async throws(StoreError) {
    let now: String?
    do throws(StoreError) {
      now = try await head(upload.key, in: upload.bucket).etag
    } catch  where error.code == .notFound {
      now = nil
    } catch  where error.code == .accessDenied {
      return
    } catch {
      throw error
    }
    let isMet =
      switch condition {
      case .matches(let etag): now == etag
      case .absent: now == nil
      }
    guard !isMet else { return }
    throw StoreError(
      .preconditionFailed, address: upload.query(.head).address,
      detail: "it has changed in the meantime")
  }

  /// Combines the parts into an object.
  private func complete(
    _ upload: Upload, parts: [Part], condition: WriteCondition?
  ) async throws(StoreError) -> String? {
    var query = upload.query(.post)
    query.body = Self.list(of: parts)
    query.headers = [.init(name: "Content-Type", value: "application/xml")]
    if let condition { query.headers.append(condition.header) }
    let answer: (response: HTTPResponse, root: XMLElement?)
    do throws(StoreError) {
      answer = try await ask(query) { request throws(HTTPFailure) in
        var response = try await http.send(request)
        let root = try? XMLParser.parse(response.body)
        // This takes long, so S3 sends the status 200 before it knows the result.
        if response.head.isSuccess, root?.name == "Error" { response.head.status = 500 }
        return ((response, root), response)
      }
    } catch  where error.detail.contains("NoSuchUpload") {
      // Either a lost response had completed the upload, or somebody else ended it.
      throw StoreError(
        .preconditionFailed, address: error.address, detail: "the upload has already ended")
    } catch {
      throw error
    }
    guard let root = answer.root, root.name == "CompleteMultipartUploadResult" else {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the response is not a CompleteMultipartUploadResult"
      )
    }
    return root["ETag"]?.text ?? answer.response.head["etag"]
  }

  private static func list(of parts: [Part]) -> [UInt8] {
    var writer = XMLWriter()
    writer.begin(
      "CompleteMultipartUpload", [("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/")])
    for (index, part) in parts.enumerated() {
      writer.begin("Part")
      writer.element("PartNumber", text: String(index + 1))
      writer.element("ETag", text: part.etag)
      writer.element("ChecksumSHA256", text: part.checksum)
      writer.end()
    }
    writer.end()
    return writer.bytes
  }

  /// Deletes the parts.
  ///
  /// - Returns: The error to throw.
  private func abort(_ upload: Upload, after error: StoreError) async -> StoreError {
    // A cancelled task must clean up too.
    let outcome = await Task.detached {
      await Result { () async throws(StoreError) in try await send(upload.query(.delete)) }
    }.value
    guard case .failure(let problem) = outcome, problem.code != .notFound else { return error }
    return StoreError(
      error.code, address: error.address,
      detail: "\(error.detail); its parts remain: \(problem.detail)")
  }
}
