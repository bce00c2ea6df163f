internal import ObjectStorage
internal import SharedCloudRegistry

/// Files in order, each once: the facts from the listing and the present index are merged, and rows
/// whose files are gone are kept or removed.
struct JoinedFiles: ~Copyable {
  private var files: SortedFiles
  private let keepsMissing: Bool
  /// How many files repeat an earlier one, by dataset.
  private(set) var repeated: [Int: Int] = [:]
  /// Files that are listed with several sizes, by dataset.
  private(set) var contradictions: [Int: SizeContradictions] = [:]
  /// The rows without files that were taken out, and may have moved to a later file.
  private var gone: [IndexedFile] = []
  private var removedBefore: [Int: DatasetSummary] = [:]

  /// Joins sorted files.
  ///
  /// - Parameters:
  ///   - files: The files of the listing and of the present index.
  ///   - keepsMissing: Whether rows whose files are not listed stay.
  init(_ files: consuming SortedFiles, keepsMissing: Bool) {
    self.files = files
    self.keepsMissing = keepsMissing
  }

  /// Adds files to the window, whose last file is checked again.
  ///
  /// - Parameters:
  ///   - window: Receives the files. Before the end, its last file may still change or be removed.
  ///   - count: The number of files to hold.
  /// - Returns: Whether there are no more files.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  mutating func fill(_ window: inout PackedFiles, to count: Int) throws(StoreError) -> Bool {
    while window.count < count {
      let last = window.count - 1
      guard try files.next(into: &window) else {
        if last >= 0, !isKept(window, index: last) { window.remove(last) }
        return true
      }
      guard last >= 0 else { continue }
      if window.isSame(last, as: last + 1) {
        join(&window, first: last)
      } else if !isKept(window, index: last) {
        window.remove(last)
      }
    }
    return false
  }

  /// Merges the last two files if they are the same.
  private mutating func join(_ window: inout PackedFiles, first: Int) {
    let (one, two) = (window.file(first), window.file(first + 1))
    if one.isListed, two.isListed { repeated[Int(one.dataset), default: 0] += 1 }
    // Listed files come before rows, so of two rows without a listed file neither size is known.
    if one.isListed == two.isListed {
      if one.size >= 0, two.size >= 0, one.size != two.size {
        contradictions[Int(one.dataset), default: SizeContradictions()].add(one, and: two)
      }
    }
    window.remove(first + 1)
    window.remove(first)
    window.append(one.joined(with: two))
  }

  private mutating func isKept(_ window: PackedFiles, index: Int) -> Bool {
    let numbers = window.numbers(index)
    guard !keepsMissing, !numbers.isListed, numbers.unindexed != .unseen else { return true }
    gone.append(window.file(index))
    return false
  }
}

// MARK: - Rows without files

extension JoinedFiles {
  /// The rows that were removed since their files are gone, by dataset.
  var removed: [Int: DatasetSummary] {
    var removed = removedBefore
    for file in gone { removed[Int(file.dataset), default: DatasetSummary()].takeRemoved(file) }
    return removed
  }

  /// Whether rows were taken out whose files may have moved.
  var hasGone: Bool { !gone.isEmpty }

  /// Hands over the rows of a start that were taken out; those of earlier starts are removed.
  ///
  /// - Parameter numbers: A file with the dataset and the start.
  /// - Returns: The rows; each must be passed to ``remove(_:)`` unless its file moved.
  mutating func takeGone(beside numbers: FileNumbers) -> [IndexedFile] {
    let place = (numbers.dataset, numbers.start)
    let end = gone.firstIndex { ($0.dataset, $0.start) > place } ?? gone.count
    let passed = gone[..<end]
    gone.removeFirst(end)
    for file in passed where (file.dataset, file.start) != place { remove(file) }
    return passed.filter { ($0.dataset, $0.start) == place }
  }

  /// Removes a row whose file is gone.
  mutating func remove(_ file: IndexedFile) {
    removedBefore[Int(file.dataset), default: DatasetSummary()].takeRemoved(file)
  }
}

/// Files that listings give several sizes.
struct SizeContradictions: Sendable {
  /// How many there are.
  private(set) var count = 0
  /// The first, in words.
  private(set) var first = ""
  /// Whether the first is of rows of the present index, whose file no source lists.
  private(set) var isOfRows = false

  /// Adds a file.
  mutating func add(_ one: IndexedFile, and other: IndexedFile) {
    count += 1
    guard count == 1 else { return }
    isOfRows = !one.isListed
    let sizes = [one.size, other.size].sorted().map(String.init).joined(separator: " and ")
    first = "\(String(decoding: one.datakey, as: UTF8.self)) has the sizes \(sizes)"
  }
}
