/// Where the objects of a registry lie: a directory, a web server, a bucket.
///
/// Five verbs are all that registries need. A key is the path of an object below the root of the
/// storage, without a leading slash of its own, and is taken as it is: nothing in it is decoded,
/// and `..` leads nowhere.
///
/// What a storage can't do, such as writing to a web server, it refuses with the code
/// ``StoreError/Code/unsupported``.
public protocol Storage: Sendable {
  /// The address of the root, with its final slash: `s3://bucket/`, `https://host/`, `file:///a/`.
  var address: String { get }

  /// Asks what is known of an object.
  ///
  /// - Parameter key: The key.
  /// - Returns: Its size and state.
  /// - Throws: ``StoreError``, with code `notFound` if it is not there.
  func head(_ key: String) async throws(StoreError) -> ObjectInfo

  /// Begins to read an object.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - part: Which of its bytes, and in which state it must be.
  /// - Returns: The bytes, to be taken as they come.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if it is in another state.
  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader

  /// Lists one page of the objects, in byte order of their keys.
  ///
  /// - Parameter query: Which objects, and where to go on.
  /// - Returns: The page.
  /// - Throws: ``StoreError``, with code `unsupported` where nothing can be listed.
  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage

  /// Writes an object as a whole: whoever reads gets all of the old or all of the new.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - key: The key.
  ///   - attributes: What else is to be kept with it, and under which condition to write.
  /// - Returns: The new state.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the condition does not hold.
  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo

  /// Writes an object that may be too large for memory: it is there as a whole or not at all.
  ///
  /// - Parameters:
  ///   - content: The content, taken part by part.
  ///   - key: The key.
  ///   - attributes: What else is to be kept with it, and under which condition to write.
  /// - Returns: The new state.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if the condition does not hold.
  func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo

  /// Deletes an object; nothing happens if it is not there.
  ///
  /// - Parameter key: The key.
  /// - Throws: ``StoreError``.
  func delete(_ key: String) async throws(StoreError)
}

extension Storage {
  /// Writes all of the content at once.
  public func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    let info = try await write(try content.bytes(0..<content.size), to: key, attributes)
    content.note(written: content.size)
    return info
  }
}

/// The bytes of an object, taken as they come; where they come from waits while nobody takes them.
public protocol ObjectReader: AnyObject, Sendable {
  /// What is known of the object as a whole, also when a part of it is read.
  var info: ObjectInfo { get }

  /// Waits for more bytes.
  ///
  /// - Returns: Bytes, at least one; nil behind the last.
  /// - Throws: ``StoreError`` if the rest does not come. A body that ends early is an error, never
  ///   an end.
  func next() async throws(StoreError) -> [UInt8]?
}

/// Which bytes of an object to read.
public struct ObjectPart: Sendable, Hashable {
  /// The bytes, counted from 0; nil for all.
  public var range: Range<Int>?
  /// The ETag that it must have; nil for any.
  public var etag: String?

  /// Makes a part.
  ///
  /// - Parameters:
  ///   - range: The bytes, counted from 0; nil for all. What lies behind the end is left out.
  ///   - etag: The ETag that the object must have; nil for any.
  public init(range: Range<Int>? = nil, matching etag: String? = nil) {
    self.range = range
    self.etag = etag
  }

  /// The whole object, in whatever state.
  public static let whole = ObjectPart()
}

/// Which objects to list.
public struct ListingQuery: Sendable, Hashable {
  /// What the keys begin with.
  public var prefix: String
  /// Where keys are cut and put together behind the prefix, such as `/`; nil to list them all.
  public var delimiter: String?
  /// What the page before said; nil for the first.
  public var continuation: String?

  /// Makes a query.
  ///
  /// - Parameters:
  ///   - prefix: What the keys begin with.
  ///   - delimiter: Where keys are cut and put together; nil to list them all.
  ///   - continuation: What the page before said; nil for the first.
  public init(prefix: String = "", delimiter: String? = nil, continuation: String? = nil) {
    self.prefix = prefix
    self.delimiter = delimiter
    self.continuation = continuation
  }
}

/// Some of the objects of a storage.
public struct ListingPage: Sendable, Hashable {
  /// One object.
  public struct Object: Sendable, Hashable {
    /// The key.
    public var key: String
    /// What is known of it.
    public var info: ObjectInfo

    /// Makes an object.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - info: What is known of it.
    public init(key: String, info: ObjectInfo) {
      self.key = key
      self.info = info
    }
  }

  /// The objects, in byte order of their keys.
  public var objects: [Object] = []
  /// What keys up to the delimiter begin with, in byte order, where one was given.
  public var prefixes: [String] = []
  /// What to ask for the next page with; nil if this is the last.
  public var continuation: String?
  /// Why parts could not be listed; then the listing is not complete.
  public var failures: [StoreError] = []

  /// Makes an empty page.
  public init() {}
}

/// What is kept with an object, and when it may be written.
public struct WriteAttributes: Sendable, Hashable {
  /// What it is said to be, such as `text/csv`.
  public var contentType: String?
  /// How long others may keep it, such as `max-age=60`.
  public var cacheControl: String?
  /// The state that the object must be in; nil for any.
  public var condition: WriteCondition?

  /// Makes attributes.
  ///
  /// - Parameters:
  ///   - contentType: What it is said to be; nil to go by the ending of the key.
  ///   - cacheControl: How long others may keep it; nil to say nothing.
  ///   - condition: The state that the object must be in; nil for any.
  public init(
    contentType: String? = nil, cacheControl: String? = nil, condition: WriteCondition? = nil
  ) {
    self.contentType = contentType
    self.cacheControl = cacheControl
    self.condition = condition
  }
}
