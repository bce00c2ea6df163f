internal import Formats
internal import RegistrySchemas
package import SharedCloudRegistry

/// The columns of index files in one dialect, from its file under `Schemas/tables`.
package struct IndexTable: Sendable {
  /// The dialect.
  let dialect: Dialect
  /// The names of the columns in their order, by what they mean.
  private let columns: [(meaning: Meaning, name: String)]
  /// Whether a row must have a stop.
  package let requiresStop: Bool
  /// Whether `static` is allowed as a time.
  package let allowsStatic: Bool

  /// What a column means.
  enum Meaning: String, Sendable, Hashable, CaseIterable {
    case start, stop, datakey, filesize, checksum
    case checksumAlgorithm = "checksum-algorithm"
  }

  private static let all: [Dialect: IndexTable] = Dictionary(
    uniqueKeysWithValues: Dialect.allCases.map { ($0, IndexTable($0)) })

  /// The table of a dialect.
  package static func of(_ dialect: Dialect) -> IndexTable { all[dialect] ?? IndexTable(dialect) }

  /// Reads the table of a dialect that was built into the program.
  private init(_ dialect: Dialect) {
    let name = "tables/index-\(dialect.rawValue).json"
    guard let file = SchemaFiles.file(name), let document = try? JSONParser.parse(file.bytes)
    else { preconditionFailure("the index table \(name) was not built into the program") }
    let table = document.root
    self.dialect = dialect
    columns = (table["columns"]?.elements.map { $0 } ?? []).compactMap { column in
      guard let meaning = column["meaning"].flatMap({ Meaning(rawValue: $0.text) }),
        let name = column["name"]?.string
      else { return nil }
      return (meaning, name)
    }
    requiresStop = table["requiresStop"]?.bool ?? true
    allowsStatic = table["allowsStatic"]?.bool ?? false
  }

  /// The name of a column in this dialect.
  func name(of meaning: Meaning) -> String {
    columns.first { $0.meaning == meaning }?.name ?? meaning.rawValue
  }

  /// The names of the columns for checksums.
  var checksumNames: (checksum: String, algorithm: String) {
    (name(of: .checksum), name(of: .checksumAlgorithm))
  }

  /// The spec's own names, in their order.
  func columnNames(hasStop: Bool) -> [String] {
    let own: Set<Meaning> = [.start, .stop, .datakey, .filesize]
    return columns.filter { own.contains($0.meaning) && (hasStop || $0.meaning != .stop) }
      .map(\.name)
  }

  /// The header line that the spec's own names make.
  package func header(hasStop: Bool) -> String {
    "# " + columnNames(hasStop: hasStop).joined(separator: ", ")
  }
}
