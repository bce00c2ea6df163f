internal import SharedCloudRegistry

/// Writes times one after the other, most of which are on the day of the one before.
struct TimeWriter {
  private let precision: SCRTime.Precision
  /// The length of the least element in microseconds.
  let unit: Int64
  private var day = Int64.min
  private var dayText: [UInt8] = []

  private static let dayLength: Int64 = 86_400_000_000

  init(_ precision: SCRTime.Precision) {
    self.precision = precision
    unit =
      switch precision {
      case .day: Self.dayLength
      case .hour: 3_600_000_000
      case .minute: 60_000_000
      case .second: 1_000_000
      case .fraction(let digits): digits >= 6 ? 1 : digits >= 3 ? 1000 : 1_000_000
      }
  }

  /// What is left of a time when it is written.
  func cut(_ time: Int64) -> Int64 {
    let rest = time % unit
    return time - (rest < 0 ? rest + unit : rest)
  }

  /// Appends a time.
  mutating func append(_ time: Int64, to bytes: inout [UInt8]) {
    let rest = time % Self.dayLength
    let inDay = rest < 0 ? rest + Self.dayLength : rest
    if time - inDay != day || dayText.isEmpty {
      day = time - inDay
      dayText = Array("\(CalendarDate(daysSince1970: day / Self.dayLength))T".utf8)
    }
    bytes += dayText
    let seconds = Int(inDay / 1_000_000)
    Self.append(seconds / 3600, 2, &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.append(seconds / 60 % 60, 2, &bytes)
    if precision != .minute {
      bytes.append(UInt8(ascii: ":"))
      Self.append(seconds % 60, 2, &bytes)
      if case .fraction(let digits) = precision {
        bytes.append(UInt8(ascii: "."))
        let micros = Int(inDay % 1_000_000)
        Self.append(digits >= 6 ? micros : micros / 1000, digits >= 6 ? 6 : 3, &bytes)
      }
    }
    bytes.append(UInt8(ascii: "Z"))
  }

  private static func append(_ value: Int, _ digits: Int, _ bytes: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    var value = value
    for _ in 0..<digits {
      bytes.append(0x30 + UInt8(value / divisor))
      value %= divisor
      divisor = divisor / 10
    }
  }

  /// The text of a time.
  mutating func text(_ time: Int64) -> String {
    var bytes: [UInt8] = []
    append(time, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
