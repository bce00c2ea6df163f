internal import Formats
internal import ObjectStorage

extension Bucket {
  /// What was found about a data file.
  public struct FileSearch: Sendable {
    /// The datasets whose index files list it.
    public internal(set) var datasets: [Dataset] = []
    /// The number of datasets whose index files were read.
    public internal(set) var searched = 0
    /// The number of datasets whose index files were not read, since their directories have nothing
    /// in common with the address.
    public internal(set) var skipped = 0
    /// Why index files could not be read.
    public internal(set) var failures: [ReadingError] = []

    /// Starts with nothing found.
    public init() {}

    /// Adds what was found in another bucket.
    ///
    /// - Parameter other: The other result.
    public mutating func add(_ other: FileSearch) {
      datasets += other.datasets
      searched += other.searched
      skipped += other.skipped
      failures += other.failures
    }
  }

  /// Finds the datasets whose index files list a data file.
  ///
  /// The datasets whose index directories share the most directories with the address are read
  /// first. If they list the file, no others are read.
  ///
  /// - Parameters:
  ///   - address: The address of the file, in any spelling.
  ///   - onFault: Called for rows that can't be read.
  /// - Returns: The datasets, and how much was read.
  public func datasets(
    listing address: String, onFault: @escaping @Sendable (ReadingFault) -> Void = { _ in }
  ) async -> FileSearch {
    var search = FileSearch()
    guard let file = SoughtFile(address) else { return search }
    let levels = Dictionary(grouping: datasets) { file.sharedDirectories($0.absolute($0.index)) }
    var left = datasets.count
    for (shared, members) in levels.sorted(by: { $0.key > $1.key }) {
      // Without a common directory, only a small catalog is read.
      guard shared > 0 || left <= Self.mostUnrelated else { break }
      let answers = await members.parallelMap(width: 8) { dataset in
        await dataset.lists(file, onFault)
      }
      left -= members.count
      search.searched += members.count
      for (dataset, answer) in zip(members, answers) {
        switch answer {
        case .success(true): search.datasets.append(dataset)
        case .success(false): break
        case .failure(let error): search.failures.append(error)
        }
      }
      if !search.datasets.isEmpty { break }
    }
    search.skipped = datasets.count - search.searched
    return search
  }

  /// How many datasets are read although their directories have nothing in common with the address.
  private static var mostUnrelated: Int { 50 }
}

extension Dataset {
  /// Returns whether the index files list a file.
  fileprivate func lists(
    _ file: SoughtFile, _ onFault: @escaping @Sendable (ReadingFault) -> Void
  ) async -> Result<Bool, ReadingError> {
    var query = FileQuery()
    query.order = .asWritten
    query.onFault = onFault
    var records = files(query).makeAsyncIterator()
    do throws(ReadingError) {
      while let record = try await records.next(isolation: nil) {
        if file.isNamed(by: absolute(record.datakey)) { return .success(true) }
      }
      return .success(false)
    } catch {
      return .failure(error)
    }
  }
}

/// A data file that is looked for.
struct SoughtFile: Sendable {
  private let address: String
  private let identity: BucketIdentity
  private let key: [UInt8]

  /// Reads an address; nil if it names no file.
  init?(_ address: String) {
    guard let identity = BucketIdentity(address), !identity.key.isEmpty,
      !identity.key.utf8.elementsEqual("/".utf8)
    else { return nil }
    self.address = address
    self.identity = identity
    key = Array(identity.key.utf8)
  }

  /// Returns whether another address names the file.
  func isNamed(by other: String) -> Bool {
    if other.utf8.elementsEqual(address.utf8) { return true }
    // Most rows differ in their last bytes.
    guard other.utf8.last == address.utf8.last, let found = BucketIdentity(other) else {
      return false
    }
    return found.key.utf8.elementsEqual(key) && found.isSame(as: identity).value == true
  }

  /// The number of directories that an address and the file have in common.
  func sharedDirectories(_ directory: String) -> Int {
    guard let other = BucketIdentity(directory) else { return 0 }
    let slash = UInt8(ascii: "/")
    let own = key.split(separator: slash, omittingEmptySubsequences: false).dropLast()
    let its = other.key.utf8.split(separator: slash)
    var count = 0
    for (one, two) in zip(own, its) {
      guard one.elementsEqual(two) else { break }
      count += 1
    }
    return count
  }
}
