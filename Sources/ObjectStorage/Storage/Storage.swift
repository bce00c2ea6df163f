/// A place with the objects of a registry: a directory, a web server, a bucket.
///
/// Registries need only five operations. A key is the path of an object below the root of the
/// storage, without an extra leading slash. It is used as it is: nothing is decoded, and `..` has
/// no special meaning.
///
/// A storage refuses operations that it does not support, such as writing to a web server, with the
/// code ``StoreError/Code/unsupported``.
public protocol Storage: Sendable {
  /// The address of the root, with its final slash: `s3://bucket/`, `https://host/`, `file:///a/`.
  var address: String { get }

  /// The address of the root with its server, which tells equal names on two servers apart.
  var location: String { get }

  /// Whether the objects are files of this machine.
  var isLocal: Bool { get }

  /// Opens an object whose bytes are on this machine, such as a file or a copy in a cache.
  ///
  /// - Parameter key: The key.
  /// - Returns: The object; nil if its bytes are elsewhere.
  /// - Throws: ``StoreError``, with code `notFound` if it does not exist.
  func localObject(_ key: String) async throws(StoreError) -> LocalObject?

  /// Requests the metadata of an object.
  ///
  /// - Parameter key: The key.
  /// - Returns: Its size and ETag.
  /// - Throws: ``StoreError``, with code `notFound` if it does not exist.
  func head(_ key: String) async throws(StoreError) -> ObjectInfo

  /// Requests the metadata of an object, with its checksums and how it was uploaded.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - part: The part of a multi-part object, counted from 1, whose size is requested; nil for
  ///     the complete object.
  /// - Returns: Its metadata.
  /// - Throws: ``StoreError``, with code `unsupported` if the storage knows no parts.
  func details(of key: String, part: Int?) async throws(StoreError) -> ObjectInfo

  /// Starts to read an object.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - part: Which of its bytes, and the ETag that it must have.
  /// - Returns: A reader of the bytes.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the ETag differs.
  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader

  /// Lists one page of the objects, in byte order of their keys.
  ///
  /// - Parameter query: Which objects, and where to continue.
  /// - Returns: The page.
  /// - Throws: ``StoreError``, with code `unsupported` if nothing can be listed.
  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage

  /// Writes an object atomically: a reader gets all of the old or all of the new.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - key: The key.
  ///   - attributes: Metadata to store with it, and the condition for the write.
  /// - Returns: The new metadata.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the condition does not hold.
  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo

  /// Writes an object that may be too large for memory: it appears complete or not at all.
  ///
  /// - Parameters:
  ///   - content: The content, taken part by part.
  ///   - key: The key.
  ///   - attributes: Metadata to store with it, and the condition for the write.
  /// - Returns: The new metadata.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the condition does not hold.
  func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo

  /// Deletes an object; nothing happens if it does not exist.
  ///
  /// - Parameter key: The key.
  /// - Throws: ``StoreError``.
  func delete(_ key: String) async throws(StoreError)

  /// Deletes an object if it still has an ETag.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - etag: The ETag that the object must have.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if it has another.
  func delete(_ key: String, matching etag: String) async throws(StoreError)
}

extension Storage {
  /// Most objects are on servers.
  public var isLocal: Bool { false }

  /// The bytes are elsewhere.
  public func localObject(_ key: String) async throws(StoreError) -> LocalObject? { nil }

  /// Compares the ETag, then deletes the object: storages with one request for both replace this.
  public func delete(_ key: String, matching etag: String) async throws(StoreError) {
    do throws(StoreError) {
      guard try await head(key).etag == etag else {
        throw StoreError(
          .preconditionFailed, address: address + key, detail: "it has changed in the meantime")
      }
    } catch  where error.code == .notFound {
      return
    } catch {
      throw error
    }
    try await delete(key)
  }
}

extension Storage {
  /// The usual metadata, since most storages know no more.
  public func details(of key: String, part: Int?) async throws(StoreError) -> ObjectInfo {
    guard part == nil else {
      throw StoreError(.unsupported, address: address + key, detail: "it has no parts")
    }
    return try await head(key)
  }

  /// The address of the root, which is enough unless the server is a setting.
  public var location: String { address }

  /// Writes all of the content at once.
  public func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    let info = try await write(try content.bytes(0..<content.size), to: key, attributes)
    content.note(written: content.size)
    return info
  }
}

/// The bytes of an object, read on demand; the server waits while nobody reads.
public protocol ObjectReader: AnyObject, Sendable {
  /// The metadata of the complete object, even if only a part is read.
  var info: ObjectInfo { get }

  /// Waits for more bytes.
  ///
  /// - Returns: Bytes, at least one; nil after the last.
  /// - Throws: ``StoreError`` if the rest does not arrive. A truncated body is an error, never an
  ///   end.
  func next() async throws(StoreError) -> [UInt8]?

  /// Waits for more bytes, and puts them into a buffer that the caller lends.
  ///
  /// Reading a file this way is a plain call without an allocation.
  ///
  /// - Parameters:
  ///   - buffer: The buffer, which comes back. It grows if more bytes arrive than it has room for.
  ///   - start: The position in it of the first byte; there must be room after it.
  /// - Returns: The buffer, and the number of the new bytes; 0 after the last.
  /// - Throws: ``StoreError`` if the rest does not arrive; the buffer is then lost.
  func next(
    into buffer: consuming [UInt8], from start: Int
  ) async throws(StoreError) -> (buffer: [UInt8], count: Int)
}

