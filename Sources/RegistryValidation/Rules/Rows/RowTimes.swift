internal import Formats
internal import SharedCloudRegistry

/// Faults of a time in a row.
///
/// Spec: SCR 1.1 §5, restricted ISO 8601 with a final Z; §3.2, one precision for all times.
package enum TimeFault: Int, RowFaultFamily {
  case malformed, impossible, withoutZ, pointForColon, staticRow, leapSecond, withoutMinutes
  case finerThanMilliseconds, precisionDiffers, inFuture

  var rule: RuleID {
    switch self {
    case .malformed: .rowTimeMalformed
    case .impossible: .rowTimeImpossible
    case .withoutZ: .rowTimeWithoutZ
    case .pointForColon: .rowTimeWithPointForColon
    case .staticRow: .staticRow
    case .leapSecond: .rowLeapSecond
    case .withoutMinutes: .rowTimeWithoutMinutes
    case .finerThanMilliseconds: .rowTimeFinerThanMilliseconds
    case .precisionDiffers: .precisionDiffers
    case .inFuture: .rowTimeInTheFuture
    }
  }

  /// The fault of an invalid time.
  init(_ kind: SCRTimeError.Kind) {
    switch kind {
    case .malformed: self = .malformed
    case .impossible: self = .impossible
    case .missingZone: self = .withoutZ
    case .pointForColon: self = .pointForColon
    }
  }

  /// The bytes of a time with minutes, `yyyy-mm-ddThh:mmZ`; a shorter one has none.
  package static let lengthWithMinutes = 17
  /// The bytes of a time with milliseconds; a longer one is finer.
  static let lengthWithMilliseconds = 24
}

// MARK: - Detection

extension RowExamination {
  /// Reads the times of the row.
  mutating func examineTimes(of line: Span<UInt8>) {
    start = time(0, of: line)
    if start != nil { timeLengths.start = fields[0].range.count }
    guard let position = context.layout.stop else { return }
    stop = time(position, of: line)
    if stop != nil { timeLengths.stop = fields[position].range.count }
  }

  private mutating func time(_ position: Int, of line: Span<UInt8>) -> SCRTime? {
    let range = fields[position].range
    let text = line.extracting(range)
    do throws(SCRTimeError) {
      let time = try times.time(text)
      if range.count != context.timeLength { note(.time(.precisionDiffers), at: position) }
      if time.isLeapSecond { note(.time(.leapSecond), at: position) }
      if range.count < TimeFault.lengthWithMinutes { note(.time(.withoutMinutes), at: position) }
      if range.count > TimeFault.lengthWithMilliseconds {
        note(.time(.finerThanMilliseconds), at: position)
      }
      return time
    } catch {
      if error.kind == .malformed, text.isStatic {
        isStaticRow = true
        if !context.allowsStatic { note(.time(.staticRow), at: position) }
      } else if fields[position].hasTypographicQuote {
        // The quote is the fault; the time after it is unknown.
      } else {
        note(.time(TimeFault(error.kind)), at: position)
        let time = CommonTime.meant(by: text, times: &times)
        if position == 0 { meantStart = time } else { meantStop = time }
      }
      return nil
    }
  }

  /// Compares the times of the row with the present one.
  mutating func examineFuture() {
    guard let latest = context.latest else { return }
    if let start, latest < start {
      isStartInFuture = true
      note(.time(.inFuture), at: 0)
    }
    if let stop, latest < stop {
      isStopInFuture = true
      note(.time(.inFuture), at: context.layout.stop)
    }
  }
}

// MARK: - Words

