internal import SharedCloudRegistry

/// The faults that one row of an index file may have.
///
/// The examination of a row gives a set of these, so counting a fault costs nothing even if all
/// rows have it. Messages are made only for the rows that are listed.
enum RowFault: Int, CaseIterable, Sendable {
  case lineEndsWithCR, blankLine, nulByte, outOfOrder, stopBeforeStart, startRepeated
  case otherYear, fieldsMissing, fieldCountDiffers, timeMalformed, timeImpossible, timeWithoutZ
  case timeWithPointForColon, leapSecond, timeWithoutMinutes, timeFinerThanMilliseconds
  case precisionDiffers, staticRow, datakeyNotAbsolute, datakeyInOtherBucket, datakeyUnsafe
  case datakeyEmpty, filesizeNotAnInteger, filesizeZero, filesizeNegative, filesizeTooLarge
  case singleQuotes, typographicQuote, quoteWithoutPartner, blanksAroundField, invalidUTF8
  case datakeyNamesNoFile, timeInFuture, clientReadsOther, clientTimeUnreadable

  /// The code of the rule.
  var code: String {
    switch self {
    case .lineEndsWithCR: "IDX010"
    case .blankLine: "IDX012"
    case .nulByte: "IDX013"
    case .outOfOrder: "IDX014"
    case .stopBeforeStart: "IDX015"
    case .startRepeated: "IDX016"
    case .otherYear: "IDX017"
    case .fieldsMissing: "IDX018"
    case .fieldCountDiffers: "IDX019"
    case .timeMalformed: "IDX021"
    case .timeImpossible: "IDX022"
    case .timeWithoutZ: "IDX023"
    case .timeWithPointForColon: "IDX024"
    case .leapSecond: "IDX025"
    case .timeWithoutMinutes: "IDX026"
    case .timeFinerThanMilliseconds: "IDX027"
    case .precisionDiffers: "IDX028"
    case .staticRow: "IDX029"
    case .datakeyNotAbsolute: "IDX030"
    case .datakeyInOtherBucket: "IDX031"
    case .datakeyUnsafe: "IDX033"
    case .datakeyEmpty: "IDX034"
    case .filesizeNotAnInteger: "IDX035"
    case .filesizeZero: "IDX036"
    case .filesizeNegative: "IDX037"
    case .filesizeTooLarge: "IDX038"
    case .singleQuotes: "IDX039"
    case .typographicQuote: "IDX040"
    case .quoteWithoutPartner: "IDX041"
    case .blanksAroundField: "IDX042"
    case .invalidUTF8: "IDX044"
    case .timeInFuture: "IDX058"
    case .datakeyNamesNoFile: "IDX059"
    case .clientReadsOther: "IDX080"
    case .clientTimeUnreadable: "IDX081"
    }
  }

  /// Whether the fault comes from how the file was written, so it is listed once per file.
  var isHabit: Bool {
    switch self {
    case .lineEndsWithCR, .singleQuotes, .blanksAroundField, .timeWithoutMinutes,
      .timeFinerThanMilliseconds:
      true
    default: false
    }
  }

  /// The fault of an invalid time.
  init(_ kind: SCRTimeError.Kind) {
    switch kind {
    case .malformed: self = .timeMalformed
    case .impossible: self = .timeImpossible
    case .missingZone: self = .timeWithoutZ
    case .pointForColon: self = .timeWithPointForColon
    }
  }
}

/// A set of faults of one row.
struct RowFaults: OptionSet, Sendable, Hashable {
  var rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  init(_ fault: RowFault) { rawValue = 1 << UInt64(fault.rawValue) }

  @inline(__always)
  mutating func insert(_ fault: RowFault) { rawValue |= 1 << UInt64(fault.rawValue) }

  mutating func remove(_ fault: RowFault) { rawValue &= ~(1 << UInt64(fault.rawValue)) }

  func contains(_ fault: RowFault) -> Bool { rawValue & 1 << UInt64(fault.rawValue) != 0 }
}
