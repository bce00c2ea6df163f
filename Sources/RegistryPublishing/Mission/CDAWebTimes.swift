/// Tells the start from the stop in the templates of CDAWeb, which write both alike.
enum CDAWebTimes {
  /// Marks the elements that repeat earlier ones as those of the stop.
  ///
  /// - Parameter template: A template, such as `x_%Y%m%d-%Y%m%d.cdf`.
  /// - Returns: The template, such as `x_%{start:%Y%m%d}-%{stop:%Y%m%d}.cdf`, and whether it tells
  ///   the stop.
  static func marked(_ template: String) -> (text: String, tellsStop: Bool) {
    let codes = codes(of: template)
    var seen: Set<TimeElement> = []
    guard let repeated = codes.firstIndex(where: { !seen.insert($0.element.kind).inserted }) else {
      return (template, false)
    }
    let text = Array(template)
    var result = ""
    var position = 0
    for (word, part) in [("start", codes[..<repeated]), ("stop", codes[repeated...])] {
      guard let first = part.first, let last = part.last else { continue }
      let end = last.offset + 2
      let inner = text[first.offset..<end]
      // A capture or wildcard between the elements can't be part of a time.
      guard !inner.contains("{"), !inner.contains("*"), !String(inner).contains("%Q") else {
        return (template, false)
      }
      result += String(text[position..<first.offset]) + "%{\(word):\(String(inner))}"
      position = end
    }
    return (result + String(text[position...]), true)
  }

  private static func codes(of template: String) -> [(offset: Int, element: TimeElement)] {
    let text = Array(template)
    var codes: [(offset: Int, element: TimeElement)] = []
    var index = 0
    while index < text.count {
      if text[index] == "%", index + 1 < text.count {
        if let element = TimeElement(code: text[index + 1]) { codes.append((index, element)) }
        index += 1
      }
      index += 1
    }
    return codes
  }
}
