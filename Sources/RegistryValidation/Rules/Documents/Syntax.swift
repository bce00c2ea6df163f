package import Formats
internal import SharedCloudRegistry

/// Faults of the syntax of a JSON document, which the parser detects.
///
/// Spec: SCR 1.1 §3, JSON; RFC 8259.
extension DocumentCheck {
  /// Reports a fault that makes a text no JSON.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - source: The text.
  ///   - places: Its lines.
  ///   - first: The first fault of the text.
  ///   - result: Where the finding goes.
  func report(
    _ fault: SyntaxFault, in source: [UInt8], _ places: DocumentPlaces, _ first: SyntaxFault,
    _ result: inout DocumentResult
  ) {
    let rule = fault.code == .tooDeep ? RuleID.nestedTooDeep : .jsonSyntax
    result.reporter.report(rule, fault.message) { finding in
      places.place(&finding, at: fault.offset..<fault.offset)
      finding.expected = fault.expected
      finding.actual = fault.found
      // The bytes before later faults tell them apart.
      let before = fault == first ? [] : source[..<fault.offset].suffix(80)
      finding.identity = fault.message + String(decoding: before, as: UTF8.self)
      if rule == .jsonSyntax { finding.fix = SyntaxRecipes.fix(for: fault, in: source) }
    }
  }

  /// Reports the oddities of a text that could be read.
  ///
  /// - Parameters:
  ///   - remarks: What is odd, as the parser noted it.
  ///   - document: The document.
  ///   - result: Where the findings go.
  func report(
    _ remarks: [Document.Remark], of document: Document, in result: inout DocumentResult
  ) {
    guard !remarks.isEmpty else { return }
    let places = DocumentPlaces(document)
    for remark in remarks where result.recovery?.isDamaged(at: remark.offset) != true {
      // The bytes from there on identify a remark wherever it moves.
      let text = document.source[remark.offset...].prefix(80)
      func place(_ finding: inout Finding) {
        places.place(&finding, at: remark.offset..<remark.offset)
        finding.identity = String(decoding: text, as: UTF8.self)
      }
      switch remark.kind {
      case .byteOrderMark:
        result.reporter.report(.byteOrderMark, "document begins with a byte order mark") {
          place(&$0)
          $0.fix = SyntaxRecipes.byteOrderMark
        }
      case .duplicateKey(let first):
        let key = document.entry(startingAt: remark.offset).flatMap {
          Node(document: document, index: $0).string.map { "\"\($0.clipped)\" " }
        }
        let line = places.line(at: first)
        result.reporter.report(
          .duplicateKey, "key \(key ?? "")repeats that of line \(line); readers take the last one"
        ) {
          place(&$0)
          $0.related = [
            .init(uri: $0.location.uri, line: line, message: "the first one")
          ]
          $0.fix = SyntaxRecipes.duplicateKey(at: remark.offset, first: first, in: document)
        }
      case .loneSurrogate:
        result.reporter.report(.loneSurrogate, "escape is half of a surrogate pair", place)
      case .invalidUTF8(let byte):
        let text = "0x" + String(byte, radix: 16, uppercase: true)
        result.reporter.report(.invalidUTF8, "byte \(text) is not valid UTF-8") {
          place(&$0)
          $0.actual = text
        }
      }
    }
  }
}

// MARK: - Recipes

/// How a text that is not JSON, or odd JSON, is fixed.
package enum SyntaxRecipes {
  /// Fixes a fault of syntax; nil if there is no fix.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - source: The text.
  /// - Returns: The fix.
  package static func fix(for fault: SyntaxFault, in source: [UInt8]) -> Fix? {
    switch fault.code {
    case .trailingComma:
      guard fault.offset < source.count, source[fault.offset] == UInt8(ascii: ",") else {
        return nil
      }
      return Fix(
        "remove the comma before the closing bracket", .safe,
        edits: [.init(range: fault.offset..<fault.offset + 1, text: "")])
    case .missingComma:
      // A whole value may be missing as well.
      return Fix(
        "put a comma between the two values", .unsafe,
        edits: [.init(range: fault.offset..<fault.offset, text: ",")])
    case .comment: return comment(at: fault.offset, in: source)
    default: return nil
    }
  }

  /// Removes a comment; what it says is lost.
  private static func comment(at start: Int, in source: [UInt8]) -> Fix? {
    guard start < source.count else { return nil }
    let rest = source[start...]
    var end: Int
    if rest.starts(with: "/*".utf8) {
      end = start + 2
      while end + 1 < source.count, source[end] != 0x2A || source[end + 1] != 0x2F { end += 1 }
      guard end + 1 < source.count else { return nil }
      end += 2
    } else {
      end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.count
    }
    return Fix("remove the comment", .unsafe, edits: [.init(range: start..<end, text: "")])
  }

  /// Removes the byte order mark.
  static let byteOrderMark = Fix(
    "remove the byte order mark", .safe, edits: [.init(range: 0..<3, text: "")])

  /// Removes the first of two members with the same key, which most readers ignore; safe if both
  /// have the same value.
  static func duplicateKey(at offset: Int, first: Int, in document: Document) -> Fix? {
    guard let later = document.entry(startingAt: offset),
      let earlier = document.entry(startingAt: first),
      later + 1 < document.entryCount, earlier + 1 < document.entryCount
    else { return nil }
    let values = [earlier + 1, later + 1].map { document.sourceRange(at: $0) }
    let isSame = document.source[values[0]] == document.source[values[1]]
    // Of two lists or objects, the first may be the one that is meant.
    let isContainer = values.contains { [0x5B, 0x7B].contains(document.source[$0.lowerBound]) }
    guard isSame || !isContainer else { return nil }
    return Fix(
      "remove the first of the two members", isSame ? .safe : .unsafe,
      edits: [.init(range: document.rangeToRemove(first..<values[0].upperBound), text: "")])
  }
}
