import Formats
import SharedCloudRegistry
import Testing

/// A way in which a mission names its files, with the true start of each.
///
/// In a pattern, `<Y> <y> <m> <d> <j> <H> <M> <S> <b> <B> <f1> <f2> <f3>` are elements of the start,
/// `<e:Y>` and so on of the stop, `<p:Y>` and so on of an irregular time of processing. `<-m>` and so
/// on have no leading zeros. `<i5>` is a
/// counter that never restarts, `<k3>` one that restarts each day, and `<c>` a channel.
struct NamingScheme: CustomTestStringConvertible, Sendable {
  var pattern: String
  /// The distances of the starts in seconds, one after another, again and again.
  var steps: [Int64]
  var count: Int
  var first: Int64
  var channels: [String]
  /// The length of a file in seconds, if the name tells its stop.
  var length: Int64?
  /// The fraction of a second of all starts.
  var milliseconds: Int64
  var testDescription: String { pattern }

  static let day: Int64 = 86400
  /// 2018-11-20.
  static let usual: Int64 = 1_542_672_000

  init(
    _ pattern: String, every steps: Int64..., count: Int = 60, from first: Int64 = Self.usual,
    channels: [String] = [""], length: Int64? = nil, milliseconds: Int64 = 0
  ) {
    self.milliseconds = milliseconds
    self.pattern = pattern
    self.steps = steps
    self.count = count
    self.first = first
    self.channels = channels
    self.length = length
  }

  /// One file.
  struct File: Sendable {
    var key: String
    /// The start that the name tells, in microseconds since 1970.
    var start: Int64
    /// The channel.
    var channel: String
  }

  /// The files.
  var files: [File] {
    var files: [File] = []
    for channel in channels {
      var time = first * 1000 + milliseconds
      var (inDay, lastDay) = (0, Int64.min)
      for number in 0..<count {
        let day = time / 86_400_000
        inDay = day == lastDay ? inDay + 1 : 0
        lastDay = day
        files.append(
          File(
            key: key(time, number, inDay, channel), start: cut(time) * 1000, channel: channel))
        let step = steps[number % steps.count]
        time = step == Self.month ? Self.nextMonth(time) : time + step * 1000
      }
    }
    return files
  }

  /// A step to the first day of the next month.
  static let month: Int64 = -1

  private static func nextMonth(_ time: Int64) -> Int64 {
    var date = CalendarDate(daysSince1970: time / 86_400_000)
    date.month += 1
    date.day = 1
    if date.month == 13 { (date.year, date.month) = (date.year + 1, 1) }
    return date.daysSince1970 * 86_400_000
  }

  /// The time in milliseconds as far as the name tells it.
  private func cut(_ time: Int64) -> Int64 {
    let codes = Self.codes(of: pattern)
    let date = CalendarDate(daysSince1970: time / 86_400_000)
    if codes.contains("f3") { return time }
    if codes.contains("f2") { return time / 10 * 10 }
    if codes.contains("f1") { return time / 100 * 100 }
    if codes.contains("S") { return time / 1000 * 1000 }
    if codes.contains("M") { return time / 60000 * 60000 }
    if codes.contains("H") { return time / 3_600_000 * 3_600_000 }
    if codes.contains("d") || codes.contains("j") { return time / 86_400_000 * 86_400_000 }
    let month = codes.contains("m") || codes.contains("b") || codes.contains("B") ? date.month : 1
    return CalendarDate(year: date.year, month: month, day: 1).daysSince1970 * 86_400_000
  }

  /// The codes of a pattern, whether or not they have leading zeros.
  private static func codes(of pattern: String) -> Set<String> {
    Set(parts(of: pattern).filter(\.isCode).map { String($0.text.trimmingPrefix("-")) })
  }

  private static func parts(of pattern: String) -> [(text: String, isCode: Bool)] {
    var parts: [(text: String, isCode: Bool)] = []
    for piece in pattern.split(separator: "<", omittingEmptySubsequences: false) {
      let halves = piece.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
      if halves.count == 2 {
        parts.append((String(halves[0]), true))
        parts.append((String(halves[1]), false))
      } else {
        parts.append((String(piece), false))
      }
    }
    return parts
  }

  /// Names like those of the files, but with an impossible element of the start: in all places, or
  /// only in the last one.
  var impossibleKeys: [String] {
    let values = ["m": "13", "d": "32", "j": "000", "H": "25", "M": "60", "S": "61"]
    let time = first * 1000 + milliseconds + 86_400_000
    let codes = Self.codes(of: pattern)
    return values.filter { codes.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { odd in
      [true, false].map { key(time, 0, 0, channels[0], odd: odd, isEverywhere: $0) }
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func key(
    _ time: Int64, _ number: Int, _ inDay: Int, _ channel: String,
    odd: (key: String, value: String)? = nil, isEverywhere: Bool = true
  ) -> String {
    var key = ""
    let parts = Self.parts(of: pattern)
    func isOdd(_ text: String) -> Bool { text.trimmingPrefix("-") == odd?.key ?? "" }
    let lastOdd = parts.lastIndex { $0.isCode && isOdd($0.text) }
    for (index, part) in parts.enumerated() {
      if let odd, let lastOdd, part.isCode, isOdd(part.text), isEverywhere || index == lastOdd {
        key += odd.value
        continue
      }
      guard part.isCode else {
        key += part.text
        continue
      }
      switch part.text.first {
      case "i":
        let digits = Int(part.text.dropFirst()) ?? 5
        let limit = (0..<digits).reduce(Int64(1)) { limit, _ in limit * 10 }
        key += Self.padded((12345 + Int64(number)) % limit, digits)
      case "k": key += Self.padded(Int64(inDay) + 1, Int(part.text.dropFirst()) ?? 3)
      case "c": key += channel
      case "-":
        let padded = Self.element(String(part.text.dropFirst()), time)
        key += padded.hasPrefix("0") ? padded.dropFirst() : padded[...]
      case "e":
        key += Self.element(String(part.text.dropFirst(2)), time + (length ?? 0) * 1000)
      case "p":
        let delay = Int64((number * 7919) % 101) * 1_777_000 + 90_000_000
        key += Self.element(String(part.text.dropFirst(2)), time + delay)
      default: key += Self.element(part.text, time)
      }
    }
    return key
  }

  private static func element(_ code: String, _ time: Int64) -> String {
    let date = CalendarDate(daysSince1970: time / 86_400_000)
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let seconds = time / 1000 % 86400
    switch code {
    case "Y": return padded(Int64(date.year), 4)
    case "y": return padded(Int64(date.year % 100), 2)
    case "m": return padded(Int64(date.month), 2)
    case "d": return padded(Int64(date.day), 2)
    case "j":
      let first = CalendarDate(year: date.year, month: 1, day: 1).daysSince1970
      return padded(time / 86_400_000 - first + 1, 3)
    case "H": return padded(seconds / 3600, 2)
    case "M": return padded(seconds / 60 % 60, 2)
    case "S": return padded(seconds % 60, 2)
    case "b": return names[date.month - 1].lowercased()
    case "B": return names[date.month - 1]
    case "f2": return padded(time % 1000 / 10, 2)
    case "f1": return padded(time % 1000 / 100, 1)
    default: return padded(time % 1000, 3)
    }
  }

  private static func padded(_ value: Int64, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
