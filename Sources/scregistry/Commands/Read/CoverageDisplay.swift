internal import Formats
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Shows what the index files of a dataset list over time.
struct CoverageDisplay {
  let dataset: Dataset

  /// Reads the index files and writes the coverage.
  ///
  /// Years that could not be read, or have no index file, are marked.
  ///
  /// - Parameter isJSON: Whether to write JSON instead of lines.
  /// - Throws: ``ToolExit`` with 3 if an index file can't be read.
  func write(isJSON: Bool) async throws {
    let faults = FaultLog(isQuiet: false)
    let latest = CheckOptions.latestRowTime(now: Clock.today)
    let times: DatasetTimes
    do throws(ReadingError) {
      times = try await dataset.times(latest: latest) { faults.add($0) }
    } catch {
      throw faults.exit(error)
    }
    if isJSON {
      try Streams().writeOutput(JSONWriter.writeHarmless(Timeline(dataset, times: times).value))
    } else {
      // Lines of text are few, whatever the number of spans.
      let timeline = Timeline(dataset, times: times, spans: 1 << 16)
      let text = text(timeline, unread: times.unreadYears, missing: times.missingYears)
      try Streams().writeOutput(Array(text.utf8))
    }
    if let failure = times.failure { throw faults.exit(failure) }
    if let code = faults.exitCode() { throw ToolExit(code: code) }
  }

  private func text(_ timeline: Timeline, unread: Set<Int>, missing: Set<Int>) -> String {
    let width = TerminalSize.width
    let size = PageText.bytes(timeline.bytes)
    var lines = ["\(dataset.id)", "\(PageText.count(timeline.rows, of: "row")), \(size)"]
    if !dataset.title.isEmpty { lines.insert(dataset.title, at: 1) }
    if let first = timeline.first, let last = timeline.last {
      lines +=
        first.count + last.count + 4 <= width ? ["\(first) to \(last)"] : [first, "to \(last)"]
    }
    if let future = TimelineText(timeline).future { lines.append(future) }
    let head = lines.map { PageText.clipped(TextStyle.harmless($0), limit: Swift.max(20, width)) }
    let chart = CoverageChart(
      timeline, width: width, usesBlocks: TerminalSize.showsUnicode, unread: unread,
      missing: missing)
    return head.map { $0 + "\n" }.joined() + "\n" + chart.text
  }
}
