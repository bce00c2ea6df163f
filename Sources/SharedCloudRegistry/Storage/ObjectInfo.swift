/// What a storage knows of an object without its bytes.
public struct ObjectInfo: Sendable, Hashable {
  /// The size in bytes.
  public var size: Int
  /// What tells this state of the object from others, with its quotes; nil if nothing does.
  public var etag: String?
  /// When it was written, as the server says it.
  public var lastModified: String?
  /// What it is said to be.
  public var contentType: String?

  /// Makes the knowledge of an object.
  ///
  /// - Parameters:
  ///   - size: The size in bytes.
  ///   - etag: What tells this state from others, with its quotes.
  ///   - lastModified: When it was written.
  ///   - contentType: What it is said to be.
  public init(
    size: Int, etag: String? = nil, lastModified: String? = nil, contentType: String? = nil
  ) {
    self.size = size
    self.etag = etag
    self.lastModified = lastModified
    self.contentType = contentType
  }
}

/// A state that an object must be in for a write to be carried out.
public enum WriteCondition: Sendable, Hashable {
  /// It has this ETag still.
  case matches(String)
  /// It is not there.
  case absent
}
