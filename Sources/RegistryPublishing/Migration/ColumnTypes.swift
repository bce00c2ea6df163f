internal import SharedCloudRegistry

/// Finds out what type the values of a column have.
struct ColumnTypes {
  private var canBeInteger = true
  private var canBeNumber = true
  private var canBeTime = true
  private var hasValue = false

  /// Adds a value.
  mutating func take(_ text: String) {
    guard !text.isEmpty else { return }
    hasValue = true
    if canBeInteger { canBeInteger = Int(text) != nil }
    if canBeNumber { canBeNumber = Double(text) != nil }
    if canBeTime { canBeTime = (try? SCRTime(parsing: text)) != nil }
  }

  /// The specification's word for the type.
  var word: String {
    guard hasValue else { return "string" }
    return canBeInteger ? "int" : canBeNumber ? "double" : canBeTime ? "isotime" : "string"
  }
}
