internal import Formats

/// Reads the output of `aws s3 ls --recursive`: local time, size, key.
///
/// The times are in the time zone of the machine that made the listing, so objects get none. The
/// newest one shows how old the listing is, whatever the zone.
struct AWSTextDecoder: ListingLineDecoder {
  private var stated: (objects: Int?, bytes: Int?) = (nil, nil)
  private var isSummary = false
  /// The newest time, as written.
  private var newest: [UInt8] = []

  /// The time zone that is farthest ahead is 14 hours before UTC.
  private static let widestZone: Int64 = 14 * 3600
  /// The end of the size, which fills ten columns or more after the time.
  private static let sizeEnd = 30

  /// Returns whether a line begins like those of this format.
  static func isListed(_ line: ArraySlice<UInt8>) -> Bool {
    if isDirectory(line) { return true }
    return line.count > 20 && isTime(line.prefix(20)) && fields(line) != nil
  }

  private static func isDirectory(_ line: ArraySlice<UInt8>) -> Bool {
    line.drop { $0 == 0x20 }.starts(with: "PRE ".utf8) && line.first == 0x20
  }

  /// Returns whether 20 bytes are a day and a time with a trailing space.
  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    zip(bytes, "0000-00-00 00:00:00 ".utf8).allSatisfy { byte, form in
      form == UInt8(ascii: "0") ? byte &- 0x30 < 10 : byte == form
    }
  }

  private static func fields(
    _ line: ArraySlice<UInt8>
  ) -> (size: ArraySlice<UInt8>, key: ArraySlice<UInt8>)? {
    let rest = line.dropFirst(20).drop { $0 == 0x20 }
    let size = rest.prefix { $0 &- 0x30 < 10 }
    guard !size.isEmpty else { return nil }
    return (size, rest[size.endIndex...])
  }

  mutating func read(line: ArraySlice<UInt8>, number: Int, _ output: inout ListingOutput) {
    if line.isEmpty || readSummary(line) { return }
    if Self.isDirectory(line) {
      return output.fault(
        .folded, line: number,
        message: "a directory is listed without its contents; list with --recursive")
    }
    guard line.count > 20, Self.isTime(line.prefix(20)), let (size, rest) = Self.fields(line) else {
      return output.fault(
        .badEntry, line: number, message: "no time, size and key: \(ListingText.excerpt(line))")
    }
    guard size.endIndex - line.startIndex >= Self.sizeEnd else {
      return output.fault(
        .badEntry, line: number, message: "the size is rounded; list without --human-readable")
    }
    guard let bytes = ListingText.size(size), rest.first == 0x20, rest.count > 1,
      let key = ListingText.text(rest.dropFirst())
    else {
      return output.fault(
        .badEntry, line: number, message: "no usable size and key: \(ListingText.excerpt(line))")
    }
    output.add(ListingEntry(key: key, size: bytes, line: number))
    let time = line.prefix(19)
    if newest.lexicographicallyPrecedes(time) { newest = Array(time) }
  }

  /// The earliest instant that a local time may mean; nil if there is no such time.
  private static func earliest(_ time: [UInt8]) -> Instant? {
    guard !time.isEmpty else { return nil }
    let text = String(decoding: time, as: UTF8.self)
    return Instant(iso8601: text + "Z").map { Instant(seconds: $0.seconds - widestZone) }
  }

  /// Reads the lines that `--summarize` adds.
  private mutating func readSummary(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    for (words, path) in [
      ("Total Objects: ", \AWSTextDecoder.stated.objects), ("   Total Size: ", \.stated.bytes),
    ] where text.hasPrefix(words) {
      self[keyPath: path] = Int(text.dropFirst(words.count))
      return true
    }
    return false
  }

  mutating func finish(line: Int, isEnded: Bool, _ output: inout ListingOutput) {
    if !isEnded { output.fault(.endsEarly, line: line, message: "the last line has no end") }
    output.summary.newestLocal = Self.earliest(newest)
    let summary = output.summary
    if let objects = stated.objects, objects != summary.objects {
      output.fault(
        .differs, line: line,
        message: "the summary says \(objects) objects, but the listing has \(summary.objects)")
    } else if let bytes = stated.bytes, bytes != summary.bytes {
      output.fault(
        .differs, line: line,
        message: "the summary says \(bytes) bytes, but the objects have \(summary.bytes)")
    }
  }
}