extension ObjectReader {
  /// Copies the bytes, which is enough for readers that wait for a server.
  public func next(
    into buffer: consuming [UInt8], from start: Int
  ) async throws(StoreError) -> (buffer: [UInt8], count: Int) {
    guard let bytes = try await next() else { return (buffer, 0) }
    let end = start + bytes.count
    if end > buffer.count {
      buffer.append(contentsOf: repeatElement(0, count: end - buffer.count))
    }
    buffer.replaceSubrange(start..<end, with: bytes)
    return (buffer, bytes.count)
  }

  /// Reads to the end, in a buffer that is used again for each piece.
  ///
  /// - Parameter body: Takes each piece.
  /// - Throws: ``StoreError`` if the rest does not arrive, or the error of `body`.
  package func forEachPiece(
    _ body: (Span<UInt8>) throws(StoreError) -> Void
  ) async throws(StoreError) {
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let (filled, count) = try await next(into: consume buffer, from: 0)
      buffer = filled
      guard count > 0 else { return }
      try body(buffer.span.extracting(0..<count))
    }
  }
}

/// Which bytes of an object to read.
public struct ObjectPart: Sendable, Hashable {
  /// The bytes, counted from 0; nil for all.
  public var range: Range<Int>?
  /// The ETag that it must have; nil for any.
  public var etag: String?
  /// Whether to give the bytes as they are stored; otherwise the content encoding of a complete
  /// object is undone.
  public var isStored = false
  /// The state in which the object must not be, so that an unchanged object is not sent again; nil
  /// for any.
  package var known: ObjectInfo?

  /// Creates a part.
  ///
  /// - Parameters:
  ///   - range: The bytes, counted from 0; nil for all. Bytes after the end are ignored.
  ///   - etag: The ETag that the object must have; nil for any.
  public init(range: Range<Int>? = nil, matching etag: String? = nil) {
    self.range = range
    self.etag = etag
  }

  /// The complete object, with any ETag.
  public static let whole = ObjectPart()

  /// The complete object as it is stored, even if it has a content encoding.
  public static let stored: ObjectPart = {
    var part = ObjectPart()
    part.isStored = true
    return part
  }()
}

/// Which objects to list.
public struct ListingQuery: Sendable, Hashable {
  /// The prefix of the keys.
  public var prefix: String
  /// Where keys are grouped after the prefix, such as `/`; nil to list them all.
  public var delimiter: String?
  /// The token of the previous page; nil for the first.
  public var continuation: String?
  /// How many pages were read.
  private var pages = 0
  /// How many pages in a row had nothing.
  private var emptyPages = 0
  /// The token of an earlier page, to notice that tokens come again.
  private var remembered: String?

  /// Creates a query.
  ///
  /// - Parameters:
  ///   - prefix: The prefix of the keys.
  ///   - delimiter: Where keys are grouped; nil to list them all.
  ///   - continuation: The token of the previous page; nil for the first.
  public init(prefix: String = "", delimiter: String? = nil, continuation: String? = nil) {
    self.prefix = prefix
    self.delimiter = delimiter
    self.continuation = continuation
  }

  /// Pages of a bucket may be empty, but not many in a row.
  private static let mostEmptyPages = 1000

  /// Goes on to the page after another.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - address: The address of the storage, for messages.
  /// - Throws: ``StoreError`` if the server would never end: tokens repeat, or pages are empty.
  package mutating func advance(
    past page: ListingPage, at address: String
  ) throws(StoreError) {
    defer { continuation = page.continuation }
    guard let next = page.continuation else { return }
    pages += 1
    let isEmpty = page.objects.isEmpty && page.prefixes.isEmpty
    emptyPages = isEmpty ? emptyPages + 1 : 0
    guard next != continuation, next != remembered else {
      throw StoreError(
        .malformed, address: address + prefix, detail: "the pages of the listing repeat")
    }
    guard emptyPages < Self.mostEmptyPages else {
      throw StoreError(
        .malformed, address: address + prefix,
        detail: "\(emptyPages) pages of the listing in a row are empty")
    }
    // The token of every page whose number is a power of two meets any circle of tokens.
    if pages & (pages - 1) == 0 { remembered = next }
  }
}

/// Some of the objects of a storage.
public struct ListingPage: Sendable, Hashable {
  /// One object.
  public struct Object: Sendable, Hashable {
    /// The key.
    public var key: String
    /// Its metadata.
    public var info: ObjectInfo

    /// Creates an object.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - info: Its metadata.
    public init(key: String, info: ObjectInfo) {
      self.key = key
      self.info = info
    }
  }

  /// The objects, in byte order of their keys.
  public var objects: [Object] = []
  /// The common prefixes up to the delimiter, in byte order, if there is one.
  public var prefixes: [String] = []
  /// The token for the next page; nil if this is the last.
  public var continuation: String?
  /// Why parts could not be listed; then the listing is not complete.
  public var failures: [StoreError] = []

  /// Creates an empty page.
  public init() {}
}

/// The metadata to store with an object, and the condition for the write.
public struct WriteAttributes: Sendable, Hashable {
  /// The content type, such as `text/csv`.
  public var contentType: String?
  /// How long others may cache it, such as `max-age=60`.
  public var cacheControl: String?
  /// The condition for the write; nil for none.
  public var condition: WriteCondition?

  /// Creates attributes.
  ///
  /// - Parameters:
  ///   - contentType: The content type; nil to use the extension of the key.
  ///   - cacheControl: How long others may cache it; nil to say nothing.
  ///   - condition: The condition for the write; nil for none.
  public init(
    contentType: String? = nil, cacheControl: String? = nil, condition: WriteCondition? = nil
  ) {
    self.contentType = contentType
    self.cacheControl = cacheControl
    self.condition = condition
  }
}
