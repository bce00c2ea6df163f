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
