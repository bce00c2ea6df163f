internal import Formats
internal import SharedCloudRegistry

/// Faults of a filesize.
///
/// Spec: SCR 1.1 §3.2, the size of the data file in bytes, an integer.
package enum FilesizeFault: Int, RowFaultFamily {
  case notAnInteger, zero, negative, tooLarge

  var rule: RuleID {
    switch self {
    case .notAnInteger: .filesizeNotAnInteger
    case .zero: .filesizeZero
    case .negative: .filesizeNegative
    case .tooLarge: .filesizeTooLarge
    }
  }
}

// MARK: - Detection

extension RowExamination {
  /// Judges the filesize.
  mutating func examineFilesize(of line: Span<UInt8>) {
    let field = context.layout.filesize
    switch Filesize(line.extracting(fields[field].range)) {
    case .bytes(let count):
      filesize = count
      if count == 0 { note(.filesize(.zero), at: field) }
    case .negative: note(.filesize(.negative), at: field)
    case .tooLarge: note(.filesize(.tooLarge), at: field)
    case .notAnInteger: note(.filesize(.notAnInteger), at: field)
    }
  }
}

// MARK: - Words

extension FilesizeFault {
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let field = row.field(of: .filesize(self))
    let text = row.text(of: field, in: line)
    let message =
      switch self {
      case .zero: "filesize is 0"
      case .negative: "filesize \(text) is negative"
      case .tooLarge: "filesize \(text) is larger than 9223372036854775807"
      case .notAnInteger where text.isEmpty: "filesize is empty"
      case .notAnInteger: "filesize \"\(text)\" is not an integer"
      }
    return RowWords(
      message: message, expected: "the number of bytes, in decimal digits", actual: text,
      field: field, fieldName: "filesize")
  }
}

// MARK: - Recipes

extension FilesizeFault {
  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    switch self {
    case .notAnInteger:
      RowRecipe(
        "write the size as digits",
        part: Self.digitsOnly(line, at: row.fields[row.context.layout.filesize].range))
    case .zero, .negative, .tooLarge: nil
    }
  }

  /// Removes a plus sign and a fraction of zeros, which some programs write in integers.
  private static func digitsOnly(_ line: Span<UInt8>, at range: Range<Int>) -> RowRecipe.Part? {
    var digits = range
    if !digits.isEmpty, line[digits.lowerBound] == UInt8(ascii: "+") {
      digits = digits.lowerBound + 1..<digits.upperBound
    }
    var end = digits.lowerBound
    while end < digits.upperBound, line[end] &- 0x30 < 10 { end += 1 }
    guard end > digits.lowerBound else { return nil }
    for index in end..<digits.upperBound {
      let isExpected = index == end ? line[index] == UInt8(ascii: ".") : line[index] == 0x30
      guard isExpected else { return nil }
    }
    let removed = [range.lowerBound..<digits.lowerBound, end..<range.upperBound]
      .filter { !$0.isEmpty }
    guard !removed.isEmpty else { return nil }
    return .init(safety: .safe, edits: removed.map { .init(range: $0, text: "") })
  }
}
