internal import Formats
internal import SharedCloudRegistry

/// Knows which forms of wrong times have a safe or an unsafe repair.
///
/// A repair takes microseconds, and all rows of a file may need one. It depends only on the form of
/// a time: its characters but the digits, and for each number of up to four digits what it can be,
/// such as a day that each month has. So each form is repaired once.
package struct TimeForms: Sendable {
  /// The longest time that is repaired, in bytes.
  static let longest = 64
  /// The longest time whose form is kept, in bytes.
  private static let longestForm = 40
  /// The largest number of forms that are kept.
  private static let limit = 100_000

  /// Reads the times.
  var times = TimeParser()
  private var known: [Form: Fix.Safety?] = [:]

  /// Makes a value that knows no form.
  package init() {}

  /// How safe the repair of a wrong time is; nil without one.
  ///
  /// - Parameter text: A text of at most ``longest`` bytes that is no time of the specification.
  /// - Returns: The same as `TimeRepair` says.
  mutating func safety(of text: Span<UInt8>) -> Fix.Safety? {
    if CommonTime.meant(by: text, times: &times) != nil { return .safe }
    guard text.count <= Self.longestForm, let form = Form(of: text) else {
      return Self.repairSafety(of: text)
    }
    if let safety = known[form] { return safety }
    let safety = Self.repairSafety(of: text)
    if known.count < Self.limit { known[form] = .some(safety) }
    return safety
  }

  private static func repairSafety(of text: Span<UInt8>) -> Fix.Safety? {
    let repair = TimeRepair(of: text.text)
    guard repair.corrected != nil else { return nil }
    return repair.isGuess ? .unsafe : .safe
  }

  /// The bytes of a time, of which those of numbers say what the number can be.
  private struct Form: Hashable {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)

    /// Makes the form of a text; nil if it has a number whose value counts.
    init?(of text: Span<UInt8>) {
      // A year alone has meanings of its own.
      guard text.count >= 10 else { return nil }
      var bytes = InlineArray<40, UInt8>(repeating: 0)
      var index = 0
      while index < text.count {
        guard text[index] &- 0x30 < 10 else {
          guard text[index] < 0x80 else { return nil }
          bytes[index] = text[index]
          index += 1
          continue
        }
        var value = 0
        let begin = index
        while index < text.count, text[index] &- 0x30 < 10 {
          bytes[index] = text[index]
          if index - begin < 4 { value = value * 10 + Int(text[index] &- 0x30) }
          index += 1
        }
        let isFraction = begin > 0 && [0x2E, 0x2C].contains(text[begin - 1]) && begin > 9
        guard index - begin <= 4, !isFraction else { continue }
        // Four digits elsewhere may be the hours and minutes of a zone.
        guard index - begin < 4 || begin == 0,
          let meaning = Self.meaning(of: value, digits: index - begin)
        else { return nil }
        // Bytes from 0x80 on are in no text that is kept; the number of digits stays.
        bytes[begin] = meaning
        for place in begin + 1..<Swift.max(index, begin + 1) { bytes[place] = 0x80 }
      }
      func word(_ start: Int) -> UInt64 {
        var word: UInt64 = 0
        for place in start..<start + 8 { word = word << 8 | UInt64(bytes[place]) }
        return word
      }
      words = (word(0), word(8), word(16), word(24), word(32))
    }

    /// What a number can be; nil if its value counts.
    private static func meaning(of value: Int, digits: Int) -> UInt8? {
      switch digits {
      case 1, 2:
        switch value {
        case 0: 0x81
        case 2: 0x82
        case 4, 6, 9, 11: 0x83
        case 1...12: 0x84
        case 13...23: 0x85
        case 24: 0x86
        case 25...28: 0x87
        case 29: 0x88
        case 30: 0x89
        case 31: 0x8A
        case 32...59: 0x8B
        // It may be a leap second.
        case 60: nil
        case 61...69: 0x8C
        default: 0x8D
        }
      case 4:
        switch value {
        case 1601...2399:
          value.isMultiple(of: 4) && (!value.isMultiple(of: 100) || value.isMultiple(of: 400))
            ? 0x8E : 0x8F
        default: nil
        }
      default: nil
      }
    }

    static func == (one: Self, other: Self) -> Bool {
      one.words.0 == other.words.0 && one.words.1 == other.words.1
        && one.words.2 == other.words.2 && one.words.3 == other.words.3
        && one.words.4 == other.words.4
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(words.0)
      hasher.combine(words.1)
      hasher.combine(words.2)
      hasher.combine(words.3)
      hasher.combine(words.4)
    }
  }
}
