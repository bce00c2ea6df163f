internal import Formats

/// Reads the output of `find DIR -type f -printf '%s\t%T@\t%P
/// '`: size, time, path.
///
/// The time is optional. With `\0` for `
/// `, paths may contain line ends.
struct FindDecoder: ListingLineDecoder {
  let terminator: UInt8
  private var hasTime: Bool?
  /// The path of the line before.
  private var last: [UInt8] = []

  init(endsWithNUL: Bool) { terminator = endsWithNUL ? 0 : 0x0A }

  /// Returns whether a line begins like those of this format.
  static func isListed(_ line: ArraySlice<UInt8>) -> Bool {
    guard let tab = line.firstIndex(of: 0x09) else { return false }
    return ListingText.size(line[..<tab]) != nil
  }

  /// The time between two tabs; nil if there is no time.
  private static func time(_ rest: ArraySlice<UInt8>) -> (text: String, path: ArraySlice<UInt8>)? {
    guard let tab = rest.firstIndex(of: 0x09) else { return nil }
    let text = String(decoding: rest[..<tab], as: UTF8.self)
    return Instant(secondsSince1970: text) == nil ? nil : (text, rest[(tab + 1)...])
  }

  mutating func read(line: ArraySlice<UInt8>, number: Int, _ output: inout ListingOutput) {
    guard let tab = line.firstIndex(of: 0x09), let size = ListingText.size(line[..<tab]) else {
      return output.fault(
        .badEntry, line: number, message: "no size before a tab: \(ListingText.excerpt(line))")
    }
    var path = line[(tab + 1)...]
    let time = Self.time(path)
    // All lines have a time if the first has one.
    let isTimed = hasTime ?? (time != nil)
    hasTime = isTimed
    if isTimed {
      guard let time else {
        return output.fault(
          .badEntry, line: number, message: "no time between tabs: \(ListingText.excerpt(line))")
      }
      path = time.path
    }
    if path.starts(with: "./".utf8) { path = path.dropFirst(2) }
    guard !path.isEmpty, let key = ListingText.text(path) else {
      return output.fault(
        .badEntry, line: number,
        message: path.isEmpty ? "no path" : "the path is not UTF-8: \(ListingText.excerpt(path))")
    }
    // find -type f lists no directory; du does, after the files in it, and counts blocks.
    if !isTimed, last.starts(with: path), last.dropFirst(path.count).first == UInt8(ascii: "/") {
      output.fault(
        .unclear, line: number,
        message:
          "\(ListingText.excerpt(path)) is a directory, as in the output of du, whose sizes are "
          + "blocks; list with find DIR -type f -printf '%s\\t%T@\\t%P\\n'")
    }
    last = Array(path)
    var entry = ListingEntry(key: key, size: size, line: number)
    if isTimed { entry.lastModified = time.flatMap { Instant(secondsSince1970: $0.text) } }
    output.add(entry)
  }

  mutating func finish(line: Int, isEnded: Bool, _ output: inout ListingOutput) {
    if !isEnded { output.fault(.endsEarly, line: line, message: "the last line has no end") }
  }
}
