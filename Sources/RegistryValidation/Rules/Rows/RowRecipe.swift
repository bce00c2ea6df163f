/// How a fault of a row is fixed.
package struct RowRecipe: Sendable {
  /// One change that is independent of the others.
  package struct Part: Sendable {
    /// Whether it can be made without asking.
    package var safety: Fix.Safety
    /// The edits, in bytes of the line.
    package var edits: [Fix.Edit]
  }

  /// What the fix does, as a command.
  let description: String
  /// The changes to the line; empty if the whole file is rewritten.
  package let parts: [Part]

  /// Makes a recipe; nil if nothing in the line can be changed.
  init?(_ description: String, parts: [Part]) {
    guard !parts.isEmpty else { return nil }
    self.description = description
    self.parts = parts
  }

  /// Makes a recipe of at most one part; nil without one.
  init?(_ description: String, part: Part?) {
    self.init(description, parts: part.map { [$0] } ?? [])
  }

  /// Makes a recipe that rewrites the whole file.
  init(ofWholeFile description: String) {
    self.description = description
    parts = []
  }

  /// Whether the recipe can be followed without asking: only if all its parts can.
  package var safety: Fix.Safety { parts.allSatisfy { $0.safety == .safe } ? .safe : .unsafe }

  /// The fix of a finding, unsafe if any part of it is.
  ///
  /// - Parameter offset: Where the line begins in the file.
  /// - Returns: The fix.
  func fix(at offset: Int) -> Fix {
    let edits = parts.flatMap(\.edits).map { edit in
      Fix.Edit(
        range: edit.range.lowerBound + offset..<edit.range.upperBound + offset, text: edit.text)
    }
    return Fix(
      description, safety,
      edits: edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }
}

extension RowRecipe.Part {
  /// Removes some bytes of a line.
  static func removal(of range: Range<Int>, _ safety: Fix.Safety = .safe) -> Self {
    Self(safety: safety, edits: [.init(range: range, text: "")])
  }
}
