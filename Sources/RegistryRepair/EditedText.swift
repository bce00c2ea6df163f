internal import RegistryValidation

/// A text and edits of it that do not touch each other.
struct EditedText {
  private let source: [UInt8]
  /// The edits in the order of their places.
  private(set) var edits: [Fix.Edit] = []

  init(_ source: [UInt8]) { self.source = source }

  /// Whether there are no edits.
  var isUnchanged: Bool { edits.isEmpty }

  /// Adds the edits of one fix, all or none.
  ///
  /// - Parameter new: The edits.
  /// - Returns: Whether they were added: they are within the text and touch no earlier edit.
  mutating func add(_ new: [Fix.Edit]) -> Bool {
    let new = new.sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard !new.isEmpty, new.allSatisfy({ $0.range.upperBound <= source.count }),
      zip(new, new.dropFirst()).allSatisfy({ $0.range.upperBound <= $1.range.lowerBound })
    else { return false }
    var places: [Int] = []
    for edit in new {
      let place = position(of: edit.range.lowerBound)
      if place > 0, Self.touch(edits[place - 1].range, right: edit.range) { return false }
      if place < edits.count, Self.touch(edit.range, right: edits[place].range) { return false }
      places.append(place)
    }
    for (edit, place) in zip(new, places).reversed() { edits.insert(edit, at: place) }
    return true
  }

  /// Whether a range touches another that does not begin earlier; two insertions at one place do.
  private static func touch(_ left: Range<Int>, right: Range<Int>) -> Bool {
    if left.isEmpty || right.isEmpty { return left.upperBound >= right.lowerBound }
    return left.upperBound > right.lowerBound
  }

  /// The number of edits that begin before an offset.
  private func position(of offset: Int) -> Int {
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      if edits[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The text after all edits.
  func result() -> [UInt8] {
    var text: [UInt8] = []
    let growth = edits.reduce(0) { $0 + $1.text.utf8.count }
    text.reserveCapacity(source.count + growth)
    var end = 0
    for edit in edits {
      text += source[end..<edit.range.lowerBound]
      text += edit.text.utf8
      end = edit.range.upperBound
    }
    text += source[end...]
    return text
  }
}
