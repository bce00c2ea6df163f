import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Timelines of many datasets")
struct SimplerTimelineTests {
  private func timeline(_ covered: [Range<Int>]) -> Timeline {
    Timeline(
      dataset: "ds", target: "t", rows: 9, bytes: 9, daysPerBin: 1,
      covered: covered.map { .init(from: $0.lowerBound, to: $0.upperBound) }, overlaps: [],
      years: [])
  }

  private func days(_ spans: [Timeline.Span]) -> Set<Int> {
    Set(spans.flatMap { Array($0.from..<$0.to) })
  }

  @Test func `with few parts stay as they are`() {
    let timeline = timeline([0..<10, 11..<20, 40..<50])
    #expect(timeline.simplified(toParts: 3) == timeline)
  }

  @Test func `draw short gaps as one part, and keep long ones`() {
    // A day of ten is missing, ten times; then 50 days are missing, and a last one.
    let rows = (0..<10).map { $0 * 10..<$0 * 10 + 9 } + [150..<160, 161..<170]
    let simple = timeline(rows).simplified(toParts: 4)
    #expect(simple.covered == [.init(from: 0, to: 99), .init(from: 150, to: 170)])
    #expect(simple.partly == [.init(from: 9, to: 90), .init(from: 160, to: 161)])
    #expect(simple.daysPerBin == 16)
    #expect(simple.gaps == timeline(rows).gaps)
    #expect(simple.gapCount == 11)
  }

  @Test(
    "have at most the parts that are allowed, and no day is full that is not",
    arguments: [2, 3, 7, 64])
  func limit(parts: Int) {
    var rows: [Range<Int>] = []
    var day = 0
    for number in 0..<300 {
      rows.append(day..<day + 1 + number % 13)
      day = rows[number].upperBound + 1 + number * 7 % 29
    }
    let exact = timeline(rows)
    let simple = exact.simplified(toParts: parts)
    #expect(simple.covered.count + simple.partly.count <= parts)
    let drawn = days(simple.covered)
    #expect(drawn.isSuperset(of: days(exact.covered)))
    #expect(drawn.subtracting(days(simple.partly)).isSubset(of: days(exact.covered)))
    #expect(days(simple.partly).isSubset(of: drawn))
  }

  @Test func `never draw unknown days as covered`() {
    var exact = timeline((0..<40).map { $0 * 10..<$0 * 10 + 5 })
    exact.unknown = [.init(from: 55, to: 60)]
    let simple = exact.simplified(toParts: 4)
    #expect(days(simple.covered).isDisjoint(with: 55..<60))
    #expect(days(simple.partly).isDisjoint(with: 55..<60))
    #expect(simple.covered.count == 2)
  }
}
