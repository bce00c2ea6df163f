/// A parser of bytes that others write, and what must hold for any bytes.
///
/// Fuzzers search for bytes for which it does not hold; the tests replay what they found.
package struct ParserCheck: Sendable {
  /// The name, which is also that of its folder in `Tests/Fuzzing/Corpus`.
  package let name: String
  /// Passes bytes to the parser; returns what should not have happened, nil if all is well.
  package let problem: @Sendable ([UInt8]) -> String?

  init(_ name: String, _ problem: @escaping @Sendable ([UInt8]) -> String?) {
    self.name = name
    self.problem = problem
  }

  /// The checks of all parsers.
  package static let all =
    documents + archives + tables + listings + addresses + answers + patterns + templates + times
}

/// What several checks do with their bytes.
enum Input {
  /// The bytes up to the first line end, and those after it.
  static func halves(_ bytes: [UInt8]) -> (first: String, second: String) {
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
    return (
      String(decoding: bytes[..<end], as: UTF8.self),
      String(decoding: bytes.dropFirst(end + 1), as: UTF8.self)
    )
  }

  /// Passes bytes on in pieces.
  static func forEachPiece<Fault: Error>(
    of bytes: [UInt8], atMost size: Int, _ take: (Span<UInt8>) throws(Fault) -> Void
  ) throws(Fault) {
    var start = 0
    while start < bytes.count {
      let end = Swift.min(bytes.count, start + size)
      try take(bytes.span.extracting(start..<end))
      start = end
    }
  }
}
