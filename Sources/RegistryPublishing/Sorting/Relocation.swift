internal import SharedCloudRegistry

/// Finds files of one start that moved to another key.
///
/// A row without a file and a new file without a row are one file if their names are equal, no other
/// row or file of that start has the name, and nothing contradicts it. Equal sizes alone are no
/// evidence: files of many products all have the same size.
struct Relocation {
  /// The rows whose files moved, with the files as they are now.
  private(set) var found: [(old: IndexedFile, new: IndexedFile)] = []
  private var all: [IndexedFile]
  /// The positions of new files by their names.
  private lazy var new = Self.newFiles(in: all)
  /// The positions of rows that others replace.
  private var replaced: Set<Int> = []
  /// The rows whose files are gone, and that were taken out.
  private let gone: [IndexedFile]
  /// How many rows without files have a name.
  private lazy var rows = Self.names(in: gone + all.filter { !$0.isListed && $0.present != nil })
  private let evidence: MoveEvidence

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - files: The files and rows with one start.
  ///   - gone: The rows of that start that were taken out since their files are gone.
  ///   - evidence: Tells which rows and files can be one.
  init(_ files: [IndexedFile], gone: [IndexedFile] = [], evidence: MoveEvidence) {
    all = files
    self.gone = gone
    self.evidence = evidence
  }

  private static func names(in rows: [IndexedFile]) -> [[UInt8]: Int] {
    rows.reduce(into: [:]) { names, row in
      if row.unindexed == .gone { names[row.nameWithoutVersion, default: 0] += 1 }
    }
  }

  /// The files and rows that stay.
  var files: [IndexedFile] {
    replaced.isEmpty ? all : all.indices.filter { !replaced.contains($0) }.map { all[$0] }
  }

  private static func newFiles(in files: [IndexedFile]) -> [[UInt8]: [Int]] {
    let new = files.indices.filter { files[$0].isListed && files[$0].present == nil }
    return Dictionary(grouping: new) { files[$0].nameWithoutVersion }
  }

  /// Moves the rows among the files whose own file is not listed.
  mutating func moveRows() {
    let rows = all.indices.filter {
      !all[$0].isListed && all[$0].present != nil && all[$0].unindexed == .gone
    }
    for row in rows where moved(all[row]) { replaced.insert(row) }
  }

  /// Finds the file of a row whose own file is gone.
  ///
  /// - Parameter row: The row.
  /// - Returns: Whether its file moved; then the new file has the row.
  mutating func moved(_ row: IndexedFile) -> Bool {
    let name = row.nameWithoutVersion
    // Versions of one file are not moves.
    guard let places = new[name], places.count == 1, rows[name] == 1,
      all[places[0]].withoutVersion != row.withoutVersion,
      evidence.agree(row, with: all[places[0]])
    else { return false }
    new[name] = nil
    all[places[0]].present = row.present
    found.append((row, all[places[0]]))
    return true
  }
}

extension IndexedFile {
  /// The name after the last slash, without the version.
  fileprivate var nameWithoutVersion: [UInt8] {
    let start = datakey.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    guard version.lowerBound >= start, !version.isEmpty else { return Array(datakey[start...]) }
    return Array(datakey[start..<version.lowerBound] + [0] + datakey[version.upperBound...])
  }
}
