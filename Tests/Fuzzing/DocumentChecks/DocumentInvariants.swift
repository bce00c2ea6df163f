import Formats

/// What must hold for any bytes that the parsers read.
package enum DocumentInvariants {
  /// Parses an input as JSON and returns the fault of the result; nil if there is no fault.
  package static func checkJSON(_ text: [UInt8]) -> String? {
    do throws(SyntaxFault) {
      return check(try JSONParser.parse(text), text)
    } catch {
      return check(error, text)
    }
  }

  /// Parses an input as YAML and returns the fault of the result; nil if there is no fault.
  package static func checkYAML(_ text: [UInt8]) -> String? {
    let limits = TextLimits(depth: 64, values: 100_000, aliasedValues: 10_000)
    do throws(SyntaxFault) {
      return check(try YAMLParser.parse(text, limits: limits), text)
    } catch {
      return check(error, text)
    }
  }

  /// Splits a line and returns the fault of the result; nil if there is no fault.
  package static func checkCSV(_ line: [UInt8]) -> String? {
    var fields = CSVFields()
    fields.split(line.span)
    let commas = line.count { $0 == UInt8(ascii: ",") }
    guard 1...commas + 1 ~= fields.count else { return "\(fields.count) fields" }
    var end = 0
    for index in 0..<Swift.min(fields.count, 4096) {
      let field = fields[index]
      guard field.outerRange.lowerBound >= end, field.outerRange.upperBound <= line.count,
        field.outerRange.lowerBound <= field.range.lowerBound,
        field.range.upperBound <= field.outerRange.upperBound
      else { return "field \(index) lies at \(field.range) in \(field.outerRange) after \(end)" }
      end = field.outerRange.upperBound
    }
    return nil
  }

  private static func check(_ fault: SyntaxFault, _ text: [UInt8]) -> String? {
    let isMessage = !fault.message.isEmpty && !fault.message.hasSuffix(".")
    return isMessage && 0...text.count ~= fault.offset ? nil : "fault \(fault)"
  }

  private static func check(_ document: Document, _ text: [UInt8]) -> String? {
    guard document.root.nextIndex == document.entryCount else { return "the root ends early" }
    for remark in document.remarks where !text.indices.contains(remark.offset) {
      return "remark \(remark)"
    }
    for index in 0..<document.entryCount {
      let range = document.sourceRange(at: index)
      guard range.upperBound <= text.count else { return "value at \(range)" }
      _ = document.text(at: index)
    }
    for layout in [JSONWriter.Layout.indented, .singleLine] {
      guard let copy = try? JSONParser.parse(JSONWriter.write(document.root, layout: layout)) else {
        return "the output is not JSON"
      }
      if let difference = difference(document, copy) { return difference }
    }
    return nil
  }

  /// Returns where two trees differ; nil if they are the same.
  package static func difference(_ left: Document, _ right: Document) -> String? {
    guard left.entryCount == right.entryCount else { return "different numbers of values" }
    for index in 0..<left.entryCount {
      let kind = left.kind(at: index)
      guard kind == right.kind(at: index), left.count(at: index) == right.count(at: index) else {
        return "entry \(index) has another kind or size"
      }
      // The other kinds have more than one spelling in YAML.
      guard kind == .string || kind == .number else { continue }
      if left.text(at: index) != right.text(at: index) {
        return "entry \(index) has another string"
      }
    }
    return nil
  }
}
