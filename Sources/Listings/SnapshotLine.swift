internal import Formats

/// A line of a snapshot in the form that ``SnapshotWriter`` gives most of them: a key in ASCII, a
/// size, an ETag and a time, in this order.
///
/// It is found without a parser of JSON. A line of any other form is left to that parser.
struct SnapshotLine {
  /// The end of the line, after its line end.
  private(set) var end: Int
  private var key: Range<Int>
  private var size: Int?
  /// The ETag without its quotes.
  private var etag: Range<Int>?
  private var hasQuotes = false
  private var lastModified: Instant?

  private static let key: StaticString = "{\"key\":\""
  private static let size: StaticString = ",\"size\":"
  private static let etag: StaticString = ",\"etag\":\""
  private static let time: StaticString = ",\"lastModified\":\""
  private static let last: StaticString = "}\n"

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - bytes: Some bytes of the snapshot.
  ///   - start: Where the line begins; the result is nil if it is not complete or not of this form.
  init?(_ bytes: Span<UInt8>, at start: Int) {
    guard bytes.has(Self.key, at: start) else { return nil }
    let begin = start + Self.key.utf8CodeUnitCount
    var index = JSONText.endOfPlainText(bytes, from: begin)
    guard index > begin, bytes.has("\"", at: index) else { return nil }
    key = begin..<index
    index += 1
    if bytes.has(Self.size, at: index) {
      let first = index + Self.size.utf8CodeUnitCount
      index = bytes.endOfDigits(from: first)
      // A number of JSON has no leading zero.
      guard let size = ListingText.size(bytes.extracting(first..<index)),
        index == first + 1 || bytes[first] != UInt8(ascii: "0")
      else { return nil }
      self.size = size
    }
    if bytes.has(Self.etag, at: index) {
      index += Self.etag.utf8CodeUnitCount
      hasQuotes = bytes.has("\\\"", at: index)
      if hasQuotes { index += 2 }
      let first = index
      index = JSONText.endOfPlainText(bytes, from: index)
      etag = first..<index
      if hasQuotes {
        guard bytes.has("\\\"", at: index) else { return nil }
        index += 2
      }
      guard bytes.has("\"", at: index) else { return nil }
      index += 1
    }
    if bytes.has(Self.time, at: index) {
      let first = index + Self.time.utf8CodeUnitCount
      index = JSONText.endOfPlainText(bytes, from: first)
      guard bytes.has("\"", at: index),
        let time = Instant(iso8601: bytes.bytes(first..<index)[...])
      else { return nil }
      lastModified = time
      index += 1
    }
    guard bytes.has(Self.last, at: index) else { return nil }
    end = index + Self.last.utf8CodeUnitCount
  }

  /// Adds the object of the line.
  func add(from bytes: Span<UInt8>, number: Int, to output: inout ListingOutput) {
    var object = ListingBatch.Object(
      key: output.add(text: bytes.extracting(key)), size: size, line: number)
    if let etag {
      // The opening quote precedes the ETag, and the closing one follows its backslash.
      let text = output.add(
        text: bytes.extracting(hasQuotes ? etag.lowerBound - 1..<etag.upperBound : etag))
      let quote = hasQuotes ? output.add(text: CollectionOfOne(UInt8(ascii: "\""))) : text
      object.etag = text.lowerBound..<quote.upperBound
    }
    object.lastModified = lastModified
    output.add(object)
  }
}

extension Span where Element == UInt8 {
  /// The index of the first byte that is not a digit.
  fileprivate func endOfDigits(from start: Int) -> Int {
    var index = start
    while index < count, self[index] &- 0x30 < 10 { index += 1 }
    return index
  }
}
