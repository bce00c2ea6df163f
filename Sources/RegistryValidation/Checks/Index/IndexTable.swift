internal import Formats
internal import RegistrySchemas
internal import SharedCloudRegistry

/// The table schema of index files in one dialect, compiled from its file under `Schemas/tables`.
struct IndexTable: Sendable {
  /// The dialect.
  let dialect: Dialect
  /// The columns in their order.
  let columns: [Column]
  /// The number of columns that a row must have.
  let requiredColumns: Int
  /// Whether `static` is allowed as a time.
  let allowsStatic: Bool

  /// One column.
  struct Column: Sendable {
    /// What it means: `start`, `stop`, `datakey`, `filesize`, `checksum`, `checksum-algorithm`.
    var meaning: String
    /// Its names in headers, in lower case; the spec's own first.
    var names: [String]
    /// Whether every file has it.
    var isRequired: Bool
    /// The rules by the fault they find.
    var rules: [String: String]
  }

  /// Reads the table of a dialect that was built into the program.
  init(_ dialect: Dialect) {
    let name = "tables/index-\(dialect.rawValue).json"
    guard let file = SchemaFiles.file(name), let document = try? JSONParser.parse(file.bytes)
    else { preconditionFailure("the index table \(name) was not built into the program") }
    self.init(document.root, dialect: dialect)
  }

  private init(_ table: Node, dialect: Dialect) {
    self.dialect = dialect
    columns = (table["columns"]?.elements.map { $0 } ?? []).map { column in
      let others = column["otherNames"]?.elements.map(\.text) ?? []
      return Column(
        meaning: column["meaning"]?.text ?? "",
        names: ([column["name"]?.text ?? ""] + others).map { $0.lowercased() },
        isRequired: column["required"]?.bool ?? false,
        rules: Dictionary(
          column["rules"]?.members.map { ($0.key.text, $0.value.text) } ?? [],
          uniquingKeysWith: { first, _ in first }))
    }
    requiredColumns = table["layout"]?["requiredColumns"]?.integer ?? 4
    allowsStatic = table["static"]?["allowed"]?.bool ?? false
  }

  /// The column of a meaning.
  func column(_ meaning: String) -> Column? { columns.first { $0.meaning == meaning } }

  /// The header line that the spec's own names make.
  func header(hasStop: Bool) -> String {
    let own = columns.filter { column in
      ["start", "stop", "datakey", "filesize"].contains(column.meaning)
        && (hasStop || column.meaning != "stop")
    }
    return "# " + own.compactMap(\.names.first).joined(separator: ", ")
  }
}
