/// Names that end in a checksum, such as `a_20191120_9f767c45.dat`.
///
/// Digits and letters of checksums change from key to key, so that almost each key has another
/// skeleton. Keys that have hexadecimal digits at the same place, and there many skeletons, are
/// one group.
struct ChecksumNames {
  /// The number of different skeletons that tell a checksum.
  private static let fewest = 5

  /// Joins the keys of such groups.
  ///
  /// - Parameter groups: The keys, by skeleton.
  /// - Returns: The keys, by skeletons in which checksums are one piece.
  static func joined(_ groups: [[UInt8]: KeySample]) -> [[UInt8]: KeySample] {
    var bySkeleton: [[UInt8]: (skeletons: Set<[UInt8]>, letters: Set<Int>)] = [:]
    for (skeleton, sample) in groups {
      for other in skeletons(of: sample.keys[0]) where other.isCertain {
        bySkeleton[other.bytes, default: ([], [])].skeletons.insert(skeleton)
        bySkeleton[other.bytes, default: ([], [])].letters.formUnion(other.letters)
      }
    }
    // A single letter after a date, as in `20210101a`, is no part of a checksum.
    let known = Set(
      bySkeleton.filter { $0.value.skeletons.count >= fewest && $0.value.letters.count > 1 }.keys)
    guard !known.isEmpty else { return groups }
    var joined: [[UInt8]: KeySample] = [:]
    for (skeleton, sample) in groups {
      let other = skeletons(of: sample.keys[0]).first { known.contains($0.bytes) }
      guard let other else {
        joined[skeleton] = sample
        continue
      }
      joined[other.bytes, default: KeySample(with: other.checksum)].take(sample)
    }
    return joined
  }

  /// A skeleton in which hexadecimal digits are one piece.
  private struct Skeleton {
    var bytes: [UInt8]
    /// The number of hexadecimal digits, and of which one in the key they are.
    var checksum: ChecksumPlace
    /// The places of its letters.
    var letters: Set<Int>

    /// Whether there are digits and letters.
    var isCertain: Bool { !letters.isEmpty && letters.count < checksum.count }
  }

  private static func skeletons(of key: [UInt8]) -> [Skeleton] {
    ChecksumPlace.all(in: key).map { place in
      let range = place.range(in: key) ?? 0..<0
      return Skeleton(
        bytes: KeyPieces(key, checksum: place).skeleton(of: key)
          + [UInt8(truncatingIfNeeded: place.count)],
        checksum: place,
        letters: Set(range.filter { key[$0].isLetter }.map { $0 - range.lowerBound }))
    }
  }
}

/// The place of a checksum: the word of the key that it is.
struct ChecksumPlace: Sendable, Hashable {
  /// The number of the word, from the end of the key.
  var word: Int
  /// The number of its hexadecimal digits.
  var count: Int

  /// All words of the file name that may be checksums: at least eight hexadecimal digits.
  static func all(in key: [UInt8]) -> [ChecksumPlace] {
    words(of: key).enumerated().filter { _, range in
      range.count >= 8 && key[range].allSatisfy(\.isHexadecimal)
    }.map { ChecksumPlace(word: $0.offset, count: $0.element.count) }
  }

  /// Where the checksum is in a key; nil if that word is something else.
  func range(in key: [UInt8]) -> Range<Int>? {
    let words = Self.words(of: key)
    guard word < words.count, words[word].count == count,
      key[words[word]].allSatisfy(\.isHexadecimal)
    else { return nil }
    return words[word]
  }

  /// The runs of letters and digits in the file name, the last one first.
  private static func words(of key: [UInt8]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var end = key.count
    while end > 0, key[end - 1] != 0x2F {
      var start = end
      while start > 0, key[start - 1].isDigit || key[start - 1].isLetter { start -= 1 }
      if start < end { words.append(start..<end) }
      end = start < end ? start : end - 1
    }
    return words
  }
}

extension UInt8 {
  /// Whether this is a hexadecimal digit.
  fileprivate var isHexadecimal: Bool { isDigit || self | 0x20 &- 0x61 < 6 }
}
