internal import Formats

/// Reads times of which most are on the same day as the one before.
package struct TimeParser: Sendable {
  /// The day of the last time.
  private var date = TimeWords()
  /// The seconds since 1970 at its midnight.
  private var midnight: Int64 = 0

  package init() {}

  /// Reads a time.
  ///
  /// - Parameter text: The bytes of one field.
  /// - Returns: The time.
  /// - Throws: ``SCRTimeError``, as `SCRTime(parsing:)`.
  package mutating func time(_ text: Span<UInt8>) throws(SCRTimeError) -> SCRTime {
    if let seconds = seconds(text) { return SCRTime(seconds: seconds) }
    return try SCRTime(parsing: text)
  }

  /// Reads a time of whole seconds; nil if it is not one.
  @inline(__always)
  mutating func seconds(_ text: Span<UInt8>) -> Int64? {
    guard text.count == 20 else { return nil }
    let words = TimeWords(text)
    guard let secondOfDay = words.secondOfDay else { return nil }
    if !words.hasSameDate(as: date) {
      guard let day = words.date else { return nil }
      date = words
      midnight = day.daysSince1970 * 86400
    }
    return midnight + secondOfDay
  }
}
