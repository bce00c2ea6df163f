internal import RegistryValidation

/// Finds the lines that changed from one text to another, by hashes of the lines.
struct LineComparison {
  private let old: [Int]
  private let new: [Int]

  /// The maximum number of different lines for which to find the shortest list of changes.
  private static let differenceLimit = 2000
  /// The maximum number of line comparisons for it.
  private static let stepLimit = 50_000_000

  /// Creates a comparison from the hashes of the lines of both texts.
  init(old: [Int], new: [Int]) {
    self.old = old
    self.new = new
  }

  /// The changes: the shortest list if the texts are similar, else line by line or all lines.
  func changes() -> [LineChange] {
    var start = 0
    while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
    var oldEnd = old.count
    var newEnd = new.count
    while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    var changes = LineChanges()
    changes.keep(start)
    let (left, right) = (old[start..<oldEnd], new[start..<newEnd])
    if !left.isEmpty || !right.isEmpty {
      if let steps = Self.shortest(left, to: right) {
        for step in steps.reversed() { changes.note(step) }
      } else if left.count == right.count {
        for (before, after) in zip(left, right) {
          if before == after {
            changes.keep()
          } else {
            changes.remove()
            changes.add()
          }
        }
      } else {
        changes.remove(left.count)
        changes.add(right.count)
      }
    }
    if oldEnd < old.count { changes.keep(old.count - oldEnd) }
    return changes.finished()
  }

  /// One step from the old text to the new.
  enum Step {
    case keep
    case remove
    case add
  }

  /// The shortest way from one text to another, from its end to its start, by the greedy
  /// algorithm of Myers (1986); nil if it is too long.
  private static func shortest(_ old: ArraySlice<Int>, to new: ArraySlice<Int>) -> [Step]? {
    var reached: [Int32] = [0, 0, 0]
    var trace: [[Int32]] = []
    var steps = 0
    for difference in 0...Swift.min(differenceLimit, old.count + new.count) {
      // reached[difference + 1 + k] is how far diagonal k came.
      trace.append(reached)
      var next = [Int32](repeating: 0, count: 2 * difference + 5)
      for diagonal in stride(from: -difference, through: difference, by: 2) {
        let down = goesDown(reached, diagonal: diagonal, difference: difference)
        var x = Int(reached[difference + 1 + (down ? diagonal + 1 : diagonal - 1)])
        if !down, difference > 0 { x += 1 }
        if difference == 0 { x = 0 }
        var y = x - diagonal
        while x < old.count, y < new.count, y >= 0,
          old[old.startIndex + x] == new[new.startIndex + y]
        {
          x += 1
          y += 1
          steps += 1
        }
        next[difference + 2 + diagonal] = Int32(x)
        if x >= old.count, y >= new.count {
          return way(back: trace, oldCount: old.count, newCount: new.count)
        }
      }
      guard steps < stepLimit else { return nil }
      reached = next
    }
    return nil
  }

  /// Whether a diagonal is reached by a line that is added rather than one that is removed.
  private static func goesDown(_ reached: [Int32], diagonal: Int, difference: Int) -> Bool {
    if diagonal == -difference { return true }
    if diagonal == difference { return false }
    return reached[difference + diagonal] < reached[difference + 2 + diagonal]
  }

  private static func way(back trace: [[Int32]], oldCount: Int, newCount: Int) -> [Step] {
    var steps: [Step] = []
    var x = oldCount
    var y = newCount
    for difference in (0..<trace.count).reversed() {
      let diagonal = x - y
      guard difference > 0 else {
        steps += repeatElement(.keep, count: x)
        break
      }
      let down = goesDown(trace[difference], diagonal: diagonal, difference: difference)
      let before = down ? diagonal + 1 : diagonal - 1
      let fromX = Int(trace[difference][difference + 1 + before])
      let fromY = fromX - before
      let kept = Swift.min(x - (down ? fromX : fromX + 1), y - (down ? fromY + 1 : fromY))
      steps += repeatElement(.keep, count: kept)
      steps.append(down ? .add : .remove)
      (x, y) = (fromX, fromY)
    }
    return steps
  }
}

extension LineChanges {
  fileprivate mutating func note(_ step: LineComparison.Step) {
    switch step {
    case .keep: keep()
    case .remove: remove()
    case .add: add()
    }
  }
}
