internal import Synchronization

/// A store with one object, standard input, which can be read once.
package final class StandardInputStore: ObjectStore {
  /// The first bytes, read to detect the format.
  private let first: [UInt8]
  private let isOpened = Atomic(false)

  /// Reads the first bytes of standard input.
  ///
  /// - Throws: ``StoreError`` when nothing can be read.
  package init() throws(StoreError) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let source = FileSource(standardInput: "standard input")
    let count = try unsafe chunk.withUnsafeMutableBufferPointer {
      (buffer) throws(StoreError) -> Int in
      unsafe try source.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    first = Array(chunk[..<count])
  }

  /// The first byte that is not a space; nil if there is no such byte in the first bytes.
  package var firstByte: UInt8? { first.first { $0 > 0x20 } }

  package func list() throws(StoreError) -> ObjectListing { ObjectListing(objects: []) }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource {
    guard key == "-" else {
      throw StoreError(.notFound, address: key, detail: "standard input has no files beside it")
    }
    guard !isOpened.exchange(true, ordering: .relaxed) else {
      throw StoreError(
        .unavailable, address: "standard input", detail: "it can be read only once")
    }
    return Source(first)
  }

  package func displayName(of key: String) -> String { "<stdin>" }

  /// Returns the first bytes, then the rest.
  private final class Source: ObjectSource {
    private var first: ArraySlice<UInt8>
    private let rest = FileSource(standardInput: "standard input")

    init(_ first: [UInt8]) { self.first = first[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
      guard !first.isEmpty else { return unsafe try rest.read(into: buffer) }
      let count = Swift.min(buffer.count, first.count)
      unsafe buffer.copyBytes(from: first.prefix(count))
      first = first.dropFirst(count)
      return count
    }
  }
}
