/// A store with one object, standard input, which can be read once.
package final class StandardInputStore: ObjectStore {
  private let source: PeekedSource

  /// Reads the first bytes of standard input.
  package init() {
    source = PeekedSource(FileSource(standardInput: "standard input"))
  }

  /// The first byte that is not blank; nil if there is none in the first chunk.
  package var firstByte: UInt8? { source.first.first { $0 > 0x20 } }

  package func list() throws(StoreError) -> ObjectListing { ObjectListing(objects: []) }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource {
    guard key == "-" else {
      throw StoreError(.notFound, address: key, detail: "standard input has no files beside it")
    }
    return OnePass(source)
  }

  package func displayName(of key: String) -> String { "<stdin>" }

  /// A source whose first bytes have been read already.
  private struct PeekedSource: @unchecked Sendable {
    let first: [UInt8]
    let rest: FileSource

    init(_ source: FileSource) {
      first = []
      rest = source
    }
  }
}
