/// Which objects to list.
public struct ListingQuery: Sendable, Hashable {
  /// The prefix of the keys.
  public var prefix: String
  /// Where keys are grouped after the prefix, such as `/`; nil to list them all.
  public var delimiter: String?
  /// The token of the previous page; nil for the first.
  public private(set) var continuation: String?
  /// What the pages so far say about the next; nil before the first.
  private var continuity: ListingContinuity?
  /// How many pages in a row had nothing.
  private var emptyPages = 0

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
  /// - Throws: ``StoreError`` if the page contradicts those before, or the server would never end:
  ///   tokens repeat, or pages are empty.
  package mutating func advance(
    past page: ListingPage, at address: String
  ) throws(StoreError) {
    var checked = continuity ?? ListingContinuity(of: address, self)
    try checked.check(page)
    continuity = checked
    defer { continuation = page.continuation }
    guard page.continuation != nil else { return }
    let isEmpty = page.objects.isEmpty && page.prefixes.isEmpty
    emptyPages = isEmpty ? emptyPages + 1 : 0
    guard emptyPages < Self.mostEmptyPages else {
      throw StoreError(
        .malformed, address: address + prefix,
        detail: "\(emptyPages) pages of the listing in a row are empty")
    }
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

extension ListingQuery {
  /// The key up to the delimiter after the prefix; nil if the key itself is listed.
  func commonPrefix(of key: String) -> String? {
    guard let delimiter, !delimiter.isEmpty else { return nil }
    let rest = key.dropFirst(prefix.count)
    guard let found = rest.firstRange(of: delimiter) else { return nil }
    return String(key[..<found.upperBound])
  }
}
