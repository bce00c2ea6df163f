internal import SharedCloudRegistry

/// Files in order, each once: the facts from the listing and the present index are merged, and rows
/// whose files are gone are kept or removed.
struct JoinedFiles: ~Copyable {
  private var files: SortedFiles
  private let keepsMissing: Bool
  /// How many files repeat an earlier one, by dataset.
  private(set) var repeated: [Int: Int] = [:]
  /// The rows that were removed since their files are gone, by dataset.
  private(set) var removed: [Int: DatasetSummary] = [:]

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
        if last >= 0, !isKept(window, last) { window.remove(last) }
        return true
      }
      guard last >= 0 else { continue }
      if window.isSame(last, last + 1) {
        join(&window, last)
      } else if !isKept(window, last) {
        window.remove(last)
      }
    }
    return false
  }

  /// Merges the last two files if they are the same.
  private mutating func join(_ window: inout PackedFiles, _ first: Int) {
    let (one, two) = (window.file(first), window.file(first + 1))
    if one.isListed, two.isListed { repeated[Int(one.dataset), default: 0] += 1 }
    window.remove(first + 1)
    window.remove(first)
    window.append(one.joined(with: two))
  }

  private mutating func isKept(_ window: PackedFiles, _ index: Int) -> Bool {
    guard !keepsMissing, !window.numbers(index).isListed else { return true }
    removed[Int(window.numbers(index).dataset), default: DatasetSummary()]
      .takeRemoved(window.file(index))
    return false
  }
}
