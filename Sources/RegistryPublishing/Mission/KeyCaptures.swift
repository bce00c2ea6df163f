internal import Formats

/// The captures in one key, with their names; ``KeyMatcher`` is faster for many keys.
enum KeyCaptures {
  /// The captures of the first place of a pattern that matches a key.
  ///
  /// - Parameters:
  ///   - key: The key below the base.
  ///   - pattern: The pattern.
  /// - Returns: Their names and strings; empty if no place matches.
  static func all(
    in key: [UInt8], of pattern: DatasetPattern
  ) -> [(name: String, text: String)] {
    for place in pattern.places {
      var slots = CaptureSlots()
      var lookup = DirectoryLookup()
      lookup.add(0, directory: place.directory, into: &slots)
      var name = NameMatcher(place.name, into: &slots)
      let start = key.span.nameStart
      let empty = NamedPlace(captures: slots.names.count)
      for (_, parsed) in lookup.candidates(for: key, end: start > 0 ? start - 1 : nil, empty: empty)
      {
        var here = empty
        guard name.match(key.span, range: start..<key.count, into: &here),
          here.fill(parsed.captures, times: parsed.times, in: key.span)
        else { continue }
        return zip(slots.names, here.captures).compactMap { name, range in
          range.map { (name, String(decoding: key[$0], as: UTF8.self)) }
        }
      }
    }
    return []
  }
}
