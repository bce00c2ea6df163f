internal import Formats
internal import ObjectStorage

/// The files of a download, each once, checked before the first byte is requested.
public struct FetchPlan: Sendable {
  /// A file that can't be fetched into the directory with the others.
  public struct Refusal: Sendable {
    /// The file.
    public let record: FileRecord
    /// Why it can't be fetched.
    public let error: ReadingError

    /// The file with its error, as other files are reported.
    public var report: FileFetch.Report {
      FileFetch.Report(record: record, outcome: .failure(error))
    }
  }

  /// The files, in the order of the index.
  public private(set) var records: [FileRecord] = []
  /// The files that are not fetched, since they would meet in one path, or since rows contradict
  /// each other about them; the others are.
  public private(set) var refusals: [Refusal] = []
  /// The number of rows whose file is already planned.
  public private(set) var repeatedRows = 0
  /// The size of the files in bytes, as far as the index has sizes.
  public private(set) var size = 0
  /// Why files are missing from the plan; nil if every index file was read.
  public internal(set) var failure: ReadingError?

  private let fetch: FileFetch
  /// The number of the file that goes to a path, by the bytes of the path.
  private var numbers: [[UInt8]: Int] = [:]
  /// Why planned files can't be fetched, by their numbers.
  private var clashes: [Int: ReadingError] = [:]

  /// Begins an empty plan.
  ///
  /// - Parameter fetch: Where the files go.
  public init(_ fetch: FileFetch) { self.fetch = fetch }

  /// Adds a file.
  ///
  /// - Parameter record: The file.
  public mutating func add(_ record: FileRecord) {
    // A file whose path is not allowed fails later, and does not stop the others.
    if let path = try? fetch.path(of: record) {
      let bytes = Self.plain(path)
      if let number = numbers[bytes] { return addAgain(record, to: number, path: path) }
      numbers[bytes] = records.count
    }
    records.append(record)
    size.add(clamped: record.filesize ?? 0)
  }

  private mutating func addAgain(_ record: FileRecord, to number: Int, path: String) {
    let first = records[number]
    guard Self.isSame(first, as: record) else {
      let error = ReadingError(
        .notWritten, address: path,
        detail: "two files would go there: \(first.datakey) and \(record.datakey); "
          + "fetch them into different directories (see --match)"
          + (fetch.isFlat ? ", or omit --flat" : ""))
      clashes[number] = clashes[number] ?? error
      return refusals.append(Refusal(record: record, error: error))
    }
    repeatedRows += 1
    guard let size = record.filesize, let other = first.filesize, size != other else {
      if first.filesize == nil { records[number].filesize = record.filesize }
      return
    }
    guard !fetch.acceptsAnySize else { return }
    clashes[number] =
      clashes[number]
      ?? ReadingError(
        .differs, address: record.datakey,
        detail: "two rows of the index give it different sizes, \(other) and \(size) bytes; "
          + "--accept-size takes the file as it is")
  }

  /// Checks the paths with each other after all files are added, and takes those out of the plan
  /// that can't be fetched.
  public mutating func check() {
    var directories: [[UInt8]: Int] = [:]
    for (path, number) in numbers {
      var end = path.count
      while let slash = path[..<end].lastIndex(of: UInt8(ascii: "/")), slash > 0 {
        guard directories.updateValue(number, forKey: Array(path[..<slash])) == nil else { break }
        end = slash
      }
    }
    // The files in the directory are fetched; the file with its name is not.
    for (path, number) in numbers {
      guard let inside = directories[path], clashes[number] == nil else { continue }
      clashes[number] = ReadingError(
        .notWritten, address: String(decoding: path, as: UTF8.self),
        detail: "it would be a file and a directory: \(records[number].datakey) and "
          + "\(records[inside].datakey); fetch them into different directories (see --match)")
    }
    guard !clashes.isEmpty else { return }
    refusals += clashes.sorted { $0.key < $1.key }.map {
      Refusal(record: records[$0.key], error: $0.value)
    }
    size = Swift.max(0, size - clashes.keys.clampedSum { records[$0].filesize ?? 0 })
    records = records.indices.filter { clashes[$0] == nil }.map { records[$0] }
    numbers = [:]
    clashes = [:]
  }

  /// A path as the file system sees it.
  private static func plain(_ path: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(path.utf8.count)
    for byte in path.utf8 where !(byte == UInt8(ascii: "/") && bytes.last == byte) {
      bytes.append(byte)
    }
    return bytes
  }

  /// Whether two rows name one object.
  private static func isSame(_ first: FileRecord, as second: FileRecord) -> Bool {
    if first.datakey.utf8.elementsEqual(second.datakey.utf8) { return true }
    guard let one = BucketIdentity(first.datakey), let other = BucketIdentity(second.datakey) else {
      return false
    }
    return one.isSame(as: other).value == true && one.key.utf8.elementsEqual(other.key.utf8)
  }
}
