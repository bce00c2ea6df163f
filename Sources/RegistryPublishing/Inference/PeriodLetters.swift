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

  /// A template without one letter.
  private struct Frame: Hashable {
    var start: [UInt8]
    var end: [UInt8]
  }

  /// The families of templates whose letters count from A on.
  ///
  /// After a time three letters are enough; elsewhere they may name instruments, so that only twelve
  /// or more are taken for months and hours.
  ///
  /// - Parameter templates: The templates.
  /// - Returns: The families; no template is in two of them.
  static func families(of templates: [String]) -> [Family] {
    var found: [Frame: [UInt8: Int]] = [:]
    for (number, template) in templates.enumerated() {
      let bytes = Array(template.utf8)
      for index in bytes.indices where isAlone(index, in: bytes) {
        let frame = Frame(start: Array(bytes[..<index]), end: Array(bytes[(index + 1)...]))
        found[frame, default: [:]][bytes[index]] = number
      }
    }
    var families: [Family] = []
    var taken: Set<Int> = []
    for (frame, letters) in found.sorted(by: { $0.key.start.count > $1.key.start.count }) {
      guard let first = letters.keys.min(), let last = letters.keys.max(),
        first | 0x20 == UInt8(ascii: "a"), Int(last - first) + 1 == letters.count,
        letters.count >= (endsInTime(frame.start) ? 3 : 12), taken.isDisjoint(with: letters.values)
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
      index > 0 && bytes[index - 1].isLetter && !endsInTime(Array(bytes[..<index]))
    return !isAfterLetter && !(index + 1 < bytes.count && bytes[index + 1].isLetter)
  }

  /// Whether bytes end in the code of a time, or of a number after it.
  private static func endsInTime(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[bytes.count - 1].isLetter
      && (bytes[bytes.count - 2] == UInt8(ascii: "%")
        || bytes.count >= 3 && bytes[bytes.count - 2] == UInt8(ascii: "-")
          && bytes[bytes.count - 3] == UInt8(ascii: "%"))
  }
}
