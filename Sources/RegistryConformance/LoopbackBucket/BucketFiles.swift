internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A directory, served as a bucket.
struct BucketFiles: Sendable {
  /// The path of the directory.
  let path: String

  /// The maximum size of a served object, in bytes.
  private static let limit = 256 << 20
  /// The modification time that the server gives for all objects.
  private static let modified = (
    web: "Thu, 01 Jan 2026 00:00:00 GMT", xml: "2026-01-01T00:00:00.000Z"
  )

  // MARK: - Objects

  /// Answers GET and HEAD of an object.
  func object(_ request: LoopbackRequest) -> LoopbackAnswer {
    guard SuiteFolder.isInside(request.key), !request.key.hasSuffix("/"),
      PathKind(path + "/" + request.key) == .file
    else { return .error(404, code: "NoSuchKey", message: "there is no such object") }
    let bytes: [UInt8]
    do throws(StoreError) {
      bytes = try FileStorage(copy: path).bytes(of: request.key, limit: Self.limit)
    } catch {
      return Self.failure(error)
    }
    let etag = Self.etag(of: bytes)
    let fields = [
      ("ETag", etag), ("Last-Modified", Self.modified.web), ("Accept-Ranges", "bytes"),
      ("Content-Type", "application/octet-stream"),
    ]
    if let asked = request.fields["if-match"], asked != etag, asked != "*" {
      return .error(412, code: "PreconditionFailed", message: "the ETag of the object differs")
    }
    if let known = request.fields["if-none-match"], known == etag || known == "*" {
      return LoopbackAnswer(status: 304, fields: fields)
    }
    return Self.part(of: bytes, range: request.fields["range"], fields: fields)
  }

  /// The answer if a file can't be read: it is not absent.
  private static func failure(_ error: StoreError) -> LoopbackAnswer {
    .error(500, code: "InternalError", message: error.detail)
  }

  private static func part(
    of bytes: [UInt8], range: String?, fields: [(String, String)]
  ) -> LoopbackAnswer {
    guard let range, let bounds = bounds(range, size: bytes.count) else {
      return LoopbackAnswer(status: 200, fields: fields, body: bytes)
    }
    guard !bounds.isEmpty else {
      var answer = LoopbackAnswer.error(
        416, code: "InvalidRange", message: "the object ends before the range")
      answer.fields.append(("Content-Range", "bytes */\(bytes.count)"))
      return answer
    }
    let place = "bytes \(bounds.lowerBound)-\(bounds.upperBound - 1)/\(bytes.count)"
    return LoopbackAnswer(
      status: 206, fields: fields + [("Content-Range", place)], body: Array(bytes[bounds]))
  }

