/// One row of an index file: a data file and the time it covers.
///
/// Spec: SCR 1.1 §4.1.
public struct FileRecord: Sendable, Hashable {
  /// The start of the file's time; nil for files without time (`static`, versions 0.3.1 to 0.6).
  public var start: SCRTime?
  /// The end of the file's time; nil if the index has no such column or it can't be read.
  public var stop: SCRTime?
  /// The address of the file, as in the index; relative only in faulty registries.
  public var datakey: String
  /// The size of the file in bytes; nil if it can't be read.
  public var filesize: Int?
  /// The extra columns, in the order of ``FileBatch/extraColumns``.
  public var extra: [String]

  /// The value of the column `checksum`, if there is one.
  public var checksum: String?
  /// The value of the column `checksum_algorithm`, if there is one.
  public var checksumAlgorithm: String?

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - start: The start of the file's time.
  ///   - stop: The end of the file's time.
  ///   - datakey: The address of the file.
  ///   - filesize: The size of the file in bytes.
  ///   - extra: The extra columns.
  public init(
    start: SCRTime?, stop: SCRTime? = nil, datakey: String, filesize: Int? = nil,
    extra: [String] = []
  ) {
    self.start = start
    self.stop = stop
    self.datakey = datakey
    self.filesize = filesize
    self.extra = extra
  }

  /// The name of the file without directories.
  public var name: Substring {
    let slash = datakey.utf8.lastIndex(of: UInt8(ascii: "/"))
    return datakey[(slash.map(datakey.utf8.index(after:)) ?? datakey.startIndex)...]
  }
}
