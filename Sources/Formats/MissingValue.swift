/// Words that programs write for a value that is missing.
package enum MissingValue {
  /// Those that pandas reads as no value, with the empty string.
  package static let ofPandas: Set = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
  ]

  /// The number of bytes of the longest.
  package static let longest = 8

  /// Those of other programs; no file has such a name.
  private static let ofOthers: Set = ["-", "--", "nil", "undef"]

  private static let inLowerCase = Set(ofPandas.map { $0.lowercased() }).union(ofOthers)

  /// Whether a text is such a word, in whatever case, but not the empty string.
  package static func isWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longest && inLowerCase.contains(text.lowercased())
  }
}