extension TimeFault {
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let field = row.field(of: .time(self))
    let text = row.text(of: field, in: line)
    let name = field == 0 ? "start" : "stop"
    var words = RowWords(message: "", actual: text, field: field, fieldName: name)
    switch self {
    case .staticRow: words.message = "\(name) is \"static\", which version 1.0 removed"
    case .leapSecond: words.message = "\(name) \(text) is a leap second"
    case .withoutMinutes:
      words.message = "\(name) \(text) has no minutes"
      words.expected = (field == 0 ? row.start : row.stop)?.text
    case .finerThanMilliseconds:
      words.message = "\(name) \(text) is finer than a millisecond"
      words.expected = (field == 0 ? row.start : row.stop)?.text(precision: .fraction(digits: 3))
    case .inFuture: words.message = "\(name) \(text) is in the future"
    case .precisionDiffers:
      let usual = row.context.timeLength
      words.message =
        "\(name) \(text) has \(TimePrecision.words(length: text.utf8.count)); "
        + "\(row.context.precisionBasis.words) have \(TimePrecision.words(length: usual))"
      words.expected = "\(usual) characters"
    case .malformed, .impossible, .withoutZ, .pointForColon:
      let repair = TimeRepair(of: text)
      words.message =
        text.isEmpty ? "\(name) is empty" : "\(name) \"\(text)\" \(repair.advice)"
      if field == 0, let stop = stopWithSameFault(line, examined: row) {
        words.message += stop.isEmpty ? "; so is stop" : "; stop \"\(stop)\" has the same fault"
      }
      words.expected = repair.corrected ?? "yyyy-mm-ddThh:mm:ss.sssZ"
    }
    return words
  }
}

extension PrecisionBasis {
  /// The times that have the usual precision, in words.
  var words: String {
    switch self {
    case .file: "most times of the file"
    case .otherFiles: "those of the dataset's other index files"
    case .half: "as many other times of the file"
    }
  }
}

extension TimeFault {
  /// The stop of a row whose start has this fault, if the stop has it as well; nil otherwise.
  private func stopWithSameFault(
    _ line: Span<UInt8>, examined row: borrowing RowExamination
  ) -> String? {
    guard let position = row.context.layout.stop, position < row.fields.count else { return nil }
    let text = line.extracting(row.fields[position].range)
    do throws(SCRTimeError) {
      _ = try SCRTime(parsing: text)
      return nil
    } catch {
      let isStartEmpty = row.fields[0].range.isEmpty
      return TimeFault(error.kind) == self && isStartEmpty == row.fields[position].range.isEmpty
        ? text.text : nil
    }
  }
}

// MARK: - Recipes

