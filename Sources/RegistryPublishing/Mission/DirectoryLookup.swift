/// Finds the places whose templates of directories cover a directory, segment by segment.
struct DirectoryLookup: Sendable {
  private struct Branch: Sendable {
    /// Where segments lead that stand for themselves.
    var literals: [[UInt8]: Int] = [:]
    /// Where other segments lead.
    var patterns: [(segment: NameMatcher, text: String, branch: Int)] = []
    /// The places whose directory ends here.
    var places: [Int] = []
  }

  private var branches = [Branch()]
  /// The places that lie in any directory.
  private var anywhere: [Int] = []

  /// Adds a place.
  ///
  /// - Parameters:
  ///   - place: Its number.
  ///   - directory: The segments of its directory; nil for any.
  mutating func add(_ place: Int, _ directory: [NameTemplate]?) {
    guard let directory else { return anywhere.append(place) }
    var branch = 0
    for segment in directory { branch = self.branch(below: branch, segment) }
    branches[branch].places.append(place)
  }

  private mutating func branch(below branch: Int, _ segment: NameTemplate) -> Int {
    if segment.isLiteral {
      if let next = branches[branch].literals[segment.literalStart] { return next }
      branches[branch].literals[segment.literalStart] = branches.count
    } else {
      if let next = branches[branch].patterns.first(where: { $0.text == segment.text }) {
        return next.branch
      }
      branches[branch].patterns.append((NameMatcher(segment), segment.text, branches.count))
    }
    branches.append(Branch())
    return branches.count - 1
  }

  /// Finds the places that may have files in a directory.
  ///
  /// - Parameters:
  ///   - directory: The directory, without its final slash.
  ///   - hasSlash: Whether there is one; the root has none.
  /// - Returns: The places, in the order in which they were added.
  mutating func candidates(
    for directory: ArraySlice<UInt8>, hasSlash: Bool
  ) -> [KeyMatcher.Candidate] {
    var found = anywhere.map { KeyMatcher.Candidate(place: $0) }
    let segments =
      hasSlash
      ? directory.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) : []
    visit(0, segments[...], NamedPlace(), &found)
    return found.sorted { $0.place < $1.place }
  }

  private mutating func visit(
    _ branch: Int, _ segments: ArraySlice<ArraySlice<UInt8>>, _ place: NamedPlace,
    _ found: inout [KeyMatcher.Candidate]
  ) {
    guard let segment = segments.first else {
      for number in branches[branch].places { found.append(.init(place: number, times: place)) }
      return
    }
    let text = Array(segment)
    if let next = branches[branch].literals[text] {
      visit(next, segments.dropFirst(), place, &found)
    }
    for index in branches[branch].patterns.indices {
      guard branches[branch].patterns[index].segment.begins(text, at: 0),
        var here = branches[branch].patterns[index].segment.match(text, from: 0),
        here.agree(with: place)
      else { continue }
      here.version = 0..<0
      here.fill(from: place)
      visit(branches[branch].patterns[index].branch, segments.dropFirst(), here, &found)
    }
  }
}

extension NameTemplate {
  /// Whether it covers only one text, which is then ``literalStart``.
  var isLiteral: Bool { fields.isEmpty && !text.contains { "*%{".contains($0) } }
}
