/// What a file says about the values of a column in one row group.
///
/// Spec: format/parquet.thrift, `Statistics`. A writer may be wrong, so only use it for what may
/// be wrong without harm, or check it.
package struct ParquetStatistics: Sendable, Hashable {
  /// The number of rows without a value; nil if the file does not say it.
  package internal(set) var nullCount: Int?
  /// A value that no value is less than, as it is stored; nil if the file does not say it.
  package internal(set) var minimum: [UInt8]?
  /// A value that no value is greater than, as it is stored; nil if the file does not say it.
  package internal(set) var maximum: [UInt8]?
  /// Whether the minimum is a value of the column, not a bound.
  package internal(set) var isMinimumExact: Bool?
  /// Whether the maximum is a value of the column, not a bound.
  package internal(set) var isMaximumExact: Bool?

  /// The bounds of a column of integers with a sign if the minimum is greater than the maximum,
  /// which no values have; nil otherwise.
  package var crossedIntegers: (minimum: Int64, maximum: Int64)? {
    guard let minimum, let maximum, let least = Self.integer(minimum),
      let greatest = Self.integer(maximum), least > greatest
    else { return nil }
    return (least, greatest)
  }

  /// The least and the greatest value of a column of integers with a sign; nil if unknown.
  package var integers: ClosedRange<Int64>? {
    guard let minimum, let maximum, let least = Self.integer(minimum),
      let greatest = Self.integer(maximum), least <= greatest
    else { return nil }
    return least...greatest
  }

  private static func integer(_ bytes: [UInt8]) -> Int64? {
    switch bytes.count {
    case 4: Int64(Int32(truncatingIfNeeded: bits(bytes)))
    case 8: Int64(bitPattern: bits(bytes))
    default: nil
    }
  }

  private static func bits(_ bytes: [UInt8]) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads the statistics.
  ///
  /// - Parameters:
  ///   - reader: The place of the statistics.
  ///   - isSigned: Whether the older fields for bounds are usable: their order is that of numbers
  ///     with a sign.
  /// - Throws: ``ParquetFault``.
  init(from reader: inout ThriftReader, isSigned: Bool) throws(ParquetFault) {
    var result = ParquetStatistics()
    var older = ParquetStatistics()
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: older.maximum = try reader.binary(field)
      case 2: older.minimum = try reader.binary(field)
      case 3: result.nullCount = try reader.size(field)
      case 5: result.maximum = try reader.binary(field)
      case 6: result.minimum = try reader.binary(field)
      case 7: result.isMaximumExact = try reader.flag(field)
      case 8: result.isMinimumExact = try reader.flag(field)
      default: break
      }
    }
    if isSigned {
      result.minimum = result.minimum ?? older.minimum
      result.maximum = result.maximum ?? older.maximum
    }
    self = result
  }

  /// Creates statistics that say nothing.
  init() {}
}
