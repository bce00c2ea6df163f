internal import RegistryValidation

/// A page of Markdown that grows as long as a limit allows.
package struct MarkdownPage: Sendable {
  /// The text written so far.
  private(set) var text = ""
  private let limit: Int
  private var size = 0
  private var reserved = 0

  /// Begins an empty page.
  ///
  /// - Parameter limit: The maximum number of bytes.
  init(limit: Int) { self.limit = limit }

  /// Adds a part if there is room for all of it.
  ///
  /// - Returns: Whether it was added.
  mutating func add(_ part: String) -> Bool {
    guard hasRoom(for: part.utf8.count) else { return false }
    append(part)
    return true
  }

  /// Adds as many rows of a table as there is room for, and its head if there is any row.
  ///
  /// - Returns: The number of rows.
  mutating func addTable(_ head: String, rows: [String]) -> Int {
    guard let first = rows.first, hasRoom(for: head.utf8.count + first.utf8.count) else { return 0 }
    append(head)
    for (number, row) in rows.enumerated() {
      guard add(row) else { return number }
    }
    return rows.count
  }

  /// Reserves room for later parts, at most a quarter of the page for each.
  mutating func reserve(_ sizes: [Int]) {
    reserved = sizes.reduce(0) { $0 + Swift.min($1, limit / 4) }
  }

  /// Releases the reserved room.
  mutating func release() { reserved = 0 }

  private func hasRoom(for count: Int) -> Bool { size + reserved + count <= limit }

  private mutating func append(_ part: String) {
    text += part
    size += part.utf8.count
  }
}

extension MarkdownPage {
  /// A whole table.
  ///
  /// - Parameters:
  ///   - titles: The titles of the columns.
  ///   - alignment: A letter for each column: `l` or `r`.
  ///   - rows: The cells, escaped already.
  /// - Returns: The lines.
  package static func table(_ titles: [String], alignment: String, rows: [[String]]) -> String {
    tableHead(titles, alignment: alignment) + rows.map(row).joined()
  }

  /// The two lines above the rows.
  static func tableHead(_ titles: [String], alignment: String) -> String {
    row(titles) + "|" + alignment.map { $0 == "r" ? "---:|" : "---|" }.joined() + "\n"
  }

  /// One line of a table.
  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}
