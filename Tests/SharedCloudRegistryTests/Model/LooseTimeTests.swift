import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Misspelled times, read fast")
struct LooseTimeTests {
  static let dates = [
    "2015-09-01", "2015-9-1", "2015-02-30", "2015-12-31", "20150901", "2015-244", "2015-366",
    "2016-366", "2015-000", "2015-09", "2015", "201509", "2015/09/01", "0000-01-01", "9999-12-31",
    "0001-01-01", "1-1-2015", "2015-13-01", "2015-009-01", "15-09-01", "201509011", "yesterday",
  ]
  static let separators = ["T", " ", "t", ":", "T:", "_", "  ", "", "t:"]
  static let clocks = [
    "12:11:14", "1:2:3", "121114", "1211", "12:11", "12", "24:00:00", "24:00", "23:59:60",
    "25:00:00", "12:60:00", "12:11:61", "12:11:14.5", "12:11:14,25", "12:11:14.", "12:11:14,",
    "12:11:14.123456789", "12:11:14.1234567890", "12:11.00", "12:11:14:15", "12:1114", "1211:14",
    "", "012:11:14", "12:11:014",
  ]
  static let zones = [
    "", "Z", "z", "+00:00", "-00:00", "+01:00", "-11:30", "+0000", "+0130", "+00", "+1", "+1:00",
    "+24:00", "+00:60", " UTC", "UTC", "+00000", "Zz", "Z+00:00", "+01:00Z", "+-01", ".5", " ",
    "[UTC]", "t5",
  ]

  @Test("mean what the other repair finds", arguments: dates)
  func sameAsRepair(_ date: String) {
    for separator in Self.separators {
      for clock in Self.clocks {
        for zone in Self.zones { check(date + separator + clock + zone) }
      }
    }
  }

  @Test("mean the same with any byte changed", arguments: UInt64(0)..<40)
  func changedBytes(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      var bytes = Array("2015-09-01 12:11:14.250+01:30".utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = Array("0123456789-:T tzZ.,+".utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.removeLast(bytes.count - place)
        }
        if bytes.isEmpty { break }
      }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  private func check(_ text: String) {
    let corrected = TimeRepair(of: text).corrected
    let expected = corrected.flatMap { try? SCRTime(parsing: $0) }
    switch LooseTime(Array(text.utf8).span) {
    case .unclear: return
    case .nothing: #expect(expected == nil, "\(text)")
    case .time(let time):
      #expect(expected == time && expected?.precision == time.precision, "\(text)")
    }
  }

  @Test(
    "that fill files are read here",
    arguments: [
      "2015-09-01 12:11:14+00:00", "2015-09-01T12:11:14", "2015-09-01 12:11:14",
      "2015-09-01t12:11:14z", "2015-244T12:11:14Z", "20150901T121114Z", "2015-9-1 1:2:3",
      "2015-09-01T12:11:14+0200", "2015-09-01 12:11:14.123", "2015-09-01", "2015/09/01 12:11:14",
      "2015-02-30T12:11:14Z", "2015-09-01 12:11:14 UTC",
    ])
  func common(_ text: String) {
    #expect(LooseTime(Array(text.utf8).span) != .unclear)
  }
}
