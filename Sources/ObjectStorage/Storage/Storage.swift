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

  /// Removes the copy of an object from a cache, since it is not what the server has.
  ///
  /// - Parameter key: The key.
  func forgetCopy(of key: String)

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

  /// Most storages have no cache.
  public func forgetCopy(of key: String) {}

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
