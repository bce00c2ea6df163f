/// A duration as people write it: `30s`, `36h`, `7d`, or `P7D` and `PT36H` of ISO 8601.
public struct TimeSpan: Sendable, Hashable {
  /// The length in milliseconds.
  public let milliseconds: Int

  /// Makes a duration.
  ///
  /// - Parameter milliseconds: The length in milliseconds.
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// Reads a duration; nil if the text is not a duration, or is longer than a thousand years.
  ///
  /// - Parameter text: A whole number and a unit, or a duration of ISO 8601 without years, months
  ///   and fractions.
  public init?(_ text: String) {
    guard let value = text.hasPrefix("P") ? Self.duration(text.dropFirst()) : Self.simple(text)
    else { return nil }
    milliseconds = value
  }

  private static let units: [(name: String, milliseconds: Int)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]
  private static let longest = 365_250 * 86_400_000

  /// The whole seconds in it.
  public var seconds: Int { milliseconds / 1000 }

  /// The length in the largest unit that gives a whole number.
  public var text: String {
    if milliseconds == 0 { return "0s" }
    let unit = Self.units.first { milliseconds % $0.milliseconds == 0 } ?? ("ms", 1)
    return "\(milliseconds / unit.milliseconds)\(unit.name)"
  }

  private static func simple(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let name = text.dropFirst(digits.count)
    guard let unit = units.first(where: { $0.name == name }) else { return nil }
    return product(digits, by: unit.milliseconds)
  }

  /// Reads what follows the P: elements of the date, a T, elements of the time.
  private static func duration(_ text: Substring) -> Int? {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 || !parts[1].isEmpty else { return nil }
    guard let days = elements(parts[0], units: [("W", 7 * 86_400_000), ("D", 86_400_000)]) else {
      return nil
    }
    guard parts.count == 2 else { return parts[0].isEmpty ? nil : days }
    let units = [("H", 3_600_000), ("M", 60_000), ("S", 1000)]
    return elements(parts[1], units: units).flatMap { $0 + days <= longest ? $0 + days : nil }
  }

  /// Adds up elements such as `1H30M`, whose units must be in order.
  private static func elements(_ text: Substring, units: [(String, Int)]) -> Int? {
    var rest = text
    var sum = 0
    for (name, milliseconds) in units {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard rest.dropFirst(digits.count).hasPrefix(name) else { continue }
      guard let value = product(digits, by: milliseconds), sum + value <= longest else {
        return nil
      }
      sum += value
      rest = rest.dropFirst(digits.count + 1)
    }
    return rest.isEmpty ? sum : nil
  }

  private static func product(_ digits: Substring, by unit: Int) -> Int? {
    guard let number = Int(digits), number <= longest / unit else { return nil }
    return number * unit
  }
}
