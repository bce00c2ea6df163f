/// Finds the word that the author probably meant.
package enum NearMatch {
  /// How many words and characters are compared, so that long strings cost nothing.
  private static let wordLimit = 500
  private static let lengthLimit = 48

  /// Returns the word nearest to a string; nil if no word is near.
  package static func find(_ text: String, among words: [String]) -> String? {
    let wanted = Array(text.lowercased())
    guard (1...lengthLimit).contains(wanted.count) else { return nil }
    // A third of the characters may differ, but at least one.
    var nearest = Swift.max(1, wanted.count / 3) + 1
    var found: String?
    for word in words.prefix(wordLimit) where word != text {
      let candidate = Array(word.lowercased())
      guard candidate.count <= lengthLimit, abs(candidate.count - wanted.count) < nearest else {
        continue
      }
      let distance = distance(wanted, to: candidate)
      guard distance < nearest, distance < candidate.count else { continue }
      nearest = distance
      found = word
    }
    return found
  }

  /// The end of a message that names the nearest word; empty if no word is near.
  package static func hint(_ text: String, among words: [String]) -> String {
    hint(find(text, among: words))
  }

  /// The end of a message that names a near word; empty without one.
  package static func hint(_ near: String?) -> String {
    near.map { "; did you mean \($0)?" } ?? ""
  }

  /// Counts the characters to insert, remove, replace or swap with their neighbour.
  private static func distance(_ left: [Character], to right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var best = Swift.min(
          last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = Swift.min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
