internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Checks whether a catalog entry and the rows of its index files agree.
enum DatasetAgreement {
  /// One index file that was read.
  struct YearFile: Sendable {
    var file: BucketTree.File
    var name: IndexFileName?
    var summary: IndexSummary
  }

  /// Checks the facts that the entry gives about the whole dataset.
  static func check(
    _ dataset: DatasetFiles, files: [YearFile], isEveryFileRead: Bool,
    options: CheckOptions, to report: inout CatalogReporter
  ) {
    guard isEveryFileRead else { return }
    checkStart(dataset, files: files, options: options, to: &report)
    checkStop(dataset, files: files, options: options, to: &report)
    checkMultiyear(dataset, files: files, to: &report)
    checkRows(dataset, files: files, to: &report)
    checkModification(dataset, files: files, options: options, to: &report)
  }

  /// The rules that need all rows of a dataset.
  static let rulesOnAllRows: [RuleID] = [
    .startDiffersFromFirstRow, .stopBeforeLastRow, .stopAfterLastRow, .multiyearNeeded,
    .multiyearNotNeeded, .timesWithoutRows, .modificationBeforeLastRow, .datakeyRepeated,
    .precisionDiffersBetweenFiles,
  ]

  /// Reports start and stop if no index file has a row.
  private static func checkRows(
    _ dataset: DatasetFiles, files: [YearFile], to report: inout CatalogReporter
  ) {
    guard let start = dataset.entry.start, let stop = dataset.entry.stop,
      files.allSatisfy({ $0.summary.rows == 0 && hasAllRows($0) })
    else { return }
    report.report(
      .timesWithoutRows,
      "start is \(start.text) and stop \(stop.text), but no index file has a row",
      entry: dataset.entry, position: dataset.position, field: .start
    ) { $0.actual = start.text }
  }

  /// Reports a modification before the start of the last row.
  ///
  /// The files of a forecast are made before the time that they are about.
  private static func checkModification(
    _ dataset: DatasetFiles, files: [YearFile], options: CheckOptions,
    to report: inout CatalogReporter
  ) {
    guard let text = dataset.entry.value(.modification)?.string,
      let modification = dataset.entry.modification,
      let last = files.compactMap(latestOwnStart).max(), modification < last,
      !modification.agrees(with: last), !hasForecasts(files, at: options.now)
    else { return }
    report.report(
      .modificationBeforeLastRow,
      "modification is \(text), but a row starts at \(last.text)",
      entry: dataset.entry, position: dataset.position, field: .modification
    ) {
      $0.expected = "\(last.text) or later"
      $0.actual = text
    }
  }

  /// Whether rows reach beyond the present time.
  private static func hasForecasts(_ files: [YearFile], at now: SCRTime?) -> Bool {
    guard let now else { return false }
    return files.contains { file in
      [file.summary.lastStart, file.summary.latestStop, file.summary.latestInFuture].contains {
        $0.map { now < $0 } ?? false
      }
    }
  }

  /// The start of the last row of a file, if it is in the year of the file.
  private static func latestOwnStart(of file: YearFile) -> SCRTime? {
    guard let start = file.summary.lastStart else { return nil }
    return file.name?.year.map { $0 == start.year } ?? true ? start : nil
  }

  /// Whether no row of a file may be lost.
  ///
  /// A file of 0 bytes, or with a line that was not read, may have lost its rows.
  static func hasAllRows(_ file: YearFile) -> Bool {
    file.summary.bytes > 0 && file.summary.skippedLines == 0
  }

  private static func checkStart(
    _ dataset: DatasetFiles, files: [YearFile], options: CheckOptions,
    to report: inout CatalogReporter
  ) {
    let areAllRead = files.allSatisfy { $0.summary.unreadableStarts == 0 && hasAllRows($0) }
    guard let start = dataset.entry.start,
      let first = files.compactMap(\.summary.earliestStart).min(),
      !first.agrees(with: start),
      // The row that starts earliest may be one whose start can't be read.
      first < start || areAllRead,
      !areNear(
        first, and: start, within: options.option("tolerance", of: .startDiffersFromFirstRow))
    else { return }
    let rows = areAllRead ? "the rows" : "the readable rows"
    report.report(
      .startDiffersFromFirstRow,
      "start is \(start.text), but \(rows) begin at \(first.text)",
      entry: dataset.entry, position: dataset.position, field: .start
    ) {
      // A time that other rows may precede is no repair.
      $0.expected =
        areAllRead
        ? Self.expected(first, insteadOf: start, isNarrower: start < first, of: dataset)
        : "\(first.text) or earlier"
      $0.actual = start.text
      let file = files.first { $0.summary.earliestStart == first }
      $0.related = related(file, message: "the rows begin at \(first.text)")
    }
  }

