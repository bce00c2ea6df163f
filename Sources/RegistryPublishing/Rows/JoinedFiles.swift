internal import SharedCloudRegistry

/// Files in order, each once: what the listing and the present index know of a file is brought
/// together, and rows whose files are gone are kept or left out.
struct JoinedFiles: ~Copyable {
  private var files: SortedFiles
  private let keepsMissing: Bool
  /// The file behind the one that was given, if there is one.
  private var ahead = PackedFiles()
  /// How many files were listed before, by dataset.
  private(set) var repeated: [Int: Int] = [:]
  /// The rows whose files are gone and that were left out, by dataset.
  private(set) var removed: [Int: DatasetSummary] = [:]

  /// Prepares.
  ///
  /// - Parameters:
  ///   - files: The files of the listing and of the present index.
  ///   - keepsMissing: Whether rows whose files are not listed stay.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  init(_ files: consuming SortedFiles, keepsMissing: Bool) throws(StoreError) {
    self.files = files
    self.keepsMissing = keepsMissing
    _ = try self.files.next(into: &ahead)
  }

  /// Puts the next file in the place of others.
  ///
  /// - Parameter next: Gets the file; nothing at the end.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  mutating func next(into next: inout PackedFiles) throws(StoreError) {
    repeat {
      next.removeAll()
      guard ahead.count > 0 else { return }
      swap(&next, &ahead)
      while try files.next(into: &ahead), isSame(next) { join(&next) }
    } while !isKept(next)
  }

  /// Whether the file ahead is the same as another.
  private func isSame(_ file: PackedFiles) -> Bool {
    let (one, two) = (file.numbers(0), ahead.numbers(0))
    guard one.start == two.start, one.dataset == two.dataset else { return false }
    return file.bytes.span.extracting(file.key(0))
      .order(to: ahead.bytes.span.extracting(ahead.key(0))) == 0
  }

  /// Brings a file and the one ahead together.
  private mutating func join(_ file: inout PackedFiles) {
    let (one, two) = (file.file(0), ahead.file(0))
    if one.isListed, two.isListed { repeated[Int(one.dataset), default: 0] += 1 }
    file.removeAll()
    file.append(one.joined(with: two))
    ahead.removeAll()
  }

  private mutating func isKept(_ file: PackedFiles) -> Bool {
    guard !keepsMissing, !file.numbers(0).isListed else { return true }
    removed[Int(file.numbers(0).dataset), default: DatasetSummary()].takeRemoved(file.file(0))
    return false
  }
}
