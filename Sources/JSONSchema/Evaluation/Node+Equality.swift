internal import Formats

extension Node {
  /// Tells whether two values are equal as JSON: numbers by value, objects without order.
  ///
  /// - Complexity: O(*n* log *n*) in the size of the smaller value.
  func isEqual(to other: Node) -> Bool {
    guard kind == other.kind else { return false }
    switch kind {
    case .null, .true, .false: return true
    case .number: return hasSameBytes(as: other) || decimal == other.decimal
    case .string: return hasSameBytes(as: other)
    case .array:
      guard count == other.count else { return false }
      var others = other.elements
      for element in elements {
        guard let counterpart = others.next(), element.isEqual(to: counterpart) else {
          return false
        }
      }
      return true
    case .object: return count == other.count && hasEqualMembers(as: other)
    }
  }

  /// The value of a number.
  var decimal: Decimal { withText { Decimal(parsing: $0) } }

  private func hasSameBytes(as other: Node) -> Bool {
    withText { text in
      other.withText { otherText in
        guard text.count == otherText.count else { return false }
        for index in 0..<text.count where text[index] != otherText[index] { return false }
        return true
      }
    }
  }

  private func hasEqualMembers(as other: Node) -> Bool {
    for (member, counterpart) in zip(sortedMembers, other.sortedMembers) {
      guard member.key.hasSameBytes(as: counterpart.key),
        member.value.isEqual(to: counterpart.value)
      else { return false }
    }
    return true
  }

  private var sortedMembers: [Member] {
    members.sorted { left, right in
      left.key.withText { first in
        right.key.withText { second in
          let shared = Swift.min(first.count, second.count)
          for index in 0..<shared where first[index] != second[index] {
            return first[index] < second[index]
          }
          return first.count < second.count
        }
      }
    }
  }

  /// Feeds a value to a hasher; equal values feed the same.
  func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch kind {
    case .null, .true, .false: break
    case .number: hasher.combine(decimal)
    case .string: withText { text in for index in 0..<text.count { hasher.combine(text[index]) } }
    case .array:
      hasher.combine(count)
      for element in elements { element.hash(into: &hasher) }
    case .object:
      // The order of members must not matter, so their hashes are added up.
      var sum = 0
      for member in members {
        var inner = Hasher()
        member.key.hash(into: &inner)
        member.value.hash(into: &inner)
        sum = sum &+ inner.finalize()
      }
      hasher.combine(sum)
    }
  }

  /// Returns the first element that is equal to an earlier one, and that one, by index.
  ///
  /// - Complexity: O(*n*) in the size of the array, since each process has its own hash seed.
  var firstRepetition: (earlier: Int, later: Int)? {
    var seen: [Int: [(index: Int, node: Node)]] = [:]
    for (index, element) in elements.enumerated() {
      var hasher = Hasher()
      element.hash(into: &hasher)
      let hash = hasher.finalize()
      for candidate in seen[hash] ?? [] where candidate.node.isEqual(to: element) {
        return (candidate.index, index)
      }
      seen[hash, default: []].append((index, element))
    }
    return nil
  }
}
