internal import Formats

/// One page of a bucket's listing.
struct S3ListingPage: Sendable, Hashable {
  /// One object.
  struct Object: Sendable, Hashable {
    var key: String
    var size: Int
    var etag: String?
    var lastModified: String?
  }

  /// The objects, in byte order of their keys.
  var objects: [Object] = []
  /// The common prefixes up to the delimiter, if there is one.
  var prefixes: [String] = []
  /// The token for the next page; nil if this is the last.
  var continuation: String?
}

extension S3Client {
  /// Lists one page of a bucket.
  ///
  /// - Parameters:
  ///   - bucket: The bucket.
  ///   - prefix: The prefix of the keys.
  ///   - delimiter: Where keys are grouped; nil to list them all.
  ///   - continuation: The token of the previous page; nil for the first.
  ///   - count: The maximum number of objects per page; S3 gives at most 1000.
  /// - Returns: The page.
  /// - Throws: ``StoreError``, with code `malformed` if the answer is not a listing.
  func listPage(
    of bucket: String, prefix: String = "", delimiter: String? = nil, continuation: String? = nil,
    count: Int = 1000
  ) async throws(StoreError) -> S3ListingPage {
    var query = Query(bucket: bucket)
    query.items = [
      .init(name: "list-type", value: "2"), .init(name: "encoding-type", value: "url"),
      .init(name: "max-keys", value: String(count)), .init(name: "prefix", value: prefix),
    ]
    if let delimiter { query.items.append(.init(name: "delimiter", value: delimiter)) }
    if let continuation {
      query.items.append(.init(name: "continuation-token", value: continuation))
    }
    let response = try await send(query, limit: 64 << 20)
    do throws(SyntaxFault) {
      let root = try XMLParser.parse(response.body)
      if let page = S3ListingPage(root) { return page }
    } catch {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the listing is not XML: \(error.message) at byte \(error.offset)")
    }
    throw StoreError(
      .malformed, address: query.address, detail: "the response is not a ListBucketResult")
  }

  /// Lists a bucket page by page.
  ///
  /// - Parameters:
  ///   - bucket: The bucket.
  ///   - prefix: The prefix of the keys.
  ///   - take: Called with every page.
  /// - Throws: ``StoreError``, also when pages repeat or go back, since that would never end.
  func list(
    _ bucket: String, prefix: String = "", take: (S3ListingPage) -> Void
  ) async throws(StoreError) {
    var continuation: String?
    var last: String?
    repeat {
      let page = try await listPage(of: bucket, prefix: prefix, continuation: continuation)
      if let first = page.objects.first?.key, let last,
        first.utf8.lexicographicallyPrecedes(last.utf8)
      {
        throw StoreError(
          .malformed, address: "s3://\(bucket)/\(prefix)", detail: "the pages of the listing repeat"
        )
      }
      last = page.objects.last?.key ?? last
      if let next = page.continuation, next == continuation {
        throw StoreError(
          .malformed, address: "s3://\(bucket)/\(prefix)", detail: "the pages of the listing repeat"
        )
      }
      continuation = page.continuation
      take(page)
    } while continuation != nil
  }
}

extension S3ListingPage {
  /// Reads a `ListBucketResult`; nil if the element is something else or incomplete.
  init?(_ root: XMLElement) {
    guard root.name == "ListBucketResult" else { return nil }
    let isEncoded = root["EncodingType"]?.text == "url"
    func text(_ element: XMLElement?) -> String? {
      guard let text = element?.text else { return nil }
      // XML can't contain control characters, so keys come URL-encoded.
      return isEncoded ? PercentEncoding.decode(text.replacing("+", with: " ")) : text
    }
    for child in root.children {
      switch child.name {
      case "Contents":
        guard let key = text(child["Key"]), let size = child["Size"].flatMap({ Int($0.text) }),
          size >= 0
        else { return nil }
        objects.append(
          Object(
            key: key, size: size, etag: child["ETag"]?.text,
            lastModified: child["LastModified"]?.text))
      case "CommonPrefixes":
        guard let prefix = text(child["Prefix"]) else { return nil }
        prefixes.append(prefix)
      default: break
      }
    }
    guard root["IsTruncated"]?.text == "true" else { return }
    // A listing that continues without a token must not be taken for complete.
    guard let next = root["NextContinuationToken"]?.text, !next.isEmpty else { return nil }
    continuation = next
  }
}