  /// The bytes of a range: nil if it is not a range, empty if the object has no byte in it.
  static func bounds(_ text: String, size: Int) -> Range<Int>? {
    guard text.hasPrefix("bytes="), !text.contains(",") else { return nil }
    let parts = text.dropFirst(6).split(
      separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    if parts[0].isEmpty {
      guard let count = Int(parts[1]), count >= 0 else { return nil }
      return max(0, size - count)..<size
    }
    guard let first = Int(parts[0]), first >= 0 else { return nil }
    let last = parts[1].isEmpty ? size - 1 : Int(parts[1])
    guard let last, parts[1].isEmpty || last >= first else { return nil }
    guard first < size else { return 0..<0 }
    return first..<min(size, last + 1)
  }

  private static func etag(of bytes: [UInt8]) -> String {
    "\"\(Digest.hexadecimal(Digest.digest(.md5, of: bytes)))\""
  }

  // MARK: - Listings

  /// Answers ListObjectsV2.
  func list(_ request: LoopbackRequest) -> LoopbackAnswer {
    guard request.query["list-type"] == "2" else {
      return request.method == "HEAD"
        ? LoopbackAnswer(status: 200)
        : .error(400, code: "InvalidArgument", message: "only list-type=2 is supported")
    }
    do throws(StoreError) {
      let listing = try FileStorage(copy: path).listAll()
      let page = BucketPage(listing.objects, query: request.query)
      return LoopbackAnswer(
        status: 200, fields: [("Content-Type", "application/xml")],
        body: try xml(page, request: request))
    } catch {
      return Self.failure(error)
    }
  }

  private func xml(
    _ page: BucketPage, request: LoopbackRequest
  ) throws(StoreError) -> [UInt8] {
    var writer = XMLWriter()
    func text(_ key: String) -> String {
      request.query["encoding-type"] == "url" ? Self.encoded(key) : key
    }
    writer.begin("ListBucketResult", [("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/")])
    writer.element("Name", text: request.bucket)
    writer.element("Prefix", text: text(request.query["prefix"] ?? ""))
    if let delimiter = request.query["delimiter"], !delimiter.isEmpty {
      writer.element("Delimiter", text: text(delimiter))
    }
    if request.query["encoding-type"] == "url" { writer.element("EncodingType", text: "url") }
    writer.element("MaxKeys", text: "\(page.limit)")
    writer.element("KeyCount", text: "\(page.entries.count)")
    writer.element("IsTruncated", text: page.next == nil ? "false" : "true")
    if let next = page.next { writer.element("NextContinuationToken", text: Self.encoded(next)) }
    for entry in page.entries {
      switch entry {
      case .object(let object):
        writer.begin("Contents")
        writer.element("Key", text: text(object.key))
        writer.element("LastModified", text: Self.modified.xml)
        let bytes = try FileStorage(copy: path).bytes(of: object.key, limit: Self.limit)
        writer.element("ETag", text: Self.etag(of: bytes))
        writer.element("Size", text: "\(object.size)")
        writer.element("StorageClass", text: "STANDARD")
        writer.end()
      case .prefix(let prefix):
        writer.begin("CommonPrefixes")
        writer.element("Prefix", text: text(prefix))
        writer.end()
      }
    }
    writer.end()
    return writer.bytes
  }

  /// A key with everything but letters, digits and `-_.~/` percent-encoded.
  private static func encoded(_ key: String) -> String {
    key.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_.~/".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + (digits.utf8.count < 2 ? "0" : "") + digits
    }.joined()
  }
}

/// One page of a listing.
struct BucketPage: Sendable {
  /// An entry of a page.
  enum Entry: Sendable {
    /// An object.
    case object(ObjectListing.Object)
    /// A common prefix of several keys.
    case prefix(String)

    /// The key or prefix.
    var name: String {
      switch self {
      case .object(let object): object.key
      case .prefix(let prefix): prefix
      }
    }
  }

  /// The entries, in byte order.
  private(set) var entries: [Entry] = []
  /// The last name of the page if more follow; otherwise nil.
  private(set) var next: String?
  /// The maximum number of entries per page.
  let limit: Int

  init(_ objects: [ObjectListing.Object], query: [String: String]) {
    limit = min(1000, max(0, query["max-keys"].flatMap { Int($0) } ?? 1000))
    let prefix = query["prefix"] ?? ""
    let delimiter = query["delimiter"] ?? ""
    let token = query["continuation-token"].map { LoopbackRequest.decoded($0[...]) }
    let start = token ?? query["start-after"] ?? ""
    for object in objects where object.key.utf8.starts(with: prefix.utf8) {
      let entry = Self.entry(object, prefix: prefix, delimiter: delimiter)
      guard start.utf8.lexicographicallyPrecedes(entry.name.utf8),
        entries.last?.name != entry.name
      else { continue }
      if entries.count == limit {
        next = entries.last?.name
        return
      }
      entries.append(entry)
    }
  }

  private static func entry(
    _ object: ObjectListing.Object, prefix: String, delimiter: String
  ) -> Entry {
    guard !delimiter.isEmpty else { return .object(object) }
    let rest = object.key.dropFirst(prefix.count)
    guard let range = rest.firstRange(of: delimiter) else { return .object(object) }
    return .prefix(prefix + rest[..<range.upperBound])
  }
}
