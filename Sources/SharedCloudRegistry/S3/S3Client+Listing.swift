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
    let root: XMLElement
    do throws(SyntaxFault) {
      root = try XMLParser.parse(response.body)
    } catch {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the listing is not XML: \(error.message) at byte \(error.offset)")
    }
    guard let page = S3ListingPage(root) else {
      throw StoreError(
        .malformed, address: query.address, detail: "the response is not a ListBucketResult")
    }
    if let contradiction = page.contradiction(in: root) {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the listing contradicts itself: \(contradiction)")
    }
    return page
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
    var query = ListingQuery(prefix: prefix)
    var continuity = ListingContinuity(of: "s3://\(bucket)/", query)
    repeat {
      let found = try await listPage(
        of: bucket, prefix: prefix, continuation: query.continuation)
      try continuity.check(ListingPage(found))
      query.continuation = found.continuation
      take(found)
    } while query.continuation != nil
  }
}

extension ListingPage {
  /// Creates a page from one of S3.
  init(_ page: S3ListingPage) {
    objects = page.objects.map {
      Object(
        key: $0.key,
        info: ObjectInfo(size: $0.size, etag: $0.etag, lastModified: $0.lastModified))
    }
    prefixes = page.prefixes
    continuation = page.continuation
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
    let next = root["NextContinuationToken"]?.text ?? ""
    continuation = next.isEmpty ? nil : next
  }

  /// How the answer contradicts itself; nil if it does not.
  ///
  /// Nobody knows whether objects are missing in such an answer.
  func contradiction(in root: XMLElement) -> String? {
    let said = root["IsTruncated"]?.text ?? ""
    switch (said, continuation) {
    case ("true", .some), ("false", nil), ("", nil): break
    case ("true", nil): return "it says that more objects follow, but not where"
    case ("false", .some): return "it is the last page, but says where to continue"
    case ("", .some): return "it says where to continue, but not that more objects follow"
    default: return "IsTruncated is \(said), neither true nor false"
    }
    guard let count = root["KeyCount"].flatMap({ Int($0.text) }) else { return nil }
    // Some servers don't count the common prefixes.
    guard count != objects.count, count != objects.count + prefixes.count else { return nil }
    return "it has \(objects.count + prefixes.count) keys, but KeyCount is \(count)"
  }
}
