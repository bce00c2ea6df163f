internal import Formats
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Shows what the index files of a dataset list over time.
struct CoverageDisplay {
  let dataset: Dataset

  /// Reads the index files and writes the coverage.
  ///
  /// - Parameter isJSON: Whether to write JSON instead of lines.
  /// - Throws: ``ToolExit`` with 3 if an index file can't be read.
  func write(isJSON: Bool) async throws {
    let faults = FaultLog(isQuiet: false)
    let bytes: [UInt8]
    do throws(ReadingError) {
      let times = try await dataset.times { faults.add($0) }
      let timeline = Timeline(dataset, times: times)
      bytes = isJSON ? JSONWriter.writeHarmless(timeline.value) : Array(text(timeline).utf8)
    } catch {
      throw faults.exit(error)
    }
    try Streams().writeOutput(bytes)
    _ = faults.exitCode()
  }

  private func text(_ timeline: Timeline) -> String {
    let width = TerminalSize.width
    let size = PageText.bytes(timeline.bytes)
    var lines = ["\(dataset.id)", "\(PageText.count(timeline.rows, "row")), \(size)"]
    if !dataset.title.isEmpty { lines.insert(dataset.title, at: 1) }
    if let first = timeline.first, let last = timeline.last {
      lines +=
        first.count + last.count + 4 <= width ? ["\(first) to \(last)"] : [first, "to \(last)"]
    }
    let head = lines.map { PageText.clipped(TextStyle.harmless($0), limit: Swift.max(20, width)) }
    let chart = CoverageChart(timeline, width: width, usesBlocks: TerminalSize.showsUnicode)
    return head.map { $0 + "\n" }.joined() + "\n" + chart.text
  }
}
