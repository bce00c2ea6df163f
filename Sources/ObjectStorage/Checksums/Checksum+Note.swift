extension Checksum {
  /// The checksum in one word: algorithm, colon, hexadecimal digits, and `-N` if it is over the
  /// checksums of N parts.
  package var noteText: String {
    let mark =
      switch kind {
      case .full: ""
      case .composite(let parts): "-\(parts ?? 0)"
      }
    return "\(algorithm.rawValue):\(hexadecimal)\(mark)"
  }

  /// Reads what ``noteText`` wrote; nil if it is something else.
  package init?(note: ArraySlice<UInt8>) {
    guard let colon = note.firstIndex(of: UInt8(ascii: ":")),
      let algorithm = ChecksumAlgorithm(
        named: String(decoding: note[..<colon], as: UTF8.self))
    else { return nil }
    let text = String(decoding: note[(colon + 1)...], as: UTF8.self)
    let isComposite = text.hasSuffix("-0")
    self.init(
      algorithm, text: isComposite ? String(text.dropLast(2)) : text, isComposite: isComposite)
  }
}
