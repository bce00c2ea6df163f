internal import Synchronization

/// A storage with one object, standard input, which can be read once.
package final class StandardInputStorage: Storage {
  private let file = SequentialFile(standardInput: "standard input")
  /// The first bytes, read to detect the format.
  private let first: [UInt8]
  private let isOpened = Atomic(false)

  /// Reads the first bytes of standard input.
  ///
  /// - Throws: ``StoreError`` when nothing can be read.
  package init() throws(StoreError) { first = try file.bytes(4096) }

  package var address: String { "" }

  /// The first byte that is not a space; nil if there is no such byte in the first bytes.
  package var firstByte: UInt8? { first.first { $0 > 0x20 } }

  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: key, detail: "standard input has no metadata")
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    guard key == "-" else {
      throw StoreError(.notFound, address: key, detail: "standard input has no files beside it")
    }
    guard !isOpened.exchange(true, ordering: .relaxed) else {
      throw StoreError(
        .unavailable, address: "standard input", detail: "it can be read only once")
    }
    return StreamReader(file, after: first)
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    ListingPage()
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: key, detail: "standard input can't be written")
  }

  package func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: key, detail: "standard input can't be deleted")
  }
}
