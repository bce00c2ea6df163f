/// Finds the places whose templates of directories cover a directory, segment by segment.
struct DirectoryLookup: Sendable {
  private struct Branch: Sendable {
    /// Where literal segments lead.
    var literals: [[UInt8]: Int] = [:]
    /// Where other segments lead.
    var patterns: [(segment: NameMatcher, text: String, branch: Int)] = []
    /// Where any number of segments leads, for `**`.
    var any: Int?
    /// The places whose directory ends here.
    var places: [Int] = []
  }

  private var branches = [Branch()]
  /// The places for any directory.
  private var anywhere: [Int] = []

  /// Adds a place.
  ///
  /// - Parameters:
  ///   - place: Its number.
  ///   - directory: The segments of its directory; nil for any.
  ///   - slots: The captures of the mission; those of the directory are added.
  mutating func add(_ place: Int, directory: [NameTemplate]?, into slots: inout CaptureSlots) {
    guard let directory else { return anywhere.append(place) }
    var branch = 0
    for segment in directory { branch = self.branch(below: branch, segment: segment, into: &slots) }
    branches[branch].places.append(place)
  }

  private mutating func branch(
    below branch: Int, segment: NameTemplate, into slots: inout CaptureSlots
  ) -> Int {
    if segment.isAnyDirectories {
      if let next = branches[branch].any { return next }
      branches[branch].any = branches.count
    } else if segment.isLiteral {
      if let next = branches[branch].literals[segment.literalStart] { return next }
      branches[branch].literals[segment.literalStart] = branches.count
    } else {
      if let next = branches[branch].patterns.first(where: { $0.text == segment.text }) {
        return next.branch
      }
      branches[branch].patterns.append(
        (NameMatcher(segment, into: &slots), segment.text, branches.count))
    }
    branches.append(Branch())
    return branches.count - 1
  }

  /// Finds the places that may have files in a directory.
  ///
  /// - Parameters:
  ///   - key: A key in the directory.
  ///   - end: The offset of the directory's final slash in the key; nil for the root.
  ///   - empty: A place without any information.
  /// - Returns: The places, in the order in which they were added.
  mutating func candidates(
    for key: [UInt8], end: Int?, empty: NamedPlace
  ) -> [(place: Int, parsed: NamedPlace)] {
    var found = anywhere.map { (place: $0, parsed: empty) }
    let segments =
      end.map { end in
        key[..<end].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
          .map(\.indices)
      } ?? []
    visit(0, key: key, segments: segments[...], parsed: empty, into: &found)
    // Several ways through ** may lead to one place; the first counts.
    var known: Set<Int> = []
    return found.filter { known.insert($0.place).inserted }.sorted { $0.place < $1.place }
  }

  private mutating func visit(
    _ branch: Int, key: [UInt8], segments: ArraySlice<Range<Int>>, parsed: NamedPlace,
    into found: inout [(place: Int, parsed: NamedPlace)]
  ) {
    if let next = branches[branch].any {
      for count in 0...segments.count {
        visit(next, key: key, segments: segments.dropFirst(count), parsed: parsed, into: &found)
      }
    }
    guard let segment = segments.first else {
      for number in branches[branch].places { found.append((number, parsed)) }
      return
    }
    if let next = branches[branch].literals[Array(key[segment])] {
      visit(next, key: key, segments: segments.dropFirst(), parsed: parsed, into: &found)
    }
    for index in branches[branch].patterns.indices {
      var here = parsed
      here.reset()
      guard branches[branch].patterns[index].segment.match(key.span, range: segment, into: &here),
        here.fill(parsed.captures, times: parsed.times, in: key.span)
      else { continue }
      visit(
        branches[branch].patterns[index].branch, key: key, segments: segments.dropFirst(),
        parsed: here, into: &found)
    }
  }
}

extension NameTemplate {
  /// Whether it is `**`, which means any number of directories.
  var isAnyDirectories: Bool { text == "**" }

  /// Whether it covers only one text, which is then ``literalStart``.
  var isLiteral: Bool { fields.isEmpty && !text.contains { "*%{".contains($0) } }
}
