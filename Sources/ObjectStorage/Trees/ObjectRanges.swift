internal import Files

/// The bytes of an object at any place: of this machine, or of a server.
package struct ObjectRanges: Sendable {
  private enum Place: Sendable {
    case local(LocalObject)
    case server(any Storage, key: String, etag: String?)
  }

  private let place: Place
  /// The number of bytes.
  package let size: Int
  /// The address of the object, for messages.
  package let address: String

  /// An object of this size is fetched completely, since requests cost more than bytes.
  private static let smallSize = 256 << 10
  /// The number of bytes for which room is made before they arrive.
  private static let roomAtFirst = 16 << 20

  /// Uses an object of this machine.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - address: Its address, for messages.
  package init(_ object: LocalObject, address: String) {
    place = .local(object)
    size = object.size
    self.address = address
  }

  /// Opens an object.
  ///
  /// - Parameters:
  ///   - storage: The storage that has it.
  ///   - key: Its key.
  ///   - isForAll: Whether all of its bytes are needed, so that they are fetched first.
  /// - Throws: ``StoreError``.
  package init(
    _ storage: any Storage, key: String, isForAll: Bool = false
  ) async throws(StoreError) {
    address = storage.address + key
    if !isForAll, !storage.isLocal {
      let info = try await storage.head(key)
      if info.size > Self.smallSize, ContentCoding(info.contentEncoding) == nil {
        place = .server(storage, key: key, etag: info.etag)
        size = info.size
        return
      }
    }
    if let object = try await storage.localObject(key) {
      place = .local(object)
      size = object.size
      return
    }
    let object = try await LocalObject(keeping: try await storage.read(key, .whole))
    place = .local(object)
    size = object.size
  }

  /// Reads bytes.
  ///
  /// - Parameter range: The bytes, counted from 0, all within the object.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError`` when they can't be read, also if the object ends before them.
  package func bytes(_ range: Range<Int>) async throws(StoreError) -> [UInt8] {
    if range.isEmpty { return [] }
    switch place {
    case .local(let object):
      let bytes = try object.bytes(range)
      guard bytes.count == range.count else { throw endedEarly }
      return bytes
    case .server(let storage, let key, let etag):
      let reader = try await storage.read(key, ObjectPart(range: range, matching: etag))
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Swift.min(range.count, Self.roomAtFirst))
      while let more = try await reader.next() { bytes += more }
      guard bytes.count == range.count else { throw endedEarly }
      return bytes
    }
  }

  /// The object has fewer bytes than it had.
  private var endedEarly: StoreError {
    StoreError(.changed, address: address, detail: "it ended early; it changed while it was read")
  }
}

extension LocalObject {
  /// The maximum number of bytes that are kept in memory.
  private static let smallSize = 1 << 20

  /// Reads an object to its end and keeps it: in memory if it is small, else in an unnamed file.
  ///
  /// - Parameter reader: Gives its bytes.
  /// - Throws: ``StoreError`` when they can't be read or kept.
  package init(keeping reader: any ObjectReader) async throws(StoreError) {
    var small: [UInt8] = []
    while small.count <= Self.smallSize {
      guard let bytes = try await reader.next() else {
        self.init(small)
        return
      }
      small += bytes
    }
    var spool = try StoreError.describing(SpoolWriter())
    spool.append(small.span)
    while let bytes = try await reader.next() {
      spool.append(bytes.span)
      try StoreError.describing(spool.flushIfFull())
    }
    do throws(FileError) {
      let (file, count) = try spool.finish()
      self.init(file, 0..<count)
    } catch {
      throw StoreError(error)
    }
  }
}
