internal import Patterns

/// How far the templates of a place match a key.
struct TemplateProgress {
  /// The number of bytes of the key that match.
  private(set) var bytes = 0
  /// The template that gives up.
  private var template = ""
  /// The rest of that template.
  private var rest = ""

  /// Follows the templates of a place.
  ///
  /// - Parameters:
  ///   - place: The place.
  ///   - key: The key.
  init(_ place: DatasetPattern.Place, on key: [UInt8]) {
    let nameStart = key.span.nameStart
    let directory = place.directory ?? []
    let end = nameStart > 0 ? nameStart - 1 : 0
    let segments =
      nameStart == 0
      ? [] : key[..<end].split(separator: 0x2F, omittingEmptySubsequences: false).map(\.indices)
    if place.directory == nil || visit(directory[...], segments: segments[...], key: key) {
      take(place.name, key: key, start: nameStart)
    }
  }

  /// Follows the segments of a directory; returns whether they match.
  private mutating func visit(
    _ templates: ArraySlice<NameTemplate>, segments: ArraySlice<Range<Int>>, key: [UInt8]
  ) -> Bool {
    guard let first = templates.first else {
      if let extra = segments.first {
        note("the end of the directory", rest: "", at: extra.lowerBound)
      }
      return segments.isEmpty
    }
    if first.isAnyDirectories {
      return (0...segments.count).contains { count in
        visit(templates.dropFirst(), segments: segments.dropFirst(count), key: key)
      }
    }
    guard let segment = segments.first else {
      note(first.text, rest: first.text, at: key.span.nameStart)
      return false
    }
    let (matched, rest) = first.progress(on: key[segment])
    guard rest.isEmpty, matched == segment.count else {
      note(first.text, rest: rest, at: segment.lowerBound + matched)
      return false
    }
    return visit(templates.dropFirst(), segments: segments.dropFirst(), key: key)
  }

  private mutating func take(_ name: NameTemplate, key: [UInt8], start: Int) {
    let (matched, rest) = name.progress(on: key[start...])
    note(name.text, rest: rest, at: start + matched)
  }

  private mutating func note(_ template: String, rest: String, at offset: Int) {
    guard offset >= bytes else { return }
    (bytes, self.template, self.rest) = (offset, template, rest)
  }

  /// The place where the template gives up, in one line.
  ///
  /// - Parameter key: The key.
  /// - Returns: The text.
  func text(on key: [UInt8]) -> String {
    let done = String(decoding: key[..<bytes], as: UTF8.self)
    let left = String(decoding: key[bytes...], as: UTF8.self)
    let wanted = rest.isEmpty ? "its end" : rest
    let place = done.isEmpty ? "at the start of the key" : "after \(done)"
    return "\(template): it gives up \(place), where the key has "
      + "\(left.isEmpty ? "its end" : left) and the template \(wanted)"
  }
}

extension NameTemplate {
  /// How much of a name the template matches from its start.
  ///
  /// - Parameter name: The name.
  /// - Returns: The number of bytes, and the rest of the template.
  func progress(on name: ArraySlice<UInt8>) -> (bytes: Int, rest: String) {
    let bytes = Array(name)
    var whole = CapturingMatcher(pattern)
    if whole.matches(bytes.span) { return (bytes.count, "") }
    let scalars = Array(source.unicodeScalars)
    for part in parts.reversed() {
      var start = String.UnicodeScalarView()
      start.append(contentsOf: scalars[..<part.pattern])
      guard let pattern = try? CapturingPattern(String(start) + #"(?<rest_>[\s\S]*)"#),
        let group = pattern.groupNames.firstIndex(of: "rest_")
      else { continue }
      var matcher = CapturingMatcher(pattern)
      guard matcher.matches(bytes.span), let range = matcher[group] else { continue }
      var rest = String.UnicodeScalarView()
      rest.append(contentsOf: text.unicodeScalars.dropFirst(part.template))
      return (range.lowerBound, String(rest))
    }
    return (0, text)
  }
}
