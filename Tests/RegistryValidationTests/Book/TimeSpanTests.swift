import Testing

@testable import RegistryValidation

@Suite("Durations")
struct TimeSpanTests {
  static let cases: [(String, Int?)] = [
    ("0s", 0), ("30s", 30_000), ("500ms", 500), ("2m", 120_000), ("36h", 129_600_000),
    ("7d", 604_800_000), ("P7D", 604_800_000), ("P1W", 604_800_000), ("PT30S", 30_000),
    ("P1DT12H", 129_600_000), ("PT1H30M", 5_400_000), ("", nil), ("30", nil), ("s", nil),
    ("30 s", nil), ("-1s", nil), ("1.5h", nil), ("1y", nil), ("P", nil), ("PT", nil),
    ("P1Y", nil), ("P1DT", nil), ("PT1S1M", nil), ("P7", nil), ("P7D1", nil), ("1d2h", nil),
    ("99999999999999999999s", nil), ("9223372036854775807d", nil), ("365251d", nil),
    ("P365250DT1H", nil), ("٣s", nil),
  ]

  @Test("are read or refused", arguments: cases)
  func reading(_ text: String, _ milliseconds: Int?) {
    #expect(TimeSpan(text)?.milliseconds == milliseconds)
  }

  @Test("are written as they are read", arguments: ["0s", "1ms", "30s", "90m", "36h", "7d"])
  func writing(_ text: String) {
    #expect(TimeSpan(text)?.text == text)
  }
}
