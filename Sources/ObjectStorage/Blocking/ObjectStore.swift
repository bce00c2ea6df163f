/// A place that holds objects under keys: a directory tree, or a dictionary in a test.
package protocol ObjectStore: Sendable {
  /// Lists every object, in byte order of the keys.
  ///
  /// - Returns: The objects, and what could not be listed.
  /// - Throws: ``StoreError`` when nothing can be listed.
  func list() throws(StoreError) -> ObjectListing

  /// Opens an object for reading from its start.
  ///
  /// - Parameter key: The key, without a leading slash.
  /// - Returns: A source of the object's bytes.
  /// - Throws: ``StoreError`` when it does not exist or can't be opened.
  func open(_ key: String) throws(StoreError) -> any ObjectSource

  /// Returns the name of an object for messages.
  ///
  /// - Parameter key: The key, without a leading slash.
  /// - Returns: A path or address.
  func displayName(of key: String) -> String
}

/// Gives the bytes of one object, once.
package protocol ObjectSource: AnyObject {
  /// Reads more bytes.
  ///
  /// - Parameter buffer: Receives the bytes.
  /// - Returns: The number of bytes read; 0 at the end.
  /// - Throws: ``StoreError`` when the rest can't be read.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int

  /// The approximate number of bytes, if it is known; only for allocating memory.
  var expectedSize: Int { get }
}

extension ObjectSource {
  /// The size is not known.
  package var expectedSize: Int { 0 }
}

/// The contents of a store.
package struct ObjectListing: Sendable {
  /// One object.
  package struct Object: Sendable, Hashable {
    /// The key, with slashes between directories.
    package var key: String
    /// The size in bytes.
    package var size: Int

    package init(key: String, size: Int) {
      self.key = key
      self.size = size
    }
  }
  /// The objects, in byte order of the keys.
  package var objects: [Object]
  /// The parts of the store about which the listing says nothing.
  package var gaps: [ListingGap]

  /// Why parts of the store could not be listed.
  package var failures: [StoreError] { gaps.filter(\.kind.isFailure).map(\.error) }

  package init(objects: [Object], gaps: [ListingGap] = []) {
    self.objects = objects
    self.gaps = gaps
  }
}

extension ObjectStore {
  /// Reads a whole object.
  ///
  /// - Parameters:
  ///   - key: The key of the object.
  ///   - limit: The maximum number of bytes.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError``, with code `tooLarge` beyond the limit.
  package func read(_ key: String, limit: Int) throws(StoreError) -> [UInt8] {
    let source = try open(key)
    // Allocates the expected size, so that the bytes are written once.
    var bytes = [UInt8](repeating: 0, count: Swift.min(source.expectedSize, limit) + 4096)
    var end = 0
    while true {
      if end == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
      let free = end..<bytes.count
      let count = try unsafe bytes.withUnsafeMutableBufferPointer {
        (buffer) throws(StoreError) -> Int in
        let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[free])
        return unsafe try source.read(into: UnsafeMutableRawBufferPointer(room))
      }
      end += count
      guard end <= limit else {
        throw StoreError(
          .tooLarge, address: displayName(of: key), detail: "more than \(limit) bytes")
      }
      guard count > 0 else { break }
    }
    bytes.removeLast(bytes.count - end)
    return bytes
  }
}
