import DocumentChecks
import Formats

extension ParserCheck {
  /// Comma-separated values and index files.
  static let tables = [
    ParserCheck("csv-line", DocumentInvariants.checkCSV),
    ParserCheck("csv-records", records),
    ParserCheck("index", index),
  ]

  /// The records are the same however the bytes arrive, and whichever way they are read.
  @Sendable private static func records(_ text: [UInt8]) -> String? {
    var whole: [CSVRecordReader.Record] = []
    var reader = CSVRecordReader(limit: 64)
    reader.read(text.span, into: &whole)
    reader.finish(into: &whole)
    for size in [1, 5, Swift.max(1, text.count)] {
      var parts: [CSVRecordReader.Record] = []
      var reader = CSVRecordReader(limit: 64)
      Input.forEachPiece(of: text, atMost: size) { piece in
        reader.forEachRecord(in: piece) { bytes, fields, line in
          var record = CSVRecordReader.Record(fields: [], line: line)
          for index in 0..<fields.count {
            let field = bytes.extracting(fields[index])
            record.fields.append((0..<field.count).map { field[$0] })
          }
          parts.append(record)
        } other: {
          parts.append($0)
        }
      }
      reader.finish(into: &parts)
      if parts != whole { return "\(whole) became \(parts) in pieces of \(size)" }
    }
    return nil
  }
}
