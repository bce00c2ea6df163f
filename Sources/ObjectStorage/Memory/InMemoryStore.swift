package import Formats

/// A store in memory: for standard input, and for the examples of the rules.
package struct InMemoryStore: ObjectStore {
  private let objects: ExactDictionary<[UInt8]>
  private let name: String

  /// Creates a store.
  ///
  /// - Parameters:
  ///   - objects: The bytes of each object by its key.
  ///   - name: The text before the keys in messages; may be empty.
  package init(_ objects: [String: [UInt8]], name: String = "") {
    self.objects = ExactDictionary(objects.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    self.name = name
  }

  /// Creates a store.
  ///
  /// - Parameters:
  ///   - objects: The bytes of each object by its key, which is compared by its bytes.
  ///   - name: The text before the keys in messages; may be empty.
  package init(exactly objects: ExactDictionary<[UInt8]>, name: String = "") {
    self.objects = objects
    self.name = name
  }

  package func list() throws(StoreError) -> ObjectListing {
    ObjectListing(
      objects: objects.map { .init(key: $0.key, size: $0.value.count) }
        .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) })
  }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource {
    guard let bytes = objects[key] else {
      throw StoreError(.notFound, address: displayName(of: key), detail: "no such object")
    }
    return BytesSource(bytes)
  }

  package func displayName(of key: String) -> String { name.isEmpty ? key : name + key }

  /// Gives the bytes of an array.
  private final class BytesSource: ObjectSource {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
      let count = Swift.min(buffer.count, bytes.count - offset)
      unsafe buffer.copyBytes(from: bytes[offset..<offset + count])
      offset += count
      return count
    }
  }
}
