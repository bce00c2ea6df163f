/// A time as HTTP writes it, such as `Wed, 21 Oct 2026 07:28:00 GMT`.
///
/// Source: RFC 9110, section 5.6.7; the obsolete forms are not read.
struct HTTPDate: Sendable, Hashable {
  /// The seconds since 1970.
  let seconds: Int64

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads a date; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let month = Self.months.firstIndex(where: { $0 == parts[2] })
    else { return nil }
    func padded(_ text: Substring) -> String { text.utf8.count == 1 ? "0\(text)" : String(text) }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    let iso = "\(parts[3])-\(number)-\(padded(parts[1]))T\(parts[4])Z"
    guard iso.utf8.count == 20, let time = try? SCRTime(parsing: iso) else { return nil }
    seconds = time.seconds
  }
}
