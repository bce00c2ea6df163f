/// What the values of a column mean.
package enum ParquetLogicalType: Sendable, Hashable {
  /// The unit of times.
  package enum TimeUnit: Int16, Sendable, Hashable {
    case milliseconds = 1
    case microseconds = 2
    case nanoseconds = 3
  }

  /// UTF-8.
  case string
  /// Points in time since 1970-01-01T00:00:00, in UTC or in local time of an unknown place.
  case timestamp(TimeUnit, isUTC: Bool)
  /// Times of day.
  case time(TimeUnit, isUTC: Bool)
  /// Days since 1970-01-01.
  case date
  /// Integers of a number of bits.
  case integer(bits: Int, isSigned: Bool)
  /// Decimal numbers.
  case decimal(precision: Int, scale: Int)
  /// A JSON document.
  case json
  /// Something else, by its name in the specification of Parquet.
  case other(String)

  /// Reads the union `LogicalType`.
  static func read(from reader: inout ThriftReader) throws(ParquetFault) -> ParquetLogicalType? {
    var result: ParquetLogicalType?
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: result = .string
      case 5: result = try readDecimal(from: &reader)
      case 6: result = .date
      case 7: result = try readTime(from: &reader).map { .time($0.unit, isUTC: $0.isUTC) }
      case 8: result = try readTime(from: &reader).map { .timestamp($0.unit, isUTC: $0.isUTC) }
      case 10: result = try readInteger(from: &reader)
      case 12: result = .json
      case let number: result = otherNames[number].map { .other($0) }
      }
    }
    return result
  }

  private static let otherNames: [Int16: String] = [
    2: "MAP", 3: "LIST", 4: "ENUM", 11: "UNKNOWN", 13: "BSON", 14: "UUID", 15: "FLOAT16",
    16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY",
  ]

  private static func readTime(
    from reader: inout ThriftReader
  ) throws(ParquetFault) -> (unit: TimeUnit, isUTC: Bool)? {
    var isUTC = false
    var unit: TimeUnit?
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: isUTC = try reader.flag(field)
      case 2:
        try reader.structure { (_, field) throws(ParquetFault) in
          unit = TimeUnit(rawValue: field.identifier)
        }
      default: break
      }
    }
    return unit.map { ($0, isUTC) }
  }

  private static func readInteger(
    from reader: inout ThriftReader
  ) throws(ParquetFault) -> ParquetLogicalType {
    var bits = 64
    var isSigned = true
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: bits = Int(try reader.integer(field))
      case 2: isSigned = try reader.flag(field)
      default: break
      }
    }
    return .integer(bits: bits, isSigned: isSigned)
  }

  private static func readDecimal(
    from reader: inout ThriftReader
  ) throws(ParquetFault) -> ParquetLogicalType {
    var scale = 0
    var precision = 0
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: scale = Int(try reader.integer(field))
      case 2: precision = Int(try reader.integer(field))
      default: break
      }
    }
    return .decimal(precision: precision, scale: scale)
  }

  /// The meaning of the older annotation `ConvertedType`.
  ///
  /// - Parameters:
  ///   - annotation: The number of the annotation.
  ///   - scale: The digits after the decimal point of decimal numbers.
  ///   - precision: All digits of decimal numbers.
  init?(annotation: Int64, scale: Int, precision: Int) {
    switch annotation {
    case 0: self = .string
    case 5: self = .decimal(precision: precision, scale: scale)
    case 6: self = .date
    case 7: self = .time(.milliseconds, isUTC: true)
    case 8: self = .time(.microseconds, isUTC: true)
    case 9: self = .timestamp(.milliseconds, isUTC: true)
    case 10: self = .timestamp(.microseconds, isUTC: true)
    case 11...14: self = .integer(bits: 8 << Int(annotation - 11), isSigned: false)
    case 15...18: self = .integer(bits: 8 << Int(annotation - 15), isSigned: true)
    case 19: self = .json
    case 1: self = .other("MAP")
    case 2: self = .other("MAP_KEY_VALUE")
    case 3: self = .other("LIST")
    case 4: self = .other("ENUM")
    case 20: self = .other("BSON")
    case 21: self = .other("INTERVAL")
    default: return nil
    }
  }
}
