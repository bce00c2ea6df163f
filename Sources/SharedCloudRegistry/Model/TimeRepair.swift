/// What is wrong with a text that should be a time, in words, and the time it probably means.
public struct TimeRepair: Sendable, Hashable {
  /// What is wrong, as the end of a sentence that begins with the text: `has no Z at its end`.
  public var fault: String
  /// The text that was probably meant; nil when that is a guess.
  public var corrected: String?

  /// Finds out what is wrong with a text that ``SCRTime`` refuses.
  ///
  /// One repair after the other is tried, each for a fault seen in published registries; the
  /// first that applies gives the words, and all together give the corrected text, which is
  /// offered only if it is a time.
  ///
  /// - Parameter text: The text as found.
  public init(of text: String) {
    var draft = TimeDraft(text: Array(text.utf8))
    if let word = Self.words[text.lowercased()] {
      fault = word
      return
    }
    draft.repairAll()
    let repaired = String(decoding: draft.text, as: UTF8.self)
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: repaired)
      fault = draft.faults.first ?? "is not a time"
      corrected = draft.isCertain ? (draft.offset == 0 ? repaired : draft.shifted(time)) : nil
    } catch {
      let isImpossible = error.kind == .impossible
      let cause = isImpossible ? Self.impossible(repaired, at: error.offset) : nil
      fault = cause ?? draft.faults.first ?? "is not of the form yyyy-mm-ddThh:mm:ss.sssZ"
      corrected = isImpossible ? Self.nextMidnight(repaired) : nil
    }
  }

  /// Texts that are no attempt at a time.
  private static let words = [
    "": "is empty", "none": "is what a program writes that found no time",
    "null": "is what a program writes that found no time",
    "nan": "is what a program writes that found no time",
    "nat": "is what a program writes that found no time",
    "static": "is a word of the versions 0.3.1 to 0.6, not a time",
  ]

  /// Names the element that does not exist.
  private static func impossible(_ text: String, at offset: Int) -> String {
    let text = Array(text.utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    switch offset {
    case 0: return "is in the year 0000, which no calendar has"
    case 5: return "has month \(part(5..<7)); there are 12"
    case 8: return "is on day \(part(8..<10)), which \(part(0..<7)) does not have"
    case 11: return "has hour \(part(11..<13)); the last is 23"
    case 14: return "has minute \(part(14..<16)); the last is 59"
    default: return "has second \(part(17..<19)); the last is 59, or 60 in a leap second"
    }
  }

  /// Writes `24:00:00` as the midnight it is.
  private static func nextMidnight(_ text: String) -> String? {
    let text = Array(text.utf8)
    guard text.count >= 17, text[11...15].elementsEqual("24:00".utf8),
      text[16...].allSatisfy({ !(0x31...0x39).contains($0) }),
      let day = try? SCRTime(parsing: String(decoding: text[..<10], as: UTF8.self) + "Z")
    else { return nil }
    return SCRTime(seconds: day.seconds + 86400).text
  }
}
