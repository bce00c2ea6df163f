internal import Formats

/// The content encodings of a stored object.
///
/// Source: RFC 9110, section 8.4. `aws-chunked` describes how Amazon's tools sent an object; some
/// servers keep the word.
package struct ContentCoding: Sendable, Hashable {
  /// The encodings in the order in which they were applied.
  package let names: [String]

  /// Reads the header `Content-Encoding`; nil if the stored bytes are the content itself.
  package init?(_ header: String?) {
    let words = (header ?? "").lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
    names = words.map { String($0) }.filter { $0 != "identity" && $0 != "aws-chunked" }
    if names.isEmpty { return nil }
  }

  /// The name as in the header.
  package var text: String { names.joined(separator: ", ") }

  /// Whether the encoding can be undone.
  package var isKnown: Bool { names.allSatisfy { $0 == "gzip" || $0 == "x-gzip" } }
}

extension ObjectReader {
  /// The content of an object, with its encoding undone.
  ///
  /// - Parameter address: The address of the object, for messages.
  /// - Returns: A reader of the content.
  /// - Throws: ``StoreError`` for an encoding that can't be undone.
  package func content(at address: String) throws(StoreError) -> any ObjectReader {
    guard let coding = ContentCoding(info.contentEncoding) else { return self }
    // The encoding of a .gz file is often its own compression, which its readers undo.
    if coding.names.count == 1, address.hasSuffix(".gz"), coding.isKnown { return self }
    guard coding.isKnown else {
      throw StoreError(
        .unsupported, address: address,
        detail: "it is stored with Content-Encoding: \(coding.text), which scregistry can't decode")
    }
    var reader: any ObjectReader = self
    for _ in coding.names { reader = EncodedReader(reader, address: address) }
    return reader
  }
}

/// Undoes gzip, if the bytes are what their description says.
package final class EncodedReader: ObjectReader {
  package let info: ObjectInfo
  private let pieces: Pieces

  /// Wraps a reader of stored bytes.
  ///
  /// - Parameters:
  ///   - reader: Gives the stored bytes.
  ///   - address: The address of the object, for messages.
  package init(_ reader: any ObjectReader, address: String) {
    info = reader.info
    pieces = Pieces(reader, address: address)
  }

  package func next() async throws(StoreError) -> [UInt8]? { try await pieces.next() }

  private actor Pieces {
    private let start: PeekingReader
    private let address: String
    private var source: (any ObjectReader)?

    init(_ reader: any ObjectReader, address: String) {
      start = PeekingReader(reader)
      self.address = address
    }

    func next() async throws(StoreError) -> [UInt8]? {
      if let source { return try await source.next() }
      // Files are also labelled as gzip without being compressed.
      let isGzip = ArchiveFormat(firstBytes: try await start.firstBytes(2)) == .gzip
      let chosen: any ObjectReader =
        isGzip ? DecompressingReader(start, format: .gzip, address: address) : start
      source = chosen
      return try await chosen.next()
    }
  }
}

/// A reader whose first bytes can be looked at before they are read.
actor PeekingReader: ObjectReader {
  nonisolated let info: ObjectInfo
  private let reader: any ObjectReader
  private var waiting: [UInt8] = []

  /// Wraps a reader.
  ///
  /// - Parameter reader: Gives the bytes.
  init(_ reader: any ObjectReader) {
    info = reader.info
    self.reader = reader
  }

  /// The first bytes, which stay to be read.
  ///
  /// - Parameter count: How many are enough.
  /// - Returns: At least so many, unless the object has fewer.
  /// - Throws: ``StoreError``.
  func firstBytes(_ count: Int) async throws(StoreError) -> [UInt8] {
    while waiting.count < count, let more = try await reader.next() { waiting += more }
    return waiting
  }

  func next() async throws(StoreError) -> [UInt8]? {
    guard waiting.isEmpty else {
      defer { waiting = [] }
      return waiting
    }
    return try await reader.next()
  }
}