extension TimeFault {
  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    guard let description = fixDescription else { return nil }
    let fields = row.fields
    let context = row.context
    let positions = [0] + (context.layout.stop.map { [$0] } ?? [])
    return RowRecipe(
      description,
      parts: positions.compactMap { position in
        guard position < fields.count,
          var part = part(line, at: fields[position].range, in: context)
        else { return nil }
        let length = fields[position].range.count
        if self == .precisionDiffers,
          !context.allowsRewriting(row, isStart: position == 0, length: length)
        {
          part.safety = .unsafe
        }
        return part
      })
  }

  func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety? {
    guard fixDescription != nil else { return nil }
    guard self != .precisionDiffers else { return recipe(for: line, examined: row)?.safety }
    var safety = partSafety(line, at: 0, of: row, forms: &forms)
    if let stop = row.context.layout.stop,
      let other = partSafety(line, at: stop, of: row, forms: &forms)
    {
      safety = safety == .unsafe ? .unsafe : other
    }
    return safety
  }

  /// How safe the change of one time is; nil if it does not have the fault.
  private func partSafety(
    _ line: Span<UInt8>, at position: Int, of row: borrowing RowExamination,
    forms: inout TimeForms
  ) -> Fix.Safety? {
    guard position < row.fields.count else { return nil }
    let text = line.extracting(row.fields[position].range)
    do throws(SCRTimeError) {
      let time = try forms.times.time(text)
      return replacementSafety(of: time, length: text.count, row.context)
    } catch {
      guard TimeFault(error.kind) == self, text.count <= TimeForms.longest else { return nil }
      let isMeant = (position == 0 ? row.meantStart : row.meantStop) != nil
      return isMeant ? .safe : forms.safety(of: text)
    }
  }

  /// What the fix does; nil if it has no fix.
  private var fixDescription: String? {
    switch self {
    case .malformed, .impossible: "write the time as yyyy-mm-ddThh:mm:ss.sssZ"
    case .withoutZ: "write the time in UTC with a final Z"
    case .pointForColon: "put a colon before the seconds"
    case .withoutMinutes: "write minutes and seconds"
    case .finerThanMilliseconds: "truncate the time to milliseconds"
    case .precisionDiffers: "write the time with the precision of other times"
    case .staticRow, .leapSecond, .inFuture: nil
    }
  }

  /// The change of one time; nil if it does not have the fault.
  private func part(
    _ line: Span<UInt8>, at range: Range<Int>, in context: RowContext
  ) -> RowRecipe.Part? {
    let text = line.extracting(range)
    let new: (text: String, safety: Fix.Safety)?
    do throws(SCRTimeError) {
      new = replacement(of: try SCRTime(parsing: text), length: text.count, context)
    } catch {
      guard TimeFault(error.kind) == self, text.count <= TimeForms.longest else { return nil }
      if let common = CommonTime.corrected(text) {
        new = (common, .safe)
      } else {
        let repair = TimeRepair(of: text.text)
        new = repair.corrected.map { ($0, repair.isGuess ? .unsafe : .safe) }
      }
    }
    return new.map { .init(safety: $0.safety, edits: [.init(range: range, text: $0.text)]) }
  }

  /// How safe the right spelling of a valid time is; nil if it does not have the fault.
  private func replacementSafety(
    of time: SCRTime, length: Int, _ context: RowContext
  ) -> Fix.Safety? {
    guard !time.isLeapSecond else { return nil }
    switch self {
    case .withoutMinutes where length < Self.lengthWithMinutes: return .unsafe
    case .finerThanMilliseconds where length > Self.lengthWithMilliseconds: return .unsafe
    case .malformed, .impossible, .withoutZ, .pointForColon, .staticRow, .leapSecond,
      .withoutMinutes, .finerThanMilliseconds, .precisionDiffers, .inFuture:
      return nil
    }
  }

  /// The right spelling of a valid time; nil if it does not have the fault.
  private func replacement(
    of time: SCRTime, length: Int, _ context: RowContext
  ) -> (text: String, safety: Fix.Safety)? {
    guard !time.isLeapSecond else { return nil }
    switch self {
    // Whether a stop of a day ends with the day, only its writer knows; catalogs are compared with it.
    case .withoutMinutes where length < Self.lengthWithMinutes: return (time.text, .unsafe)
    case .finerThanMilliseconds where length > Self.lengthWithMilliseconds:
      return (time.text(precision: .fraction(digits: 3)), .unsafe)
    case .precisionDiffers where length != context.mendedTimeLength:
      guard let precision = SCRTime.Precision(textLength: context.mendedTimeLength) else {
        return nil
      }
      let new = time.text(precision: precision)
      // Only zeros may be removed. A day may be all of the day, so zeros are not all that may be added.
      guard (try? SCRTime(parsing: new)) == time else { return nil }
      return (new, length < Self.lengthWithMinutes ? .unsafe : .safe)
    case .malformed, .impossible, .withoutZ, .pointForColon, .staticRow, .leapSecond,
      .withoutMinutes, .finerThanMilliseconds, .precisionDiffers, .inFuture:
      return nil
    }
  }
}

extension RowContext {
  /// Whether a time can be written with the usual number of digits without asking.
  ///
  /// No majority decides at a tie. The first start and the last stop are compared with those of the
  /// catalog as far as both are known, so more digits could contradict it.
  fileprivate func allowsRewriting(
    _ row: borrowing RowExamination, isStart: Bool, length: Int
  ) -> Bool {
    guard precisionBasis == .file else { return false }
    guard length < mendedTimeLength else { return true }
    if isStart {
      guard let start = row.start, let first = ends.start else { return true }
      return first < start
    }
    guard let stop = row.stop, let last = ends.stop else { return true }
    return stop < last
  }
}
