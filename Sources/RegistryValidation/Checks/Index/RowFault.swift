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

  /// The rule.
  var rule: RuleID {
    switch self {
    case .lineEndsWithCR: .lineEndsWithCR
    case .blankLine: .blankLine
    case .nulByte: .nulByte
    case .outOfOrder: .rowOutOfOrder
    case .stopBeforeStart: .rowStopBeforeStart
    case .startRepeated: .startRepeated
    case .otherYear: .rowOfAnotherYear
    case .fieldsMissing: .fieldsMissing
    case .fieldCountDiffers: .fieldCountDiffers
    case .timeMalformed: .rowTimeMalformed
    case .timeImpossible: .rowTimeImpossible
    case .timeWithoutZ: .rowTimeWithoutZ
    case .timeWithPointForColon: .rowTimeWithPointForColon
    case .leapSecond: .rowLeapSecond
    case .timeWithoutMinutes: .rowTimeWithoutMinutes
    case .timeFinerThanMilliseconds: .rowTimeFinerThanMilliseconds
    case .precisionDiffers: .precisionDiffers
    case .staticRow: .staticRow
    case .datakeyNotAbsolute: .datakeyNotAbsolute
    case .datakeyInOtherBucket: .datakeyInAnotherBucket
    case .datakeyUnsafe: .datakeyUnsafe
    case .datakeyEmpty: .datakeyEmpty
    case .filesizeNotAnInteger: .filesizeNotAnInteger
    case .filesizeZero: .filesizeZero
    case .filesizeNegative: .filesizeNegative
    case .filesizeTooLarge: .filesizeTooLarge
    case .singleQuotes: .singleQuotes
    case .typographicQuote: .typographicQuote
    case .quoteWithoutPartner: .quoteWithoutPartner
    case .blanksAroundField: .blanksAroundField
    case .invalidUTF8: .rowInvalidUtf8
    case .timeInFuture: .rowTimeInTheFuture
    case .datakeyNamesNoFile: .datakeyNamesNoFile
    case .clientReadsOther: .clientOtherValue
    case .clientTimeUnreadable: .clientUnreadableTime
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
