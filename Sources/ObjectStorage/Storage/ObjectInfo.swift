/// The metadata of an object.
public struct ObjectInfo: Sendable, Hashable {
  /// The size in bytes; 0 if it is not known.
  public var size: Int
  /// Whether the size is known: servers that encode or stream their answers do not state it.
  public var isSizeKnown = true
  /// The ETag, with its quotes; nil if there is no ETag.
  public var etag: String?
  /// The modification time, as the server writes it.
  public var lastModified: String?
  /// The content type.
  public var contentType: String?
  /// How the stored bytes are encoded, such as `gzip`; nil if they are the content itself.
  public var contentEncoding: String?
  /// What else the server states about the object, by the names of the headers in lower case;
  /// empty unless ``Storage/details(of:part:)`` requested it.
  public var details: [String: String] = [:]

  /// Whether the server says that it is an HTML page.
  package var isPage: Bool {
    contentType?.lowercased().hasPrefix("text/html") ?? false
  }

  /// Creates metadata.
  ///
  /// - Parameters:
  ///   - size: The size in bytes.
  ///   - etag: The ETag, with its quotes.
  ///   - lastModified: The modification time.
  ///   - contentType: The content type.
  ///   - contentEncoding: How the stored bytes are encoded.
  public init(
    size: Int, etag: String? = nil, lastModified: String? = nil, contentType: String? = nil,
    contentEncoding: String? = nil
  ) {
    self.size = size
    self.etag = etag
    self.lastModified = lastModified
    self.contentType = contentType
    self.contentEncoding = contentEncoding
  }
}

/// The state that an object must have before a write.
public enum WriteCondition: Sendable, Hashable {
  /// It still has this ETag.
  case matches(String)
  /// It does not exist.
  case absent
}
