internal import Formats
internal import SharedCloudRegistry

/// Writes times one after another; most of them are on the same day as the previous one.
struct TimeWriter {
  private let precision: SCRTime.Precision
  /// The length of the smallest element in microseconds.
  let unit: Int64
  private var day = Int64.min
  private var dayText: [UInt8] = []

  private static let dayLength: Int64 = 86_400_000_000

  init(_ precision: SCRTime.Precision) {
    self.precision = precision
    unit =
      switch precision {
      case .year, .month, .day: Self.dayLength
      case .hour: 3_600_000_000
      case .minute: 60_000_000
      case .second: 1_000_000
      case .fraction(let digits): digits >= 6 ? 1 : digits >= 3 ? 1000 : 1_000_000
      }
  }

  /// The time as written, truncated to the smallest element.
  func cut(_ time: Int64) -> Int64 {
    let rest = time % unit
    return time - (rest < 0 ? rest + unit : rest)
  }

  /// The time as written, rounded up to the smallest element.
  func roundedUp(_ time: Int64) -> Int64 {
    let cut = cut(time)
    return cut == time ? cut : cut + unit
  }

  /// Appends a time.
  mutating func append(_ time: Int64, to bytes: inout some ByteText) {
    let rest = time % Self.dayLength
    let inDay = rest < 0 ? rest + Self.dayLength : rest
    if time - inDay != day || dayText.isEmpty {
      day = time - inDay
      dayText = Array("\(CalendarDate(daysSince1970: day / Self.dayLength))T".utf8)
    }
    var text: [16 of UInt8] = .init(repeating: UInt8(ascii: ":"))
    let seconds = Int(inDay / 1_000_000)
    Self.write(seconds / 3600, digits: 2, at: 0, into: &text)
    Self.write(seconds / 60 % 60, digits: 2, at: 3, into: &text)
    var end = 5
    if precision != .minute {
      Self.write(seconds % 60, digits: 2, at: 6, into: &text)
      end = 8
    }
    if case .fraction(let digits) = precision {
      text[8] = UInt8(ascii: ".")
      let micros = Int(inDay % 1_000_000)
      Self.write(
        digits >= 6 ? micros : micros / 1000, digits: digits >= 6 ? 6 : 3, at: 9, into: &text)
      end = digits >= 6 ? 15 : 12
    }
    text[end] = UInt8(ascii: "Z")
    bytes.append(dayText.span)
    bytes.append(text.span.extracting(...end))
  }

  private static func write(
    _ value: Int, digits: Int, at start: Int, into text: inout [16 of UInt8]
  ) {
    var rest = value
    for index in stride(from: start + digits - 1, through: start, by: -1) {
      text[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// The text of a time.
  mutating func text(_ time: Int64) -> String {
    var bytes: [UInt8] = []
    append(time, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
