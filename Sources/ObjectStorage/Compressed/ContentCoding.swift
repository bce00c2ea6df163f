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

extension ObjectInfo {
  /// The number of bytes of the content; nil if the server does not state it.
  ///
  /// The size of an encoded object is that of its stored bytes.
  package var contentSize: Int? {
    isSizeKnown && ContentCoding(contentEncoding) == nil ? size : nil
  }
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
    for _ in coding.names { reader = DecompressingReader(ifGzip: reader, address: address) }
    return reader
  }
}
