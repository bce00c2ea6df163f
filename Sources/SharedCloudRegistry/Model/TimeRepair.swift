/// Describes what is wrong with a string that should be a time, and the time it probably means.
public struct TimeRepair: Sendable, Hashable {
  /// The fault, as the end of a sentence that begins with the string: `has no Z at its end`.
  ///
  /// It describes the fault that ``SCRTimeError`` names, whatever else is wrong.
  public var fault: String
  /// The string that was probably meant, with the same precision; nil if that is a guess.
  public var corrected: String?
  /// Whether the corrected string adds something that is not there, such as a time zone, or removes
  /// something.
  public var isGuess = false

  /// The fault, and the correct string if it is certain.
  public var advice: String { fault + (corrected.map { "; write \($0)" } ?? "") }

  /// Examines a string that ``SCRTime`` refuses.
  ///
  /// All repairs are tried in turn, each for a fault found in published registries. Together they
  /// give the corrected string, which is offered only if it is a time.
  ///
  /// - Parameter text: The string as found.
  public init(of text: String) {
    do throws(SCRTimeError) {
      _ = try SCRTime(parsing: text)
      self.init(fault: "is a time", corrected: text)
    } catch {
      self.init(of: text, error)
    }
  }

  private init(fault: String, corrected: String?) {
    self.fault = fault
    self.corrected = corrected
  }

  private init(of text: String, _ error: SCRTimeError) {
    var draft = TimeDraft(text: Array(text.utf8))
    draft.trimBlanks()
    // Every string that can be repaired is shorter.
    guard draft.text.count <= 64 else {
      fault = Self.defaultWords(error.kind)
      return
    }
    if let words = Self.words[String(decoding: draft.text, as: UTF8.self).lowercased()] {
      fault = words
      return
    }
    draft.repairAll()
    corrected = draft.corrected
    isGuess = draft.isGuess
    if error.kind == .impossible {
      fault = Self.impossible(text, at: error.offset)
    } else {
      let words = draft.words(for: error.kind, withSlips: corrected != nil)
      fault = words ?? Self.defaultWords(error.kind)
    }
  }

  /// Strings that are not an attempt at a time.
  private static let words = [
    "": "is empty", "none": "is a placeholder for a missing time",
    "null": "is a placeholder for a missing time",
    "nan": "is a placeholder for a missing time",
    "nat": "is a placeholder for a missing time",
    "static": "is a word from versions 0.3.1 to 0.6, not a time",
  ]

  private static func defaultWords(_ kind: SCRTimeError.Kind) -> String {
    switch kind {
    case .malformed: "is not of the form yyyy-mm-ddThh:mm:ss.sssZ"
    case .impossible: "is a time that does not exist"
    case .missingZone: "has something other than Z as its time zone"
    case .pointForColon: "has a dot instead of the colon before the seconds"
    }
  }

  /// Names the element that does not exist.
  private static func impossible(_ text: String, at offset: Int) -> String {
    let text = Array(text.utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    switch offset {
    case 0: return "is in the year 0000, which does not exist"
    case 5: return "has month \(part(5..<7)); there are 12"
    case 8: return "is on day \(part(8..<10)), which \(part(0..<7)) does not have"
    case 11: return "has hour \(part(11..<13)); the last is 23"
    case 14: return "has minute \(part(14..<16)); the last is 59"
    default:
      let isAtMidnight = part(11..<19) == "23:59:60"
      return isAtMidnight
        ? "has second 60, but \(part(0..<10)) has no leap second"
        : "has second \(part(17..<19)); the last is 59, or 60 in a leap second"
    }
  }
}
