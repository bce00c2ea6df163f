internal import Formats

/// What fixes need to know of the text around a value.
extension Document {
  /// The object that a key belongs to; nil if there is none or it begins too far away.
  ///
  /// - Parameter key: The index of the key's entry.
  /// - Returns: The object.
  /// - Complexity: O(*n*) in the number of values between the object's start and the key, of
  ///   which only so many are looked at that no text takes long.
  func object(around key: Int) -> Node? {
    // Keys at the head of a document may stand behind its long list.
    if root.kind == .object, root.members.prefix(64).contains(where: { $0.key.index == key }) {
      return root
    }
    return container(around: key, .object, within: 2000)
  }

  /// The array that an element belongs to; nil if there is none or it begins too far away.
  ///
  /// - Parameter element: The index of the element's entry.
  /// - Returns: The array.
  /// - Complexity: As of ``object(around:)``.
  func array(around element: Int) -> Node? { container(around: element, .array, within: 100_000) }

  private func container(around index: Int, _ kind: Node.Kind, within limit: Int) -> Node? {
    guard index > 0, index < entryCount else { return nil }
    for before in (Swift.max(0, index - limit)..<index).reversed()
    where nextIndex(after: before) > index {
      return self.kind(at: before) == kind ? Node(document: self, index: before) : nil
    }
    return nil
  }

  /// The blanks and line ends that stand right before a place.
  func blanks(before offset: Int) -> String {
    var start = offset
    while start > 0, Self.isBlank(source[start - 1]) { start -= 1 }
    return String(decoding: source[start..<offset], as: UTF8.self)
  }

  /// The stretch to remove so that a member or element is gone with its comma.
  ///
  /// - Parameter range: The member from its key on, or the element.
  /// - Returns: The stretch.
  func rangeToRemove(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end < source.count, Self.isBlank(source[end]) { end += 1 }
    if end < source.count, source[end] == UInt8(ascii: ",") {
      end += 1
      while end < source.count, Self.isBlank(source[end]) { end += 1 }
      return range.lowerBound..<end
    }
    // It is the last: the comma before it goes too, or the blanks of a container with it alone.
    var start = range.lowerBound
    while start > 0, Self.isBlank(source[start - 1]) { start -= 1 }
    if start > 0, source[start - 1] == UInt8(ascii: ",") {
      return start - 1..<range.upperBound
    }
    return start..<end
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The index of the entry that begins at an offset; nil if none does.
  func entry(startingAt offset: Int) -> Int? {
    var low = 0
    var high = entryCount
    while low < high {
      let middle = (low + high) / 2
      if sourceRange(at: middle).lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low < entryCount && sourceRange(at: low).lowerBound == offset ? low : nil
  }
}