  private static func checkStop(
    _ dataset: DatasetFiles, files: [YearFile], options: CheckOptions,
    to report: inout CatalogReporter
  ) {
    guard let stop = dataset.entry.stop, let end = LastTime(of: files), !stop.isEnd(of: end.time)
    else { return }
    let last = end.time
    let areAllRead = files.allSatisfy {
      $0.summary.unreadableStops + $0.summary.unreadableStarts == 0 && hasAllRows($0)
    }
    if last < stop {
      // Times that can't be read or are in the future, and rows without a stop, say nothing about
      // the end of the dataset.
      guard end.isStop, areAllRead, files.allSatisfy({ $0.summary.rowsWithoutStop == 0 }) else {
        return
      }
      // Nor does a stop of the catalog in the future, which has a finding of its own.
      if let latest = options.latestTime, stop > latest { return }
    }
    let rule = stop < last ? RuleID.stopBeforeLastRow : .stopAfterLastRow
    guard !areNear(stop, and: last, within: options.option("tolerance", of: rule)) else { return }
    let expected =
      areAllRead && end.isStop
      ? Self.expected(last, insteadOf: stop, isNarrower: last < stop, of: dataset)
      : "\(last.text) or later"
    report.report(
      rule, "stop is \(stop.text), but \(end.words(areAllRead: areAllRead))",
      entry: dataset.entry, position: dataset.position, field: .stop
    ) {
      $0.expected = expected
      $0.actual = stop.text
      let file = files.first { $0.summary.latestStop == last || $0.summary.lastStart == last }
      $0.related = related(file, message: end.words(areAllRead: true))
    }
  }

  /// The file with the row that a time is from.
  private static func related(_ file: YearFile?, message: String) -> [Finding.Related] {
    file.map { [.init(uri: $0.file.store.displayName(of: $0.file.key), message: message)] } ?? []
  }

  /// The time that the catalog should have, in words.
  ///
  /// If it makes the range narrower, and the year that the catalog claims has no index file, that
  /// file may be lost. Then the time alone would be a repair that hides the loss.
  private static func expected(
    _ time: SCRTime, insteadOf claimed: SCRTime, isNarrower: Bool, of dataset: DatasetFiles
  ) -> String {
    let hasFile = dataset.years.contains { $0.name.year == claimed.year }
    return !isNarrower || hasFile
      ? time.text : "\(time.text), unless the index file for \(claimed.year) is lost"
  }

  /// Whether two times are at most so many seconds apart.
  private static func areNear(_ left: SCRTime, and right: SCRTime, within seconds: Int) -> Bool {
    let earlier = Swift.min(left, right)
    let limit = SCRTime(
      seconds: earlier.seconds + Int64(seconds), nanoseconds: earlier.nanoseconds)
    return Swift.max(left, right) <= limit
  }

  private static func checkMultiyear(
    _ dataset: DatasetFiles, files: [YearFile], to report: inout CatalogReporter
  ) {
    let long = files.first { $0.summary.rowOverWholeYear != nil }
    let field: Field = dataset.entry.value(.multiyear) == nil ? .id : .multiyear
    if let long, !dataset.entry.isMultiyear {
      report.report(
        .multiyearNeeded,
        "a file covers a whole year after its start year, but multiyear is not true",
        entry: dataset.entry, position: dataset.position, field: field
      ) {
        $0.expected = "\"multiyear\": true"
        $0.related = related(long, message: "row \(long.summary.rowOverWholeYear ?? 1)")
      }
    }
    if long == nil, dataset.entry.value(.multiyear)?.bool == true,
      files.allSatisfy({ $0.summary.unreadableStops == 0 && $0.summary.latestInFuture == nil }),
      files.contains(where: { $0.summary.latestStop != nil }),
      files.allSatisfy({ $0.summary.rowsWithoutStop == 0 })
    {
      report.report(
        .multiyearNotNeeded,
        "multiyear is true, but no file covers a whole year after its start year",
        entry: dataset.entry, position: dataset.position, field: field)
    }
  }

  /// Checks that all files of a dataset have the precision that most of them have; at a tie that
  /// of the first one.
  static func checkPrecision(
    _ files: [YearFile], id: String, options: CheckOptions
  ) -> [FileReporter] {
    guard let usual = usualFile(files), let expected = usual.summary.timeLength else { return [] }
    return files.compactMap { file in
      guard let length = file.summary.timeLength, length != expected else { return nil }
      var reporter = FileReporter(file: file.file.location, dataset: id, options: options)
      reporter.report(
        .precisionDiffersBetweenFiles,
        "times have \(TimePrecision.words(length: length)), those in \(usual.file.name) have "
          + TimePrecision.words(length: expected)
      ) {
        $0.location.line = 1
        $0.location.column = 1
        $0.identity = RuleID.precisionDiffersBetweenFiles.code
        $0.expected = "\(expected) characters"
        $0.actual = "\(length)"
      }
      if !ClientPattern.isOne(length, or: expected) {
        reporter.report(
          .clientUnreadableTime,
          "the Python client can't read the times together with those in "
            + usual.file.name
        ) {
          $0.location.line = 1
          $0.location.column = 1
          $0.identity = RuleID.clientUnreadableTime.code
        }
      }
      return reporter
    }
  }

  /// The first file with the precision that most files have.
  private static func usualFile(_ files: [YearFile]) -> YearFile? {
    var counts: [Int: Int] = [:]
    for file in files {
      if let length = file.summary.timeLength { counts[length, default: 0] += 1 }
    }
    let most = counts.values.max() ?? 0
    return files.first { file in
      file.summary.timeLength.map { counts[$0] == most } ?? false
    }
  }
}
