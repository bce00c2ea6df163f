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
    var found = datasets.indices.map { _ in (words: 0, whole: 0, count: 0) }
    for word in SearchTexts.distinct(words) {
      for (index, places) in texts.places(of: word).enumerated() where places.count > 0 {
        found[index].words += 1
        found[index].whole += places.isWhole ? 1 : 0
        found[index].count += places.count
      }
    }
    let hits = zip(datasets, found).filter { $1.words > 0 }.map { dataset, found in
      SearchHit(
        dataset: dataset, words: found.words, wholeWords: found.whole, count: found.count)
    }
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
    let unknown = SearchTexts.distinct(words).filter { word in
      !texts.places(of: word).contains { $0.count > 0 }
    }
    guard !unknown.isEmpty else { return [] }
    let counts = texts.words
    return unknown.map { (String(decoding: $0, as: UTF8.self), NearWords.of($0, among: counts)) }
  }
}
