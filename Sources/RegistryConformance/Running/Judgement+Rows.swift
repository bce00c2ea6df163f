internal import Formats

extension Judgement {
  mutating func judge(_ result: Node, rows expected: [ExpectedRow]) {
    guard !missIfRefused(result) else { return }
    guard let rows = result["rows"], rows.kind == .array else {
      return miss(.verdict, text: "it gave no rows")
    }
    judge(rows.elements.map(ExpectedRow.init), by: expected, in: "")
  }

  /// Compares rows, first as a set, then in order.
  mutating func judge(_ actual: [ExpectedRow], by expected: [ExpectedRow], in file: String) {
    let prefix = file.isEmpty ? "" : file + ": "
    var left = actual
    var missing: [ExpectedRow] = []
    for row in expected {
      if let index = left.firstIndex(where: { row.agrees(with: $0) }) {
        left.remove(at: index)
      } else {
        missing.append(row)
      }
    }
    for row in missing { miss(.verdict, text: "\(prefix)missing row: \(row.text)") }
    for row in left { miss(.verdict, text: "\(prefix)unexpected row: \(row.text)") }
    guard missing.isEmpty, left.isEmpty else { return }
    let index = zip(expected, actual).enumerated().first { !$0.1.0.agrees(with: $0.1.1) }?.offset
    if let index {
      miss(.exact, text: "\(prefix)row \(index + 1) is out of order: \(actual[index].text)")
    }
  }

  mutating func judge(_ result: Node, by expected: ExpectedRegistry) {
    guard !missIfRefused(result) else { return }
    guard let files = result["files"], files.kind == .object else {
      return miss(.verdict, text: "it gave no files")
    }
    for (path, content) in expected.files {
      guard let text = files[path]?.string else {
        miss(.verdict, text: "\(path) is missing")
        continue
      }
      judge(text, by: content, in: path)
    }
    for path in expected.absent where files[path] != nil {
      miss(.verdict, text: "\(path) must not exist")
    }
    judgeCatalog(files["catalog.json"]?.string, expected: expected)
  }

  private mutating func judge(
    _ text: String, by content: ExpectedRegistry.Content, in path: String
  ) {
    if let rows = content.rows { judge(IndexText.rows(of: text), by: rows, in: path) }
    // Keys are bytes: letters that only look equal differ.
    if let expected = content.text, !text.utf8.elementsEqual(expected.utf8) {
      miss(.exact, text: "\(path) differs from the expected text")
    }
  }

  private mutating func judgeCatalog(_ text: String?, expected: ExpectedRegistry) {
    guard !expected.catalog.isEmpty else { return }
    guard let text, let root = try? JSONParser.parse(Array(text.utf8)).root else {
      return miss(.verdict, text: "catalog.json is missing, or not JSON")
    }
    for (pointer, value) in expected.catalog {
      let actual = root.value(at: pointer)
      if Sameness.difference(value, actual: actual) != nil {
        miss(
          .verdict,
          text: "catalog.json at \(pointer): expected \(Self.text(value)), got \(Self.text(actual))"
        )
      }
    }
  }
}

extension ExpectedRow {
  /// Tells whether another row agrees with every value that this one gives.
  func agrees(with other: ExpectedRow) -> Bool {
    datakey.utf8.elementsEqual(other.datakey.utf8) && Sameness.texts(start, and: other.start)
      && (stop == nil || other.stop.map { Sameness.texts(stop ?? "", and: $0) } ?? false)
      && (filesize == nil || filesize == other.filesize)
  }

  /// The row in one line.
  var text: String {
    [start, stop ?? "-", datakey, filesize.map { "\($0)" } ?? "-"].joined(separator: ", ")
  }
}

/// Index files that a writer made.
enum IndexText {
  /// Reads the rows of an index file; header and empty lines are skipped.
  static func rows(of text: String) -> [ExpectedRow] {
    var fields = CSVFields()
    return text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let bytes = Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      guard let first = bytes.first, first != UInt8(ascii: "#") else { return nil }
      fields.split(bytes.span)
      func field(_ index: Int) -> String {
        String(decoding: bytes[fields[index].range], as: UTF8.self)
      }
      let hasStop = fields.count > 3
      return ExpectedRow(
        start: field(0), stop: hasStop ? field(1) : nil, datakey: field(hasStop ? 2 : 1),
        filesize: Int(field(hasStop ? 3 : 2)))
    }
  }
}

extension Node {
  /// Finds the value that a JSON Pointer leads to; nil if it leads nowhere.
  func value(at pointer: String) -> Node? {
    var node = self
    for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let name = Self.unescaped(part)
      let next =
        node.kind == .array
        ? Int(name).flatMap { index in Array(node.elements).dropFirst(index).first } : node[name]
      guard let next else { return nil }
      node = next
    }
    return node
  }

  /// A part of a JSON Pointer with `~1` and `~0` unescaped.
  private static func unescaped(_ part: Substring) -> String {
    part.split(separator: "~1", omittingEmptySubsequences: false)
      .map { $0.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~") }
      .joined(separator: "/")
  }
}
