/// The meaning of the columns of a listing in comma-separated values.
struct ListingColumns: Sendable, Hashable {
  /// The meaning of a column.
  enum Column: Sendable, Hashable {
    case bucket, key, size, lastModified, etag, isLatest, isDeleteMarker, dataTime, dataStop
    case encryption, isMultipart, other
  }
  /// The columns, in their order.
  var columns: [Column]
  /// Whether keys are URL-encoded.
  var isEncoded = false

  /// The names that programs give to columns, in lower case, without spaces, `_` and `-`.
  private static let names: [String: Column] = [
    "bucket": .bucket, "key": .key, "s3key": .key, "object": .key, "objectkey": .key,
    "datakey": .key, "path": .key, "name": .key, "size": .size, "filesize": .size, "fsize": .size,
    "bytes": .size, "lastmodified": .lastModified, "lastmodifieddate": .lastModified,
    "moddate": .lastModified, "modtime": .lastModified, "mtime": .lastModified, "etag": .etag,
    "islatest": .isLatest, "isdeletemarker": .isDeleteMarker, "time": .dataTime,
    "start": .dataTime, "starttime": .dataTime, "startdate": .dataTime, "stop": .dataStop,
    "end": .dataStop, "stoptime": .dataStop, "stopdate": .dataStop, "endtime": .dataStop,
    "enddate": .dataStop, "encryptionstatus": .encryption,
    "ismultipartuploaded": .isMultipart,
  ]

  /// Names columns by a header or schema.
  init(names: [String]) {
    columns = names.map { name in
      let plain = name.lowercased().filter { !" _-#\t".contains($0) }
      return Self.names[plain] ?? .other
    }
  }

  init(_ columns: [Column]) { self.columns = columns }

  /// Guesses the columns of a record without a header: `key,size`, or those of inventories.
  init?(record: [[UInt8]]) {
    func isSize(_ index: Int) -> Bool {
      index < record.count && ListingText.size(record[index][...]) != nil
    }
    if isSize(1), record.count <= 4 {
      self.init(Array([.key, .size, .lastModified, .etag].prefix(record.count)))
    } else if isSize(2) {
      let known: [Column] = [.bucket, .key, .size, .lastModified, .etag]
      self.init(Array((known + record.map { _ in .other }).prefix(record.count)))
    } else {
      return nil
    }
  }

  /// Whether there are keys and sizes.
  var isUsable: Bool { columns.contains(.key) && columns.contains(.size) }
}
