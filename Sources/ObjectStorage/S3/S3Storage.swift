/// A bucket of S3, or of a compatible server, as a storage.
package struct S3Storage: ServerStorage {
  private let client: S3Client
  private let bucket: String

  init(_ client: S3Client, bucket: String) {
    self.client = client
    self.bucket = bucket
  }

  package var address: String { "s3://\(bucket)/" }

  package var location: String {
    guard let host = client.endpoint.host else {
      let suffix = AmazonPartition(region: client.endpoint.region).suffix
      return suffix == "amazonaws.com" ? address : "\(address) in \(suffix)"
    }
    return "\(address) at \(client.endpoint.scheme)://\(host.lowercased())"
  }

  func metadata(of key: String) async throws(StoreError) -> ObjectInfo {
    try await client.head(key, in: bucket)
  }

  package func details(of key: String, part: Int?) async throws(StoreError) -> ObjectInfo {
    try await client.details(of: key, in: bucket, part: part)
  }

  func reader(
    of key: String, _ part: ObjectPart
  ) async throws(StoreError) -> ResumingReader {
    let (client, bucket) = (client, bucket)
    return try await ResumingReader(
      part, address: address + key, retries: client.retries
    ) { range, etag throws(StoreError) in
      try await client.stream(
        key, in: bucket, range: range, matching: etag,
        changedFrom: etag == nil ? part.known : nil)
    }
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    let found = try await client.listPage(
      of: bucket, prefix: query.prefix, delimiter: query.delimiter,
      continuation: query.continuation)
    try await client.checkEnd(of: found, of: bucket, query)
    return ListingPage(found)
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    let type = attributes.contentType ?? ContentType(ofKey: key).text
    let etag = try await client.put(
      bytes, as: key, in: bucket, contentType: type, cacheControl: attributes.cacheControl,
      condition: attributes.condition)
    return ObjectInfo(size: bytes.count, etag: etag, contentType: type)
  }

  package func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    guard content.size > client.parts.largestWhole else {
      let info = try await write(try content.bytes(0..<content.size), to: key, attributes)
      content.note(written: content.size)
      return info
    }
    let type = attributes.contentType ?? ContentType(ofKey: key).text
    let etag = try await client.putInParts(
      content, as: key, in: bucket, contentType: type, cacheControl: attributes.cacheControl,
      condition: attributes.condition)
    return ObjectInfo(size: content.size, etag: etag, contentType: type)
  }

  package func delete(_ key: String) async throws(StoreError) {
    try await client.delete(key, in: bucket)
  }

  package func delete(_ key: String, matching etag: String) async throws(StoreError) {
    do throws(StoreError) {
      // Servers without conditional deletes ignore the header, so the ETag is compared first.
      guard try await head(key).etag == etag else {
        throw StoreError(
          .preconditionFailed, address: address + key, detail: "it has changed in the meantime")
      }
      try await client.delete(key, in: bucket, matching: etag)
    } catch  where error.code == .notFound {
      return
    } catch {
      throw error
    }
  }
}

/// The content type of an object, from the extension of its key.
struct ContentType: Sendable, Hashable {
  /// The type, such as `text/csv`.
  let text: String

  init(ofKey key: String) {
    let types = [
      ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".zip": "application/zip",
      ".gz": "application/gzip", ".txt": "text/plain; charset=utf-8",
      ".ndjson": "application/x-ndjson",
    ]
    text = types.first { key.hasSuffix($0.key) }?.value ?? "application/octet-stream"
  }
}
