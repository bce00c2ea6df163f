internal import Formats

/// Finds the text around a value, for fixes.
extension Document {
  /// The object of a key; nil if none exists or it begins too far away.
  ///
  /// - Parameter key: The index of the key's entry.
  /// - Returns: The object.
  /// - Complexity: O(*n*) in the number of values between the object's start and the key, up to a
  ///   limit that keeps the time short for any text.
  func object(around key: Int) -> Node? {
    // Keys of the outermost object may follow its long list.
    if root.kind == .object, root.members.prefix(64).contains(where: { $0.key.index == key }) {
      return root
    }
    return container(around: key, .object, within: 2000)
  }

  /// The array of an element; nil if none exists or it begins too far away.
  ///
  /// - Parameter element: The index of the element's entry.
  /// - Returns: The array.
  /// - Complexity: The same as for ``object(around:)``.
  func array(around element: Int) -> Node? { container(around: element, .array, within: 100_000) }

  private func container(around index: Int, _ kind: Node.Kind, within limit: Int) -> Node? {
    guard index > 0, index < entryCount else { return nil }
    for before in (Swift.max(0, index - limit)..<index).reversed()
    where nextIndex(after: before) > index {
      return self.kind(at: before) == kind ? Node(document: self, index: before) : nil
    }
    return nil
  }

  /// The white space directly before a place.
  func blanks(before offset: Int) -> String {
    var start = offset
    while start > 0, Self.isBlank(source[start - 1]) { start -= 1 }
    return String(decoding: source[start..<offset], as: UTF8.self)
  }

  /// The range to remove for a member or element and its comma.
  ///
  /// - Parameter range: The member with its key, or the element.
  /// - Returns: The range.
  func rangeToRemove(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end < source.count, Self.isBlank(source[end]) { end += 1 }
    if end < source.count, source[end] == UInt8(ascii: ",") {
      end += 1
      while end < source.count, Self.isBlank(source[end]) { end += 1 }
      return range.lowerBound..<end
    }
    // The last one: remove the comma before it too, or the white space if it is the only one.
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

  /// The index of the entry that begins at an offset; nil if none exists.
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
