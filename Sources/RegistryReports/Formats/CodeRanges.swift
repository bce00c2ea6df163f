internal import RegistryValidation

/// Short lists of rule codes.
enum CodeRanges {
  /// Writes codes, with consecutive ones as a range: `IDX001 to IDX013, IDX015`.
  ///
  /// - Parameter codes: The codes, in order.
  /// - Returns: The text.
  static func text(_ codes: [String]) -> String {
    var parts: [String] = []
    var run: [String] = []
    func end() -> [String] {
      run.count < 3 ? run : ["\(run[0]) to \(run[run.count - 1])"]
    }
    for code in codes {
      if let last = run.last, !follows(code, before: last) {
        parts += end()
        run = []
      }
      run.append(code)
    }
    return (parts + end()).joined(separator: ", ")
  }

  private static func follows(_ code: String, before: String) -> Bool {
    guard code.prefix(3) == before.prefix(3), let number = Int(code.dropFirst(3)),
      let other = Int(before.dropFirst(3))
    else { return false }
    return number == other + 1
  }
}
