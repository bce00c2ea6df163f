internal import Formats
internal import ObjectStorage

/// The files of a download, each once, checked before the first byte is requested.
public struct FetchPlan: Sendable {
  /// The files, in the order of the index.
  public private(set) var records: [FileRecord] = []
  /// The number of rows whose file is already planned.
  public private(set) var repeatedRows = 0
  /// The size of the files in bytes, as far as the index has sizes.
  public private(set) var size = 0
  /// Why files are missing from the plan; nil if every index file was read.
  public internal(set) var failure: ReadingError?

  private let fetch: FileFetch
  /// The number of the file that goes to a path, by the bytes of the path.
  private var numbers: [[UInt8]: Int] = [:]

  /// Begins an empty plan.
  ///
  /// - Parameter fetch: Where the files go.
  public init(_ fetch: FileFetch) { self.fetch = fetch }

  /// Adds a file.
  ///
  /// - Parameter record: The file.
  /// - Throws: ``ReadingError`` if another file goes to the same path, or if rows contradict each
  ///   other about one file.
  public mutating func add(_ record: FileRecord) throws(ReadingError) {
    // A file whose path is not allowed fails later, and does not stop the others.
    if let path = try? fetch.path(of: record) {
      let bytes = Self.plain(path)
      if let number = numbers[bytes] { return try addAgain(record, to: number, path) }
      numbers[bytes] = records.count
    }
    records.append(record)
    size += record.filesize ?? 0
  }

  private mutating func addAgain(
    _ record: FileRecord, to number: Int, _ path: String
  ) throws(ReadingError) {
    let first = records[number]
    guard Self.isSame(first, record) else {
      throw ReadingError(
        .notWritten, address: path,
        detail: "two files would go there: \(first.datakey) and \(record.datakey); "
          + "fetch them into different directories (see --match)"
          + (fetch.isFlat ? ", or omit --flat" : ""))
    }
    repeatedRows += 1
    guard let size = record.filesize, let other = first.filesize, size != other else {
      if first.filesize == nil { records[number].filesize = record.filesize }
      return
    }
    guard fetch.acceptsAnySize else {
      throw ReadingError(
        .differs, address: record.datakey,
        detail: "two rows of the index give it different sizes, \(other) and \(size) bytes; "
          + "--accept-size takes the file as it is")
    }
  }

  /// Checks the paths with each other after all files are added.
  ///
  /// - Throws: ``ReadingError`` if a file would have to be a directory, too.
  public func check() throws(ReadingError) {
    var directories: [[UInt8]: Int] = [:]
    for (path, number) in numbers {
      var end = path.count
      while let slash = path[..<end].lastIndex(of: UInt8(ascii: "/")), slash > 0 {
        guard directories.updateValue(number, forKey: Array(path[..<slash])) == nil else { break }
        end = slash
      }
    }
    let clash = numbers.filter { directories[$0.key] != nil }.min { $0.value < $1.value }
    guard let clash, let inside = directories[clash.key] else { return }
    throw ReadingError(
      .notWritten, address: String(decoding: clash.key, as: UTF8.self),
      detail: "it would be a file and a directory: \(records[clash.value].datakey) and "
        + "\(records[inside].datakey); fetch them into different directories (see --match)")
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
  private static func isSame(_ first: FileRecord, _ second: FileRecord) -> Bool {
    if first.datakey.utf8.elementsEqual(second.datakey.utf8) { return true }
    guard let one = BucketIdentity(first.datakey), let other = BucketIdentity(second.datakey) else {
      return false
    }
    return one.isSame(as: other).value == true && one.key.utf8.elementsEqual(other.key.utf8)
  }
}
