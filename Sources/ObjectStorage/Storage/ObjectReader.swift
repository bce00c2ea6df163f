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
  /// Whether a web page or an error of the server in place of a complete object is an error, since
  /// nothing else is known about the object.
  package var refusesPages = false
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
