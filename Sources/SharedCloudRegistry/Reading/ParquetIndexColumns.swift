package import Formats

/// Which columns of a Parquet file are those of an index file.
///
/// Columns count by their names. Columns without one value per row that a text can hold, such as
/// lists, are skipped, and so are the row labels that pandas adds.
///
/// Spec: SCR 1.1 §3.1 allows the index type parquet, but has no schema for it.
package struct ParquetIndexColumns: Sendable, Hashable {
  /// How the values of a column become the fields of rows.
  package enum Form: Sendable, Hashable {
    /// Strings.
    case text
    /// Times that count from 1970.
    case timestamp(ParquetLogicalType.TimeUnit, isUTC: Bool)
    /// Times in the old type INT96.
    case int96
    /// Days.
    case date
    /// Integers.
    case integer(isSigned: Bool)
    /// Floating-point numbers.
    case number
    /// True or false.
    case flag
    /// Decimal numbers with so many digits after the point.
    case decimal(scale: Int)
    /// Times of day.
    case timeOfDay(ParquetLogicalType.TimeUnit)
    /// Floating-point numbers of two bytes.
    case half
    /// Identifiers of 16 bytes.
    case uuid
    /// No values: programs write this type if they know no value of a column.
    case empty

    /// Whether the values are points in time.
    package var isTime: Bool {
      switch self {
      case .timestamp, .int96, .date: true
      default: false
      }
    }
  }

  /// A column of the file.
  package struct Column: Sendable, Hashable {
    /// Its index in the schema.
    package let index: Int
    /// Its name.
    package let name: String
    /// How its values become fields.
    package let form: Form
  }

  /// The start of the time; nil if it is missing or can't be read.
  package private(set) var start: Column?
  /// The stop.
  package private(set) var stop: Column?
  /// The datakey.
  package private(set) var datakey: Column?
  /// The filesize.
  package private(set) var filesize: Column?
  /// The other columns.
  package private(set) var extras: [Column] = []
  /// The names of further columns that are skipped, since a text can't hold their values.
  package private(set) var skipped: [String] = []
  /// The columns that pandas adds for its row labels.
  package private(set) var rowLabels: [String] = []
  /// The names of columns of the specification that the file lacks.
  package private(set) var missing: [String] = []
  /// The columns of the specification that can't be read, since they have another type.
  package private(set) var unreadable: [ParquetColumn] = []

  /// The names of the columns in the specification, with those of its older versions.
  private static let names: [(name: String, older: [String])] = [
    ("start", ["startdate"]), ("stop", ["stopdate", "enddate"]), ("datakey", ["key"]),
    ("filesize", []),
  ]

  /// Finds the columns.
  ///
  /// - Parameter schema: The schema of the file.
  package init(_ schema: ParquetSchema) {
    var own: [Int] = []
    var found: [Column?] = []
    for (position, (name, older)) in Self.names.enumerated() {
      guard let index = Self.index(of: [name] + older, in: schema) else {
        missing.append(name)
        found.append(nil)
        continue
      }
      own.append(index)
      let column = Column(index, schema)
      let isReadable = column.map { Self.allows($0.form, at: position) } ?? false
      if !isReadable { unreadable.append(schema.columns[index]) }
      found.append(isReadable ? column : nil)
    }
    (start, stop, datakey, filesize) = (found[0], found[1], found[2], found[3])
    for index in schema.columns.indices where !own.contains(index) {
      let name = schema.columns[index].path.first ?? ""
      if name.hasPrefix("__index_level_") {
        rowLabels.append(name)
      } else if let column = Column(index, schema) {
        extras.append(column)
      } else if !skipped.contains(name) {
        skipped.append(name)
      }
    }
  }

  /// The column with one of some names: first the same letters, then the same but for their case.
  private static func index(of names: [String], in schema: ParquetSchema) -> Int? {
    for name in names {
      if let index = schema.index(of: name) { return index }
    }
    return schema.columns.firstIndex { !$0.isNested && names.contains($0.name.lowercased()) }
  }

  private static func allows(_ form: Form, at position: Int) -> Bool {
    switch position {
    case _ where form == .empty: true
    case 0, 1: form == .text || form.isTime
    case 2: form == .text
    default:
      switch form {
      case .text, .integer, .number, .decimal(scale: 0): true
      default: false
      }
    }
  }

  /// Why the rows can't be read; nil if they can.
  package var obstacle: String? {
    let needed = [("start", start), ("datakey", datakey), ("filesize", filesize)]
    let absent = needed.filter { $0.1 == nil }.map(\.0)
    guard !absent.isEmpty else { return nil }
    let lost = absent.filter { missing.contains($0) }
    if lost.isEmpty {
      return "column \(absent.joined(separator: ", ")) has a type that can't be read"
    }
    return "there is no column \(lost.joined(separator: ", "))"
  }

  /// All columns, in the order of the fields of a row.
  package var inOrder: [Column] { [start, stop, datakey, filesize].compactMap(\.self) + extras }

  /// Where the fields of a row are.
  package var layout: IndexLayout {
    let count = inOrder.count
    return stop == nil
      ? IndexLayout(columnCount: count, stop: nil, datakey: 1, filesize: 2)
      : IndexLayout(columnCount: count, stop: 1, datakey: 2, filesize: 3)
  }
}

extension ParquetIndexColumns.Column {
  /// Takes a column of a schema; nil if it has no single value per row that can be read.
  fileprivate init?(_ index: Int, _ schema: ParquetSchema) {
    let column = schema.columns[index]
    guard !column.isNested else { return nil }
    let form: ParquetIndexColumns.Form
    switch (column.physicalType, column.logicalType) {
    case (_, .other("UNKNOWN")): form = .empty
    case (let type, .decimal(let precision, let scale))
    where (1...38).contains(precision) && (0...precision).contains(scale)
      && [.int32, .int64, .byteArray, .fixedLengthByteArray].contains(type)
      && column.typeLength <= 16:
      form = .decimal(scale: scale)
    case (.int32, .time(.milliseconds, _)): form = .timeOfDay(.milliseconds)
    case (.int64, .time(let unit, _)): form = .timeOfDay(unit)
    case (.fixedLengthByteArray, .other("FLOAT16")) where column.typeLength == 2: form = .half
    case (.fixedLengthByteArray, .other("UUID")) where column.typeLength == 16: form = .uuid
    case (_, .time), (_, .decimal): return nil
    case (.byteArray, nil), (.byteArray, .string), (.byteArray, .json),
      (.byteArray, .other("ENUM")), (.fixedLengthByteArray, nil):
      form = .text
    case (.int64, .timestamp(let unit, let isUTC)): form = .timestamp(unit, isUTC: isUTC)
    case (.int32, .date): form = .date
    case (.int96, _): form = .int96
    case (.int32, .integer(_, let isSigned)), (.int64, .integer(_, let isSigned)):
      form = .integer(isSigned: isSigned)
    case (.int32, nil), (.int64, nil): form = .integer(isSigned: true)
    case (.float, nil), (.double, nil): form = .number
    case (.boolean, _): form = .flag
    default: return nil
    }
    self.init(index: index, name: column.name, form: form)
  }
}
