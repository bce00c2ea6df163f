internal import SharedCloudRegistry

/// Tells whether two files can be one that moved to another key.
///
/// A file keeps its size, its columns and the captures of its name when it moves. Equal names alone
/// are no evidence: files of several spacecraft often have the same names.
struct MoveEvidence: Sendable {
  private let base: [UInt8]
  /// The patterns of the datasets, by number.
  private let patterns: [DatasetPattern]

  /// Creates evidence.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - datasets: The datasets, by number.
  init(_ mission: Mission, datasets: [KeyMatcher.Dataset]) {
    base = Array(mission.base.utf8)
    patterns = datasets.map { mission.datasets[$0.pattern] }
  }

  /// Whether nothing says that a row and a new file are two files.
  ///
  /// - Parameters:
  ///   - row: The row of the present index, whose file is gone.
  ///   - file: The new file.
  /// - Returns: Whether they agree. An unknown size agrees with none.
  func agree(_ row: IndexedFile, with file: IndexedFile) -> Bool {
    guard row.size >= 0, row.size == file.size, row.hasSameKnownColumns(as: file) else {
      return false
    }
    let before = captures(of: row)
    return captures(of: file).allSatisfy { name, text in
      name == "version" || before.allSatisfy { $0.name != name || $0.text == text }
    }
  }

  private func captures(of file: IndexedFile) -> [(name: String, text: String)] {
    guard file.datakey.starts(with: base), patterns.indices.contains(Int(file.dataset)) else {
      return []
    }
    return KeyCaptures.all(
      in: Array(file.datakey.dropFirst(base.count)), of: patterns[Int(file.dataset)])
  }
}
