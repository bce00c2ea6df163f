internal import Formats
internal import ObjectStorage

/// Reads the page that nginx or Apache shows for a directory.
///
/// A page lists one directory; its subdirectories are links to other pages. Apache rounds sizes
/// from 1 KB on, so they are not known.
struct IndexPageDecoder: ListingLineDecoder {
  /// A page ends with a tag, not with a line end.
  var needsLineEnd: Bool { false }

  private var hasEnd = false
  private var links = 0

  mutating func read(line: ArraySlice<UInt8>, number: Int, _ output: inout ListingOutput) {
    let text = String(decoding: line, as: UTF8.self)
    if text.contains("</body>") || text.contains("</html>") || text.contains("</pre>") {
      hasEnd = true
    }
    guard let link = Link(text) else { return }
    links += 1
    guard let name = link.name else {
      return output.fault(
        .badEntry, line: number,
        message: "the link can't be read: \(ListingText.excerpt(link.address))")
    }
    guard !name.isEmpty else { return }
    if name.hasSuffix("/") {
      return output.fault(
        .folded, line: number, message: "a directory is listed without its contents: \(name)")
    }
    var entry = ListingEntry(key: name, size: nil, line: number)
    entry.size = link.size
    output.add(entry)
  }

  mutating func finish(line: Int, isEnded: Bool, _ output: inout ListingOutput) {
    if !hasEnd { output.fault(.endsEarly, line: line, message: "the end of the page is missing") }
    if links == 0 { output.fault(.unclear, line: line, message: "the page has no links") }
  }

  /// The link of a line, and the text after it.
  private struct Link {
    let address: ArraySlice<UInt8>
    private let rest: Substring

    /// Finds the link of a file or directory; nil if the line has none.
    init?(_ text: String) {
      guard let start = text.firstRange(of: "<a href=\"") else { return nil }
      let link = text[start.upperBound...]
      guard let end = link.firstIndex(of: "\""), let close = link.firstRange(of: "</a>") else {
        return nil
      }
      address = Array(link[..<end].utf8)[...]
      rest = link[close.upperBound...]
    }

    /// The name in this directory; empty if the link leads elsewhere, nil if it is broken.
    var name: String? {
      let text = String(decoding: address, as: UTF8.self).replacing("&amp;", with: "&")
      let path = text.hasPrefix("./") ? text.dropFirst(2) : text[...]
      let leadsElsewhere =
        ["?", "#", "/", "../"].contains { path.hasPrefix($0) } || path == ".." || path == "./"
        || ObjectAddress(text) != nil || path.hasPrefix("mailto:")
      guard !leadsElsewhere else { return "" }
      guard let name = PercentEncoding.decode(path), !name.isEmpty else { return nil }
      // A name is one step of a path; with an inner slash it would be in another directory.
      return name.dropLast().contains("/") ? nil : name
    }

    /// The size, if it is given in bytes.
    var size: Int? {
      var plain = ""
      var isInTag = false
      for character in rest {
        if character == "<" { isInTag = true }
        plain.append(isInTag ? " " : character)
        if character == ">" { isInTag = false }
      }
      let words = plain.split(whereSeparator: \.isWhitespace)
      // Day and time are before the size.
      guard words.count >= 3, words[1].contains(":") else { return nil }
      return ListingText.size(Array(words[2].utf8)[...])
    }
  }
}
