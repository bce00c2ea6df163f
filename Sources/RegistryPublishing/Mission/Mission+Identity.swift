/// Columns that tell the bytes of a file, so that an index can prove its objects later.
extension Mission {
  /// Adds a column with the ETag of each file to all datasets that have none.
  ///
  /// The info document describes it. It is empty if the source of the objects has no ETags.
  package mutating func addETagColumns() {
    add([
      .init(
        name: "etag", source: IdentityColumn.etag.rawValue, type: "string",
        description: "The ETag of the file when it was listed")
    ])
  }

  /// Adds columns with a checksum over the bytes of each file, and its algorithm, to all datasets
  /// that have none.
  ///
  /// The info document describes them. They are empty if no source states a checksum.
  ///
  /// Spec: SCR 1.1 §4.2, the columns `checksum` and `checksum_algorithm`.
  package mutating func addChecksumColumns() {
    add([
      .init(
        name: "checksum", source: IdentityColumn.checksum.rawValue, type: "string",
        description: "A checksum over all bytes of the file, in hexadecimal digits"),
      .init(
        name: "checksum_algorithm", source: IdentityColumn.algorithm.rawValue, type: "string",
        description: "The algorithm of the checksum, such as sha256"),
    ])
  }

  private mutating func add(_ columns: [DatasetPattern.Column]) {
    for index in datasets.indices {
      let present = datasets[index].columns
      datasets[index].columns += columns.filter { column in
        !present.contains { $0.source == column.source || $0.name == column.name }
      }
    }
  }

  /// Whether some dataset has a column with checksums.
  var asksForChecksums: Bool {
    datasets.contains { $0.columns.contains { $0.source == IdentityColumn.checksum.rawValue } }
  }
}

/// The columns that come from the source of the files, and not from their names.
enum IdentityColumn: String {
  /// The ETag.
  case etag
  /// A checksum over all bytes.
  case checksum
  /// The algorithm of the checksum.
  case algorithm = "checksum_algorithm"
}
