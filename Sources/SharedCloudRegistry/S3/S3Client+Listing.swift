internal import Formats

/// One answer to a request to list a bucket.
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
  /// What keys up to the delimiter begin with, where one was given.
  var prefixes: [String] = []
  /// What to ask for the next page with; nil if this is the last.
  var continuation: String?
}

extension S3Client {
  /// Lists one page of a bucket.
  ///
  /// - Parameters:
  ///   - bucket: The bucket.
  ///   - prefix: What the keys begin with.
  ///   - delimiter: Where keys are cut and put together; nil to list them all.
  ///   - continuation: What the page before said; nil for the first.
  ///   - count: The most objects of a page; S3 gives 1000 at most.
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
      .malformed, address: query.address, detail: "the answer is no ListBucketResult")
  }

  /// Lists a bucket page by page.
  ///
  /// - Parameters:
  ///   - bucket: The bucket.
  ///   - prefix: What the keys begin with.
  ///   - take: Called with every page.
  /// - Throws: ``StoreError``, also when pages repeat or go back, which would never end.
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
  /// Reads a `ListBucketResult`; nil if the element is none or lacks what belongs to it.
  init?(_ root: XMLElement) {
    guard root.name == "ListBucketResult" else { return nil }
    let isEncoded = root["EncodingType"]?.text == "url"
    func text(_ element: XMLElement?) -> String? {
      guard let text = element?.text else { return nil }
      // Keys with control characters can't be written in XML, so they come as in a form.
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
    // A listing that goes on but does not say where would be taken for complete.
    guard let next = root["NextContinuationToken"]?.text, !next.isEmpty else { return nil }
    continuation = next
  }
}
