internal import Formats
internal import RegistryValidation

/// Whether a fixed document differs from the old one only at the edits.
struct DocumentComparison {
  private let old: Document
  private let new: Document
  private let edits: [Fix.Edit]

  init(_ old: Document, new: Document, edits: [Fix.Edit]) {
    self.old = old
    self.new = new
    self.edits = edits
  }

  /// Whether every value outside the edits is at the expected place, and there is no other.
  var isExplained: Bool {
    var walk = EditWalk(edits)
    var next = 0
    for index in 0..<old.entryCount {
      let range = old.sourceRange(at: index)
      let isContainer = [.array, .object].contains(old.kind(at: index))
      guard let moved = walk.moved(range, isContainer: isContainer) else { continue }
      while next < new.entryCount, new.sourceRange(at: next).lowerBound < moved.lowerBound {
        guard walk.isNew(new.sourceRange(at: next)) else { return false }
        next += 1
      }
      guard next < new.entryCount, new.sourceRange(at: next).lowerBound == moved.lowerBound,
        new.kind(at: next) == old.kind(at: index),
        isContainer || new.sourceRange(at: next) == moved
      else { return false }
      next += 1
    }
    while next < new.entryCount {
      guard walk.isNew(new.sourceRange(at: next)) else { return false }
      next += 1
    }
    return true
  }
}

/// Follows places of the old text into the new one.
private struct EditWalk {
  private let edits: [Fix.Edit]
  /// The range of each edit in the new text.
  private let places: [Range<Int>]
  /// The number of edits before the current place, and how far they move it.
  private var passed = 0
  private var shift = 0

  init(_ edits: [Fix.Edit]) {
    self.edits = edits
    var shift = 0
    places = edits.map { edit in
      let start = edit.range.lowerBound + shift
      shift += edit.text.utf8.count - edit.range.count
      return start..<start + edit.text.utf8.count
    }
  }

  /// The place of a value in the new text; nil if an edit touches it.
  ///
  /// The calls must be in the order of the starts of the values.
  mutating func moved(_ range: Range<Int>, isContainer: Bool) -> Range<Int>? {
    while passed < edits.count, edits[passed].range.upperBound <= range.lowerBound {
      shift += edits[passed].text.utf8.count - edits[passed].range.count
      passed += 1
    }
    let start = range.lowerBound + shift
    guard passed < edits.count, edits[passed].range.lowerBound < range.upperBound else {
      return start..<range.upperBound + shift
    }
    // Of a container only the opening bracket has to stay; its content is checked separately.
    guard isContainer, edits[passed].range.lowerBound > range.lowerBound else { return nil }
    return start..<start + 1
  }

  /// Whether a value of the new text touches the text of an edit.
  func isNew(_ range: Range<Int>) -> Bool {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].upperBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low].lowerBound <= range.upperBound
  }
}
