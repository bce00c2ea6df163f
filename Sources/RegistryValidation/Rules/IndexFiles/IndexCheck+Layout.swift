internal import Formats
internal import SharedCloudRegistry

/// What most rows of the file show.
extension IndexCheck {
  /// Infers the layout from the start of the file; false if it is something else.
  mutating func isIndex(_ start: borrowing FileStart) -> Bool {
    let inference = start.inference(
      .init(
        demandsStop: expectation.isDialectCertain && table.requiresStop,
        assumesStop: table.requiresStop, layout: expectation.layout))
    self.inference = inference
    if inference.foreign == nil, let preamble = inference.preamble { report(preamble) }
    if let foreign = inference.foreign {
      summary.obstacle = reportForeign(foreign)
      return false
    }
    guard inference.rows > 0 else {
      begin(inference, layout: .standard)
      return true
    }
    guard let layout = inference.layout.value else {
      summary.obstacle = reportUnknownLayout(inference.layout.reason ?? "")
      return false
    }
    begin(inference, layout: layout)
    return true
  }

  private mutating func begin(_ inference: IndexInference, layout: IndexLayout) {
    summary.layout = layout
    summary.isPlausible = inference.isShownByRows
    let bucket = expectation.bucket ?? inference.bucket.value ?? ""
    summary.bucket = bucket
    summary.mendedTimeLength =
      inference.mendedTimeLength > 0 && inference.hasMisspelledTimes
      ? inference.mendedTimeLength : nil
    examination.context = RowContext(
      layout: layout, timeLength: inference.timeLength, allowsStatic: table.allowsStatic,
      bucket: Array(bucket.utf8), year: expectation.year)
    examination.context.mendedTimeLength = inference.mendedTimeLength
    examination.context.latest = latest
    examination.judgesClient =
      rows.isOn(.client(.readsOther)) || rows.isOn(.client(.timeUnreadable))
    guard layout.isInOrder, layout.columnCount == layout.ownColumnCount, !bucket.isEmpty,
      // The fast test does not know which years the client can read; later ones are in the future.
      !examination.judgesClient || expectation.year.map({ $0 >= ClientRow.firstYear }) ?? true
    else { return }
    let precision = SCRTime.Precision(textLength: inference.timeLength)
    let lastTime = latest.flatMap { time in precision.map { time.text(precision: $0) } }
    scanner.setLayout(
      timeLength: inference.timeLength, hasStop: layout.stop != nil,
      prefix: fastPrefix(Array(bucket.utf8), by: inference), year: expectation.year,
      latest: lastTime.map { Array($0.utf8) })
  }

  /// The prefix for the fast test: that of most rows, unless it is in another bucket.
  private mutating func fastPrefix(_ bucket: [UInt8], by inference: IndexInference) -> [UInt8] {
    guard let text = inference.bucket.value else { return bucket }
    let own = Array(text.utf8)
    let key = own + [UInt8(ascii: "k")]
    guard own != bucket, examination.context.buckets.verdict(on: key.span) != .other
    else { return bucket }
    return own
  }

  /// Reports the times that differ from most, or leaves a tie to the other files of the dataset.
  mutating func reportPrecision() {
    let length = examination.context.timeLength
    let hasStop = examination.context.layout.stop != nil
    precision.add(
      TimeLengths(start: length, stop: hasStop ? length : 0), rows: scanner.cleanRows)
    let usual = precision.usual
    guard let length = usual.first else { return }
    var context = examination.context
    context.ends = summary.ends
    let report = PrecisionReport(tally: precision, context: context)
    if usual.count == 1 {
      summary.timeLength = length
      report.report(usual: length, to: &rows)
    } else {
      summary.openPrecision = report
      summary.hasTiedPrecision = true
    }
  }
}
