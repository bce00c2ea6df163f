internal import Formats

/// Turns nodes of one document into lines and columns.
struct DocumentPlaces {
  private let document: Document
  private let lines: LineIndex

  init(_ document: Document) {
    self.document = document
    lines = LineIndex(document.source)
  }

  init(source: [UInt8]) {
    document = Document(source: source, pool: [], entries: [], remarks: [])
    lines = LineIndex(source)
  }

  /// Writes the place of a value into a finding.
  func place(_ finding: inout Finding, at node: Node, pointer: String?) {
    finding.location.pointer = pointer
    // The place of a container is its opening bracket, since its end may be far away.
    let range = node.sourceRange
    let isContainer = node.kind == .object || node.kind == .array
    place(&finding, at: isContainer ? range.lowerBound..<range.lowerBound + 1 : range)
  }

  /// Writes a range of bytes into a finding as its place.
  func place(_ finding: inout Finding, at range: Range<Int>) {
    let start = lines.position(at: range.lowerBound)
    let end = lines.position(at: range.upperBound)
    finding.location.line = start.line
    finding.location.column = start.column
    finding.location.byteOffset = start.offset
    finding.location.endLine = end.line
    finding.location.endColumn = end.column
    let text = lines.line(start.line)
    guard text.count <= 400 else { return }
    let length = end.line == start.line ? end.column - start.column : 1
    finding.excerpt = .init(
      text: String(decoding: text, as: UTF8.self), column: start.column, length: length)
  }

  /// Returns the line of a byte offset, counted from 1.
  func line(at offset: Int) -> Int { lines.position(at: offset).line }
}
