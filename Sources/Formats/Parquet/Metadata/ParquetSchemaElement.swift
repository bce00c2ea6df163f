/// A column or a group of the schema, as it is written.
struct ParquetSchemaElement {
  /// How often a value may occur.
  enum Repetition: Int64 {
    case required = 0
    case optional = 1
    case repeated = 2
  }

  private(set) var name = ""
  private(set) var repetition = Repetition.required
  /// The number of children of a group; nil for a column.
  private(set) var childCount: Int?
  private var physicalType: ParquetPhysicalType?
  private var typeLength = 0
  private var annotation: Int64?
  private var logicalType: ParquetLogicalType?
  private var scale = 0
  private var precision = 0

  init(from reader: inout ThriftReader) throws(ParquetFault) {
    var element = self
    try reader.structure { (reader, field) throws(ParquetFault) in
      try element.read(field, from: &reader)
    }
    self = element
    // Some writers give columns a count of zero.
    if childCount == 0, physicalType != nil { childCount = nil }
  }

  private mutating func read(
    _ field: ThriftField, from reader: inout ThriftReader
  ) throws(ParquetFault) {
    switch field.identifier {
    case 1:
      let number = try reader.integer(field)
      guard let type = ParquetPhysicalType(rawValue: number) else {
        throw reader.fault(.unsupported, saying: "a column has the unknown type \(number)")
      }
      physicalType = type
    case 2: typeLength = Int(try reader.integer(field))
    case 3:
      let number = try reader.integer(field)
      guard let repetition = Repetition(rawValue: number) else {
        throw reader.fault("a column has the unknown repetition \(number)")
      }
      self.repetition = repetition
    case 4: name = try reader.string(field)
    case 5: childCount = try reader.size(field)
    case 6: annotation = try reader.integer(field)
    case 7: scale = Int(try reader.integer(field))
    case 8: precision = Int(try reader.integer(field))
    case 10: logicalType = try ParquetLogicalType.read(from: &reader)
    default: break
    }
  }

  /// The column that the element describes.
  ///
  /// - Parameters:
  ///   - path: The names of the groups that contain it, then its own.
  ///   - isRepeated: Whether it is in a list.
  ///   - place: A fault that says where the schema is.
  /// - Returns: The column.
  /// - Throws: ``ParquetFault``.
  func column(
    path: [String], isRepeated: Bool, place: ParquetFault
  ) throws(ParquetFault) -> ParquetColumn {
    guard let physicalType else {
      throw ParquetFault(
        .damaged, at: place.offset, "the column \(HarmlessText.of(name)) has no type")
    }
    let isFixed = physicalType == .fixedLengthByteArray
    guard !isFixed || 1...1 << 20 ~= typeLength else {
      throw ParquetFault(
        .damaged, at: place.offset,
        "the column \(HarmlessText.of(name)) has values of \(typeLength) bytes")
    }
    let older = annotation.flatMap {
      ParquetLogicalType(annotation: $0, scale: scale, precision: precision)
    }
    return ParquetColumn(
      path: path, physicalType: physicalType, typeLength: isFixed ? typeLength : 0,
      logicalType: logicalType ?? older, isNullable: repetition == .optional,
      isNested: path.count > 1 || isRepeated)
  }
}
