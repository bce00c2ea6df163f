internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// One row of an index file, as its bytes and the places of its fields.
struct IndexRow: Sendable {
  /// The line, counted from 1.
  let line: Int
  /// The bytes of the line, without its end.
  let bytes: [UInt8]
  /// The places of the fields, without quotes.
  let fields: [Range<Int>]
  /// The fields in which a double quote is doubled, meaning one; nearly always none.
  private let doubled: [Int]

  /// Creates a row of a line that was split.
  ///
  /// - Parameters:
  ///   - line: The line, counted from 1.
  ///   - bytes: The bytes of the line, without its end.
  ///   - splitter: Its fields.
  init(line: Int, bytes: [UInt8], _ splitter: CSVFields) {
    self.line = line
    self.bytes = bytes
    fields = (0..<splitter.count).map { splitter[$0].range }
    doubled =
      splitter.isAnyOdd ? fields.indices.filter { splitter[$0].hasDoubledQuotes } : []
  }

  /// Whether a field has doubled quotes, so that its text is not the bytes of its place.
  var hasDoubledQuotes: Bool { !doubled.isEmpty }

  /// The string of a field; empty if the row has no such field.
  func text(_ field: Int?) -> String { String(decoding: slice(field), as: UTF8.self) }

  /// The bytes of a field; empty if the row has no such field.
  func slice(_ field: Int?) -> ArraySlice<UInt8> {
    guard let field, field < fields.count else { return [] }
    let slice = bytes[fields[field]]
    return doubled.contains(field) ? slice.withSingleQuotes : slice
  }
}

/// The meaning of the columns of an index file.
struct IndexColumns: Sendable, Hashable {
  /// The names in lower case, as the header has them; else those of the spec.
  var names: [String]

  /// The columns of the spec.
  static let standard = IndexColumns(names: ["start", "stop", "datakey", "filesize"])
  /// The columns before version 0.4, which had no stop.
  static let withoutStop = IndexColumns(names: ["start", "datakey", "filesize"])

  /// The place of a column; nil if absent.
  subscript(name: String) -> Int? { names.firstIndex(of: name) }

  /// The place of the datakey.
  var datakey: Int? { self["datakey"] ?? self["key"] }
  /// The place of the size.
  var filesize: Int? { self["filesize"] ?? self["size"] }

  /// The name of a column, for messages.
  func name(_ place: Int) -> String {
    place < names.count && !names[place].isEmpty ? names[place] : "column \(place + 1)"
  }

  /// Guesses the columns of a file without a header by one row.
  init(row: IndexRow) {
    let isAddress = { (place: Int) in row.text(place).contains("://") }
    if row.fields.count == 3 || (row.fields.count > 1 && isAddress(1) && !isAddress(2)) {
      self = .withoutStop
    } else {
      self = .standard
    }
  }

  init(names: [String]) { self.names = names }
}

extension IndexRow {
  /// The row of an index file that the objects are compared with.
  func facts(_ columns: IndexColumns) -> ObjectPair.Row {
    ObjectPair.Row(size: Int(text(columns.filesize)), checksum: checksum(columns))
  }

  private func checksum(_ columns: IndexColumns) -> Checksum? {
    let value = text(columns["checksum"])
    guard !value.isEmpty else { return nil }
    let name = text(columns["checksum_algorithm"] ?? columns["checksumalgorithm"])
    return ChecksumAlgorithm(named: name).flatMap { Checksum($0, text: value) }
  }

  /// Whether it may be a row: it has a datakey, and a time, an address or a path.
  func isReadable(_ columns: IndexColumns) -> Bool {
    let key = slice(columns.datakey)
    guard !key.isEmpty else { return false }
    return start(columns) != nil || key.contains(UInt8(ascii: "/"))
  }

  /// The start; nil if it can't be read.
  func start(_ columns: IndexColumns) -> SCRTime? { Self.time(slice(columns["start"])) }

  /// The stop, or the start where there is no column for it; nil if it can't be read.
  func stop(_ columns: IndexColumns) -> SCRTime? {
    Self.time(slice(columns["stop"] ?? columns["start"]))
  }

  /// A time; nil if it can't be read.
  static func time(_ bytes: ArraySlice<UInt8>) -> SCRTime? {
    do throws(SCRTimeError) {
      return try SCRTime(parsing: bytes.span)
    } catch {
      return nil
    }
  }
}

extension SCRTime {
  /// The complete milliseconds since 1970.
  var milliseconds: Int64 { seconds * 1000 + Int64(nanoseconds / 1_000_000) }
}
