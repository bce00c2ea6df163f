internal import Formats

/// Templates that differ in one letter of the alphabet, such as `x_%Y%m%da` to `x_%Y%m%dx`.
///
/// Letters name instruments, but also the hours of a day, the months of a year, and revisions.
enum PeriodLetters {
  /// Templates that differ in nothing else.
  struct Family {
    /// The numbers of the templates, in the order of their letters.
    var numbers: [Int]
    /// The first and last letter.
    var letters: String
  }

  /// A template without one letter, by the hashes of its two parts.
  private struct Frame: Hashable {
    var start: UInt64
    var end: UInt64
  }

  /// The templates of one frame.
  private struct Members {
    var numbers: [UInt8: Int] = [:]
    var isAfterTime: Bool
  }

  /// The longest template that is compared: a name of many letters alone would cost too much.
  private static let longest = 256

  /// The families of templates whose letters count from A on.
  ///
  /// After a time three letters are enough; elsewhere they may name instruments, so that only twelve
  /// or more are taken for months and hours.
  ///
  /// - Parameter templates: The templates.
  /// - Returns: The families; no template is in two of them.
  static func families(of templates: [String]) -> [Family] {
    var found: [Frame: Members] = [:]
    for (number, template) in templates.enumerated() where template.utf8.count <= longest {
      let bytes = Array(template.utf8)
      for index in bytes.indices where isAlone(index, in: bytes) {
        let frame = Frame(
          start: bytes.span.extracting(..<index).stableHash,
          end: bytes.span.extracting((index + 1)...).stableHash)
        let isAfterTime = endsInTime(bytes[..<index])
        found[frame, default: Members(isAfterTime: isAfterTime)].numbers[bytes[index]] = number
      }
    }
    var families: [Family] = []
    var taken: Set<Int> = []
    // The first template decides if one is in several.
    let ordered = found.values.sorted {
      ($0.numbers.values.min() ?? 0) < ($1.numbers.values.min() ?? 0)
    }
    for members in ordered {
      let letters = members.numbers
      guard let first = letters.keys.min(), let last = letters.keys.max(),
        first | 0x20 == UInt8(ascii: "a"), Int(last - first) + 1 == letters.count,
        letters.count >= (members.isAfterTime ? 3 : 12), taken.isDisjoint(with: letters.values)
      else { continue }
      taken.formUnion(letters.values)
      families.append(
        Family(
          numbers: letters.sorted { $0.key < $1.key }.map(\.value),
          letters:
            "\(Character(Unicode.Scalar(first))) to \(Character(Unicode.Scalar(last)))"))
    }
    return families
  }

  /// Whether a letter has no letters beside it, apart from the codes of a time.
  private static func isAlone(_ index: Int, in bytes: [UInt8]) -> Bool {
    guard bytes[index].isLetter, index == 0 || bytes[index - 1] != UInt8(ascii: "%") else {
      return false
    }
    let isAfterLetter =
      index > 0 && bytes[index - 1].isLetter && !endsInTime(bytes[..<index])
    return !isAfterLetter && !(index + 1 < bytes.count && bytes[index + 1].isLetter)
  }

  /// Whether bytes end in the code of a time, such as `%d` or `%-d`.
  private static func endsInTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let last = bytes.last, last.isLetter else { return false }
    let rest = bytes.dropLast()
    return rest.last == UInt8(ascii: "%") || rest.suffix(2).elementsEqual("%-".utf8)
  }
}
