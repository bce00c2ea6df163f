import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("The cadence")
struct CadenceTests {
  /// A timeline of rows that start some seconds after the start of a year.
  private func timeline(
    _ starts: [Int: [Int]], decimals: String = "", fast: Bool = true
  ) async throws -> Timeline {
    var files = ["catalog.json": TestCatalog.oneDataset(stop: "2012-12-31T23:59:59Z")]
    for (year, seconds) in starts {
      let first = SCRTime.secondsOfYear(year).lowerBound
      let rows = seconds.enumerated().map { number, second in
        let time = SCRTime(seconds: first + Int64(second)).text.dropLast() + decimals + "Z"
        return "\(time),\(time),s3://b/ds/\(year)_\(number).cdf,5\n"
      }
      files["ds/ds_\(year).csv"] = "# start, stop, datakey, filesize\n" + rows.joined()
    }
    var validator = Validator.forTests()
    validator.usesFastTest = fast
    return try #require(
      try await validator.validate([TestTarget.tree(files)]).timelines.first)
  }

  @Test(
    "is the median distance of consecutive starts, whatever the gaps and the overlaps",
    arguments: ["", ".5", ".25", ".125"], [true, false])
  func median(decimals: String, fast: Bool) async throws {
    let day = 86400
    let starts = (0..<100).map { $0 * 600 } + (0..<50).map { 200 * day + $0 * 600 }
    let timeline = try await timeline([2010: starts], decimals: decimals, fast: fast)
    #expect(timeline.cadence == .init(seconds: 600, distances: 149, sameStarts: 0))
    #expect(TimelineText(timeline).cadence == "a file about every 10 minutes")
  }

  @Test func `counts from one index file to the next`() async throws {
    let timeline = try await timeline([2010: [0], 2011: [0], 2012: [0]])
    #expect(timeline.cadence?.distances == 2)
    // Too few to tell.
    #expect(TimelineText(timeline).cadence == nil)
  }

  @Test func `says if several files have the same start`() async throws {
    let timeline = try await timeline([2010: (0..<60).map { $0 / 3 * 3600 }])
    #expect(timeline.cadence == .init(seconds: 3600, distances: 19, sameStarts: 40))
    #expect(TimelineText(timeline).cadence == "several files about every hour")
  }

  @Test func `of irregular starts is right to six per cent`() async throws {
    var random = SeededGenerator(seed: 3)
    let distances = (0..<2001).map { _ in Int.random(in: 1000...3000, using: &random) }
    var starts = [0]
    for distance in distances { starts.append((starts.last ?? 0) + distance) }
    let timeline = try await timeline([2010: starts])
    let exact = Double(distances.sorted()[1000])
    let seconds = Double(try #require(timeline.cadence).seconds)
    #expect(abs(seconds - exact) / exact < 0.063)
  }

  @Test func `is not known of one row`() async throws {
    let timeline = try await timeline([2010: [0]])
    #expect(timeline.cadence == nil)
    #expect(TimelineText(timeline).cadence == nil)
  }

  @Test(
    "is told in the largest unit",
    arguments: [
      (1, "second"), (90, "90 seconds"), (60, "minute"), (5400, "90 minutes"), (9000, "2.5 hours"),
      (86400, "day"), (2_592_000, "30 days"), (604_800, "7 days"),
    ])
  func units(seconds: Int, words: String) {
    var timeline = Timeline(
      dataset: "ds", target: "t", rows: 2, bytes: 0, daysPerBin: 1, covered: [], overlaps: [],
      years: [])
    timeline.cadence = .init(seconds: seconds, distances: 5, sameStarts: 0)
    #expect(TimelineText(timeline).cadence == "a file about every \(words)")
  }
}
