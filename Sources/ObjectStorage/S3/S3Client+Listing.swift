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
  /// The maximum number of keys per page, as the server says.
  var maxKeys: Int?

  /// The last key or common prefix.
  var last: String? {
    let ends = [objects.last?.key, prefixes.last].compactMap(\.self)
    return ends.max { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
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
  ///   - key: The key after which to begin; nil to begin at the first.
  /// - Returns: The page.
  /// - Throws: ``StoreError``, with code `malformed` if the answer is not a listing.
  func listPage(
    of bucket: String, prefix: String = "", delimiter: String? = nil, continuation: String? = nil,
    count: Int = 1000, after key: String? = nil
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
    if let key { query.items.append(.init(name: "start-after", value: key)) }
    let response = try await send(query, limit: 64 << 20)
    let root: XMLElement
    do throws(SyntaxFault) {
      root = try XMLParser.parse(response.body)
    } catch {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the listing is not XML: \(error.message) at byte \(error.offset)")
    }
    let page: S3ListingPage
    do throws(ListingFault) {
      page = try S3ListingPage(root)
    } catch {
      throw StoreError(.malformed, address: query.address, detail: error.words)
    }
    if let contradiction = ListingContradiction(
      page, in: root, bucket: bucket, prefix: prefix, after: key ?? ""
    ).words {
      throw StoreError(
        .malformed, address: query.address,
        detail: "the listing contradicts itself: \(contradiction)")
    }
    return page
  }

  /// Checks that nothing follows a last page that is full: some servers cut listings there.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - bucket: The bucket.
  ///   - query: The query for the page.
  /// - Throws: ``StoreError``, with code `malformed` if more keys follow.
  func checkEnd(
    of page: S3ListingPage, of bucket: String, _ query: ListingQuery
  ) async throws(StoreError) {
    let count = page.objects.count + page.prefixes.count
    guard page.continuation == nil, count >= Swift.min(page.maxKeys ?? 1000, 1000),
      let last = page.last
    else { return }
    let next = try await listPage(
      of: bucket, prefix: query.prefix, delimiter: query.delimiter, count: 2, after: last)
    // A server that does not know where to begin gives the first keys again.
    guard let key = next.last, last.utf8.lexicographicallyPrecedes(key.utf8),
      !key.utf8.starts(with: last.utf8) || !page.prefixes.contains(last)
    else { return }
    throw StoreError(
      .malformed, address: "s3://\(bucket)/\(query.prefix)",
      detail: "the listing contradicts itself: it ends after \(count) keys, but more follow")
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
    repeat {
      let found = try await listPage(
        of: bucket, prefix: prefix, continuation: query.continuation)
      try await checkEnd(of: found, of: bucket, query)
      try query.advance(past: ListingPage(found), at: "s3://\(bucket)/")
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

/// Why a response is not a page of a listing.
struct ListingFault: Error, Sendable, Hashable {
  /// The fault, on one line.
  var words: String
}

extension S3ListingPage {
  /// Reads a `ListBucketResult`.
  ///
  /// - Throws: ``ListingFault`` if the element is something else, or incomplete.
  init(_ root: XMLElement) throws(ListingFault) {
    guard root.name == "ListBucketResult" else {
      throw ListingFault(words: "the response is not a ListBucketResult")
    }
    let isEncoded = root["EncodingType"]?.text == "url"
    func text(_ element: XMLElement?) -> String? {
      guard let text = element?.text else { return nil }
      // XML can't contain control characters, so keys come URL-encoded.
      return isEncoded ? PercentEncoding.decode(text.replacing("+", with: " ")) : text
    }
    for child in root.children {
      switch child.name {
      case "Contents":
        guard let key = text(child["Key"]), !key.isEmpty else {
          throw Self.fault("Key", in: child, of: "entry \(objects.count + 1)")
        }
        guard let size = child["Size"].flatMap({ Int($0.text) }), size >= 0 else {
          throw Self.fault("Size", in: child, of: key.abbreviated)
        }
        objects.append(
          Object(
            key: key, size: size, etag: child["ETag"]?.text,
            lastModified: child["LastModified"]?.text))
      case "CommonPrefixes":
        guard let prefix = text(child["Prefix"]), !prefix.isEmpty else {
          throw Self.fault("Prefix", in: child, of: "common prefix \(prefixes.count + 1)")
        }
        prefixes.append(prefix)
      default: break
      }
    }
    maxKeys = root["MaxKeys"].flatMap { Int($0.text) }
    let next = root["NextContinuationToken"]?.text ?? ""
    continuation = next.isEmpty ? nil : next
  }

  private static func fault(
    _ name: String, in element: XMLElement, of object: String
  ) -> ListingFault {
    let found = element[name].map {
      $0.text.isEmpty
        ? "an empty \(name)" : "the \(name) \($0.text.abbreviated), which can't be read,"
    }
    return ListingFault(words: "the listing has \(found ?? "no \(name)") for \(object)")
  }
}
