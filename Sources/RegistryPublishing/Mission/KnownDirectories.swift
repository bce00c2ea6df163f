internal import Formats

/// The directories of earlier keys, with the places that may have their files.
///
/// Keys of an inventory are in no order, so the same directories recur often.
struct KnownDirectories: Sendable {
  private struct Directory: Sendable {
    /// The range of its name in ``KnownDirectories/names``.
    var name: Range<Int>
    var candidates: Range<Int>
  }

  private var directories: [Directory] = []
  /// The names of all, one after another.
  private var names: [UInt8] = []
  /// The places that may have the files, directory by directory.
  private var candidates: [KeyMatcher.Candidate] = []
  /// The captures in the directories, by candidate.
  private var captures: [[Range<Int>?]] = []
  private var numbers: [UInt64: Int] = [:]
  /// The directory that was found last.
  private var current = -1

  /// The maximum number of directories to remember.
  private static let limit = 1 << 16

  /// Looks for a directory and makes it the current one.
  ///
  /// - Returns: Whether it is known.
  mutating func find(_ name: Span<UInt8>) -> Bool {
    if current >= 0, isName(name, of: current) { return true }
    guard let number = numbers[name.stableHash], isName(name, of: number) else { return false }
    current = number
    return true
  }

  private func isName(_ name: Span<UInt8>, of directory: Int) -> Bool {
    name.isSame(as: names.span.extracting(directories[directory].name))
  }

  /// Whether to forget all directories and start again.
  var isFull: Bool { directories.count >= Self.limit }

  /// Forgets all directories.
  mutating func removeAll() {
    directories.removeAll()
    names.removeAll()
    candidates.removeAll()
    captures.removeAll()
    numbers.removeAll()
    current = -1
  }

  /// Remembers a directory and makes it the current one.
  mutating func add(
    _ name: [UInt8], found: [(candidate: KeyMatcher.Candidate, captures: [Range<Int>?])]
  ) {
    let start = candidates.count
    for (candidate, captures) in found {
      candidates.append(candidate)
      self.captures.append(captures)
    }
    current = directories.count
    let nameStart = names.count
    names += name
    directories.append(
      Directory(name: nameStart..<names.count, candidates: start..<candidates.count))
    numbers[name.span.stableHash] = current
  }

  /// The numbers of the places that may have the files of the current directory.
  var currentCandidates: Range<Int> { directories[current].candidates }

  /// A place that may have the files of a directory.
  subscript(candidate: Int) -> KeyMatcher.Candidate { candidates[candidate] }

  /// Adds the information in the directory to that in the name, for a candidate.
  ///
  /// - Returns: Whether both agree.
  func tell(_ candidate: Int, to place: inout NamedPlace, in key: Span<UInt8>) -> Bool {
    place.fill(captures[candidate], times: candidates[candidate].times, in: key)
  }
}
