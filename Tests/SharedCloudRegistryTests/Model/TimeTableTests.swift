import SharedCloudRegistry
import Testing

@Suite("Conformance/units/time.json")
struct TimeTableTests {
  @Test("is read, or refused for the right fault", arguments: TimeEntry.all)
  func reading(_ entry: TimeEntry) {
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: entry.text)
      let found = TimeEntry.Expected(
        seconds: time.seconds + (time.isLeapSecond ? 1 : 0), nanoseconds: time.nanoseconds,
        precision: time.precision, isLeapSecond: time.isLeapSecond)
      #expect(found == entry.time)
    } catch {
      #expect(error.kind.rawValue == entry.fault)
      #expect((0...entry.text.utf8.count).contains(error.offset))
    }
  }

  @Test("an invalid time is corrected, or not", arguments: TimeEntry.all.filter { !$0.isValid })
  func correction(_ entry: TimeEntry) {
    let repair = TimeRepair(of: entry.text)
    #expect(repair.corrected == entry.corrected)
    #expect(!repair.fault.isEmpty)
  }

  @Test("a time is written as it was read", arguments: TimeEntry.all.filter(\.isValid))
  func writing(_ entry: TimeEntry) throws {
    let time = try SCRTime(parsing: entry.text)
    #expect(time.precision.textLength == entry.text.utf8.count)
    #expect(time.text(precision: time.precision) == entry.text)
  }

  @Test func `the table has every fault and every precision, and no duplicate`() {
    let all = TimeEntry.all
    #expect(all.count >= 120)
    #expect(Set(all.map(\.text)).count == all.count)
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(Set(all.compactMap(\.fault)) == Set(SCRTimeError.Kind.allCases.map(\.rawValue)))
    let fractions = (1...9).map { SCRTime.Precision.fraction(digits: $0) }
    #expect(
      Set(all.compactMap { $0.time?.precision })
        == Set([.year, .month, .day, .hour, .minute, .second] + fractions)
    )
  }

  @Test func `if HAPI differs, a note says why`() {
    let others = TimeEntry.all.filter { $0.hapi == !$0.isValid }
    #expect(!others.isEmpty)
    for entry in others { #expect(entry.note != nil, "\(entry.text)") }
  }
}
