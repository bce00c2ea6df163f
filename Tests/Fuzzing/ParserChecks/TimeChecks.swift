import Formats

@testable import SharedCloudRegistry

extension ParserCheck {
  /// Times as documents, rows, people and servers write them.
  static let times = [ParserCheck("time", time), ParserCheck("instant", instant)]

  /// A time is written as it was read, and all readers agree about it.
  @Sendable private static func time(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let strict = try? SCRTime(parsing: text)
    if let strict, strict.text(precision: strict.precision) != text {
      return "it is written as \(strict.text(precision: strict.precision))"
    }
    _ = TimeText.typed(text)
    let repair = TimeRepair(of: text)
    if let corrected = repair.corrected, (try? SCRTime(parsing: corrected)) == nil {
      return "it is corrected to \(corrected)"
    }
    if repair.fault.isEmpty { return "no fault" }
    let meant = TimeText.time(text)
    switch LooseTime(Array(text.utf8).span) {
    case .unclear: return nil
    case .nothing: return meant == nil ? nil : "loosely nothing, else \(meant, default: "nothing")"
    case .time(let time):
      guard let meant else { return "loosely \(time), else nothing" }
      return meant == time ? nil : "loosely \(time), else \(meant)"
    }
  }

  /// An instant reads alike after it is written.
  @Sendable private static func instant(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = Instant(secondsSince1970: text)
    for instant in [Instant(iso8601: text), Instant(httpDate: text)] {
      guard let instant else { continue }
      guard (0..<1_000_000_000).contains(instant.nanoseconds) else { return "nanoseconds" }
      // Only years of four digits can be written.
      guard (-62_135_596_800..<253_402_300_800).contains(instant.seconds) else { continue }
      if Instant(iso8601: instant.text) != instant { return "\(instant.text) reads differently" }
    }
    return nil
  }
}
