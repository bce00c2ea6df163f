/// Words that are spelled almost like another.
package enum NearWords {
  /// Finds the nearest words.
  ///
  /// - Parameters:
  ///   - word: The word.
  ///   - words: Other words, and how often each is used.
  /// - Returns: At most three, the nearest first, then the most frequent.
  package static func of(_ word: [UInt8], among words: [[UInt8]: Int]) -> [String] {
    guard (3...40).contains(word.count) else { return [] }
    let limit = word.count <= 5 ? 1 : word.count <= 9 ? 2 : 3
    var found: [(word: [UInt8], distance: Int, count: Int)] = []
    for (other, count) in words where other.count >= 3 && abs(other.count - word.count) <= limit {
      let distance = distance(word, other)
      if distance <= limit { found.append((other, distance, count)) }
    }
    found.sort { one, other in
      (one.distance, -one.count) != (other.distance, -other.count)
        ? (one.distance, -one.count) < (other.distance, -other.count)
        : one.word.lexicographicallyPrecedes(other.word)
    }
    return found.prefix(3).map { String(decoding: $0.word, as: UTF8.self) }
  }

  /// Counts the bytes to insert, remove, replace or swap with their neighbour.
  package static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = left[row] == right[column] ? 0 : 1
        var best = Swift.min(last[column + 1] + 1, current[column] + 1, last[column] + change)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = Swift.min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
