internal import Files
package import ObjectStorage
internal import SharedCloudRegistry

/// Sorts files by dataset, start and datakey.
///
/// Files that exceed the memory go to a temporary file in sorted parts.
package struct FileSorter: ~Copyable {
  private let memory: Int
  private var files = SortableFiles()
  private var parts: [SortedPart] = []
  private var spilling: BlockingCall<Result<SortedPart, StoreError>>?
  /// Holds all parts one after another, so that there may be more of them than open files.
  private var spool: SpoolFile?
  private var spooled = 0
  private var executor: ThreadPool?
  /// The number of files.
  package private(set) var count = 0

  /// Creates a file sorter.
  ///
  /// - Parameter memory: About how many bytes of memory to use.
  package init(memory: Int = 64 << 20) { self.memory = memory }

  /// Adds a file.
  ///
  /// - Parameter file: The file.
  /// - Throws: ``StoreError`` when the temporary file can't be written.
  package mutating func add(_ file: IndexedFile) throws(StoreError) {
    files.add(file)
    count += 1
    try spillIfFull()
  }

  /// Adds files.
  ///
  /// - Throws: ``StoreError`` when the temporary file can't be written.
  mutating func add(_ other: SortableFiles) throws(StoreError) {
    files.add(other)
    count += other.count
    try spillIfFull()
  }

  private mutating func spillIfFull() throws(StoreError) {
    // One half of the memory is filled while the other is sorted and written.
    if files.size > memory / 2 || files.isFull { try spill() }
  }

  /// Finishes sorting.
  ///
  /// - Returns: The files, in order.
  /// - Throws: ``StoreError`` when the temporary file can't be written.
  package consuming func finish() throws(StoreError) -> SortedFiles {
    if parts.isEmpty, spilling == nil { return SortedFiles([.memory(files.sorted())]) }
    try spill()
    try finishSpill()
    return SortedFiles(parts)
  }

  private mutating func finishSpill() throws(StoreError) {
    guard let spilling else { return }
    let part = try spilling.wait().get()
    if case .spooled(_, let range) = part { spooled = range.upperBound }
    parts.append(part)
    self.spilling = nil
  }

  private mutating func spill() throws(StoreError) {
    try finishSpill()
    guard !files.isEmpty else { return }
    let executor = executor ?? ThreadPool(threads: 1)
    self.executor = executor
    if spool == nil { spool = try StoreError.describing(SpoolFile()) }
    guard let spool else { return }
    let (full, start) = (files, spooled)
    spilling = BlockingCall(on: executor) {
      Result { () throws(FileError) in try full.spilled(to: spool, at: start) }
        .mapError { StoreError($0) }
    }
    files = SortableFiles()
  }
}
