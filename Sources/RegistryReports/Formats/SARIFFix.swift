internal import Formats
internal import RegistryValidation

/// The change that fixes a result, for tools that can apply it.
enum SARIFFix {
  /// The safe changes of findings as one fix; nil if there is no fix, or no file in the checkout.
  ///
  /// - Parameters:
  ///   - findings: The findings of one rule in one file.
  ///   - place: The place of the file in the checkout.
  /// - Returns: A list of one fix with one change.
  static func value(of findings: [Finding], in place: SourcePlace) -> JSONValue? {
    guard place.isFile else { return nil }
    var replacements: [(Range<Int>, JSONValue)] = []
    var description: String?
    for finding in findings {
      guard let fix = finding.fix, fix.safety == .safe, !fix.edits.isEmpty else { continue }
      description = description ?? fix.description
      for edit in fix.edits { replacements.append((edit.range, replacement(edit, for: finding))) }
    }
    guard let description else { return nil }
    replacements.sort { ($0.0.lowerBound, $0.0.upperBound) < ($1.0.lowerBound, $1.0.upperBound) }
    var end = -1
    var values: [JSONValue] = []
    for (range, value) in replacements where range.lowerBound >= end {
      values.append(value)
      end = Swift.max(range.upperBound, range.lowerBound + 1)
    }
    return [
      [
        "description": SARIFText.message(TextStyle.harmless(description)),
        "artifactChanges": [
          ["artifactLocation": SARIFText.artifact(place.path), "replacements": .array(values)]
        ],
      ]
    ]
  }

  private static func replacement(_ edit: Fix.Edit, for finding: Finding) -> JSONValue {
    if let region = textRegion(edit.range, of: finding) {
      return ["deletedRegion": region, "insertedContent": ["text": .string(edit.text)]]
    }
    // Without known columns, SARIF takes byte offsets.
    return [
      "deletedRegion": [
        "byteOffset": .number(edit.range.lowerBound), "byteLength": .number(edit.range.count),
      ],
      "insertedContent": ["binary": .string(Base64.encode(edit.text.utf8))],
    ]
  }

  /// The columns of a range of bytes, computed from the line that the finding shows.
  private static func textRegion(_ range: Range<Int>, of finding: Finding) -> JSONValue? {
    guard let excerpt = finding.excerpt, let line = finding.location.line,
      let markColumn = finding.location.column, let offset = finding.location.byteOffset,
      // A replacement character may represent any bytes.
      !excerpt.text.unicodeScalars.contains("\u{FFFD}")
    else { return nil }
    let scalars = excerpt.text.unicodeScalars
    guard (1...scalars.count + 1).contains(excerpt.column) else { return nil }
    let mark = scalars.index(scalars.startIndex, offsetBy: excerpt.column - 1)
    let bytes = excerpt.text.utf8
    let before = bytes.distance(from: bytes.startIndex, to: mark)
    func column(ofByte byte: Int) -> Int? {
      let (distance, overflow) = byte.subtractingReportingOverflow(offset)
      guard !overflow, (-before...bytes.count - before).contains(distance) else { return nil }
      let index = bytes.index(mark, offsetBy: distance)
      guard index.samePosition(in: scalars) != nil else { return nil }
      return markColumn + scalars.distance(from: mark, to: index)
    }
    guard let start = column(ofByte: range.lowerBound), let end = column(ofByte: range.upperBound),
      start >= 1
    else { return nil }
    return [
      "startLine": .number(line), "startColumn": .number(start), "endColumn": .number(end),
    ]
  }
}
