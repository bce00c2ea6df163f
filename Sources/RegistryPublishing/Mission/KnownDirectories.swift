/// The directories that keys were in, with the places that may have their files.
///
/// Keys of an inventory are in no order, so the same directories come again and again.
struct KnownDirectories: Sendable {
  private struct Directory: Sendable {
    var name: [UInt8]
    var candidates: [KeyMatcher.Candidate]
  }

  private var directories: [Directory] = []
  private var numbers: [UInt64: Int] = [:]
  /// The directory that was found last.
  private var current = -1

  /// The most directories that are remembered.
  private static let limit = 1 << 16

  /// Looks for a directory, which then is the current one.
  ///
  /// - Returns: Whether it is known.
  mutating func find(_ name: Span<UInt8>) -> Bool {
    if current >= 0, name.isSame(as: directories[current].name) { return true }
    guard let number = numbers[name.stableHash], name.isSame(as: directories[number].name) else {
      return false
    }
    current = number
    return true
  }

  /// Whether it is better to begin anew.
  var isFull: Bool { directories.count >= Self.limit }

  /// Forgets all directories.
  mutating func removeAll() {
    directories.removeAll()
    numbers.removeAll()
    current = -1
  }

  /// Remembers a directory, which then is the current one.
  mutating func add(_ name: [UInt8], _ candidates: [KeyMatcher.Candidate]) {
    current = directories.count
    directories.append(Directory(name: name, candidates: candidates))
    numbers[name.span.stableHash] = current
  }

  /// The number of places that may have the files of the current directory.
  var candidateCount: Int { directories[current].candidates.count }

  /// The place of a candidate.
  func place(of candidate: Int) -> Int { directories[current].candidates[candidate].place }

  /// The number of what is known of the names of a candidate.
  func names(of candidate: Int) -> Int { directories[current].candidates[candidate].names }

  /// Adds what the directory tells of a candidate to what its name tells.
  ///
  /// - Returns: Whether both agree.
  func tell(_ candidate: Int, to place: inout NamedPlace, in key: Span<UInt8>) -> Bool {
    place.fill(from: directories[current].candidates[candidate].told, in: key)
  }

  /// Adds what the directory tells of a candidate, apart from captures, to what its name tells.
  func tell(_ candidate: Int, to times: inout NamedTimes) {
    times.fill(from: directories[current].candidates[candidate].told.times)
  }
}
