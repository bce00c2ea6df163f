internal import Patterns

/// A dataset that a search found, and why it is where it is in the list.
public struct SearchHit: Sendable {
  /// The dataset.
  public let dataset: Dataset
  /// How many of the words it has.
  public let words: Int
  /// How many of the words it has as whole words.
  public let wholeWords: Int
  /// How often it has the words.
  public let count: Int
}

extension CatalogCollection {
  /// Finds datasets by words in id, index address, title and tags.
  ///
  /// Datasets with more of the words come first, then those with more of them as whole words, then
  /// those with more occurrences, then the order of the catalogs. Case is ignored.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - limit: The maximum number of datasets.
  /// - Returns: The datasets with any of the words.
  public func search(_ words: [String], limit: Int = .max) -> [SearchHit] {
    let wanted = SearchedText.distinct(words)
    let hits = datasets.compactMap { SearchedText($0).hit($0, for: wanted) }
    return hits.enumerated().sorted { one, other in
      let left = (-one.element.words, -one.element.wholeWords, -one.element.count, one.offset)
      let right = (
        -other.element.words, -other.element.wholeWords, -other.element.count, other.offset
      )
      return left < right
    }.prefix(limit).map(\.element)
  }

  /// Finds the words that no dataset has, and words of the catalogs that are spelled like them.
  ///
  /// - Parameter words: The words of a search.
  /// - Returns: Each such word, with at most three near words, the nearest first.
  public func unknownWords(_ words: [String]) -> [(word: String, near: [String])] {
    let texts = datasets.map { SearchedText($0) }
    let unknown = SearchedText.distinct(words).filter { word in !texts.contains { $0.has(word) } }
    guard !unknown.isEmpty else { return [] }
    var counts: [[UInt8]: Int] = [:]
    for text in texts { for word in text.allWords { counts[word, default: 0] += 1 } }
    return unknown.map { (String(decoding: $0, as: UTF8.self), NearWords.of($0, among: counts)) }
  }
}

/// The searched fields of one dataset, in lower case.
private struct SearchedText {
  private let fields: [[UInt8]]

  init(_ dataset: Dataset) {
    fields = ([dataset.id, dataset.index, dataset.title] + dataset.texts("tags"))
      .map { Array($0.lowercased().utf8) }
  }

  /// The words in lower case, each once.
  static func distinct(_ words: [String]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return words.map { Array($0.lowercased().utf8) }.filter {
      !$0.isEmpty && seen.insert($0).inserted
    }
  }

  /// The places of the words in a dataset; nil if it has none.
  func hit(_ dataset: Dataset, for wanted: [[UInt8]]) -> SearchHit? {
    var (words, whole, count) = (0, 0, 0)
    for word in wanted {
      var (places, isWhole) = (0, false)
      for field in fields { Self.find(word, in: field, places: &places, isWhole: &isWhole) }
      if places > 0 { words += 1 }
      if isWhole { whole += 1 }
      count += places
    }
    guard words > 0 else { return nil }
    return SearchHit(dataset: dataset, words: words, wholeWords: whole, count: count)
  }

  func has(_ word: [UInt8]) -> Bool {
    var (places, isWhole) = (0, false)
    for field in fields { Self.find(word, in: field, places: &places, isWhole: &isWhole) }
    return places > 0
  }

  private static func find(
    _ word: [UInt8], in text: [UInt8], places: inout Int, isWhole: inout Bool
  ) {
    var position = 0
    while position + word.count <= text.count {
      guard text[position] == word[0], text[position...].starts(with: word) else {
        position += 1
        continue
      }
      places += 1
      let end = position + word.count
      let isFree =
        (position == 0 || !isLetter(text[position - 1]))
        && (end == text.count || !isLetter(text[end]))
      isWhole = isWhole || isFree
      position = end
    }
  }

  /// The words of all fields.
  var allWords: [[UInt8]] {
    fields.flatMap { field in field.split { !Self.isLetter($0) }.map { Array($0) } }
  }

  /// Whether a byte is part of a word: a letter, a digit, or part of a character beyond ASCII.
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte &- 0x61 < 26 || byte &- 0x30 < 10
  }
}
