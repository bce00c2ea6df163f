internal import Formats

/// The searched fields of datasets in lower case, so that a search is one pass over their bytes.
struct SearchTexts: Sendable {
  /// Where a word is in a dataset.
  struct Places {
    /// The number of places in id, index address and title.
    var inFields = 0
    /// The number of places in tags.
    var inTags = 0
    /// The number of tags that have it.
    var tags = 0
    /// Whether it is a whole word at one of the places.
    var isWhole = false

    /// The number of places.
    var count: Int { inFields + inTags }
  }

  /// The texts of all datasets, one after the other.
  private struct Buffer {
    var bytes: [UInt8] = []
    /// Where the texts of each dataset end.
    var ends: [Int] = []

    /// A byte after each text, which no word has.
    static let separator: UInt8 = 0xFF

    mutating func add(_ texts: [String]) {
      for text in texts {
        bytes += text.lowercased().utf8
        bytes.append(Self.separator)
      }
      ends.append(bytes.count)
    }

    /// Calls a closure with each place of a word.
    ///
    /// - Parameters:
    ///   - word: The word, which is not empty.
    ///   - body: Gets the number of the dataset, the place, and whether the word is a whole one.
    func forEachPlace(of word: [UInt8], _ body: (Int, Int, Bool) -> Void) {
      let span = bytes.span
      var dataset = 0
      var position = span.firstIndex(of: word[0], from: 0)
      while position + word.count <= span.count {
        let end = position + word.count
        guard span.extracting(position..<end).isSame(as: word.span) else {
          position = span.firstIndex(of: word[0], from: position + 1)
          continue
        }
        while ends[dataset] <= position { dataset += 1 }
        let isWhole =
          (position == 0 || !Self.isLetter(span[position - 1]))
          && (end == span.count || !Self.isLetter(span[end]))
        body(dataset, position, isWhole)
        position = span.firstIndex(of: word[0], from: end)
      }
    }

    /// Whether a byte is part of a word: a letter, a digit, or part of a character beyond ASCII.
    static func isLetter(_ byte: UInt8) -> Bool {
      byte >= 0x80 && byte != separator || byte &- 0x61 < 26 || byte &- 0x30 < 10
    }
  }

  let datasets: [Dataset]
  private var fields = Buffer()
  private var tags = Buffer()

  init(_ datasets: [Dataset]) {
    self.datasets = datasets
    for dataset in datasets {
      fields.add([dataset.id, dataset.index, dataset.title])
      tags.add(dataset.texts("tags"))
    }
  }

  /// The words of a search in lower case, each once.
  static func distinct(_ words: [String]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return words.map { Array($0.lowercased().utf8) }.filter {
      !$0.isEmpty && seen.insert($0).inserted
    }
  }

  /// Finds a word in all datasets.
  ///
  /// - Parameter word: The word in lower case.
  /// - Returns: For each dataset its places.
  func places(of word: [UInt8]) -> [Places] {
    var places = [Places](repeating: Places(), count: datasets.count)
    guard !word.isEmpty else { return places }
    fields.forEachPlace(of: word) { dataset, _, isWhole in
      places[dataset].inFields += 1
      places[dataset].isWhole = places[dataset].isWhole || isWhole
    }
    var endOfTag = 0
    let bytes = tags.bytes.span
    tags.forEachPlace(of: word) { dataset, position, isWhole in
      places[dataset].inTags += 1
      places[dataset].isWhole = places[dataset].isWhole || isWhole
      guard position >= endOfTag else { return }
      places[dataset].tags += 1
      endOfTag = bytes.firstIndex(of: Buffer.separator, from: position)
    }
    return places
  }

  /// The words of all fields, with how often they occur.
  var words: [[UInt8]: Int] {
    var counts: [[UInt8]: Int] = [:]
    for buffer in [fields, tags] {
      for word in buffer.bytes.split(whereSeparator: { !Buffer.isLetter($0) }) {
        counts[Array(word), default: 0] += 1
      }
    }
    return counts
  }
}
