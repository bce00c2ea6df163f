internal import RegistryValidation

/// Numbers and names as pages write them.
package enum PageText {
  /// A whole number with a comma between thousands: `1,624,900`.
  package static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number with its noun: `1 finding`, `2 findings`.
  package static func count(_ value: Int, of noun: String) -> String {
    "\(number(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// A number in at most four characters: `177k`.
  package static func short(_ value: Int) -> String {
    scaled(value, units: ["", "k", "M", "G", "T", "P", "E"], separator: "")
  }

  /// A number of bytes in decimal units: `22.6 TB`.
  package static func bytes(_ value: Int) -> String {
    scaled(value, units: ["B", "kB", "MB", "GB", "TB", "PB", "EB"], separator: " ")
  }

  private static func scaled(_ value: Int, units: [String], separator: String) -> String {
    var unit = 0
    var whole = value
    var tenths = 0
    while whole >= 1000, unit < units.count - 1 {
      tenths = whole % 1000 / 100
      whole /= 1000
      unit += 1
    }
    let fraction = unit > 0 && whole < 100 && tenths > 0 ? ".\(tenths)" : ""
    return "\(whole)\(fraction)\(separator)\(units[unit])"
  }

  /// The first scalars of a text, and an ellipsis if there are more.
  package static func clipped(_ text: String, limit: Int) -> String {
    guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
    var view = String.UnicodeScalarView(text.unicodeScalars.prefix(limit))
    view.append("…")
    return String(view)
  }

  /// A share in hundredths with two digits: `12.34%`.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0%" }
    let hundredths = Int((Double(part) * 10000 / Double(whole)).rounded())
    let (value, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return "\(value)%" }
    return rest % 10 == 0 ? "\(value).\(rest / 10)%" : "\(value).\(rest < 10 ? "0" : "")\(rest)%"
  }
}
