import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("The same row has the same findings")
struct RowPositionTests {
  /// A row that is not right, with times on the day `2010-01-01`.
  struct BadRow: Sendable, CustomTestStringConvertible {
    var text: [UInt8]
    var origin: String

    var testDescription: String {
      origin + " " + String(decoding: text.prefix(110), as: UTF8.self).debugDescription
    }
  }

  /// Where a row is put: the day whose rows it replaces, and whether only one row is before it.
  struct Place: Sendable {
    var day: Int
    var isSecond = false
  }

  /// First, second, in the middle, after the first 256 KB, last.
  static let places = [
    Place(day: 0), Place(day: 1, isSecond: true), Place(day: 150), Place(day: 340), Place(day: 364),
  ]

  /// The rows marked in the examples of the rules on rows.
  static let ofRules: [BadRow] = RuleBook.standard.rules
    .filter { rule in
      rule.scope == .row && rule.code.hasPrefix("IDX") && rule.code != "IDX015"
        && !neighbours.contains(rule.code)
    }
    .flatMap { rule in
      rule.invalidExamples.compactMap { example -> BadRow? in
        guard let text = example.files[""] else { return nil }
        let marked = MarkedText(text, hasEscapes: rule.examplesHaveEscapes)
        guard let place = marked.place, place.line > 1 else { return nil }
        let lines = marked.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return BadRow(text: Array(lines[place.line - 1]), origin: rule.code)
      }
    }

  /// Other rows, each as somebody's program may write it.
  static let ofOwn: [BadRow] =
    [
      "None,2010-01-01T23:59:59Z,s3://b/ds/x.cdf,1", "2010-01-01T00:00:00Z,n/a,s3://b/ds/x.cdf,1",
      "2010-01-01T00:00:00Z,s3://b/ds/x.cdf,1",
      "2010-01-01T00:00:00,2010-01-01T01:00:00Z,s3://b/x,1",
      "2010-01-01T00:00Z,2010-01-01T01:00Z,s3://b/ds/x.cdf,1",
      "2010-01-01T00:00:00.0Z,2010-01-01T01:00:00.000Z,s3://b/ds/x.cdf,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/f0000/,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://other/x.cdf,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/f00\"00.cdf,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,\"s3://b/ds/f0000.cdf,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/a,b.cdf,1",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x.cdf,1,",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x.cdf,",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x.cdf,1.0",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x.cdf,0",
      "2010-01-01T00:00:00Z,2099-01-01T01:00:00Z,s3://b/ds/x.cdf,1",
      "2010-01-01T00:00:00Z,2009-01-01T01:00:00Z,s3://b/ds/x.cdf,1",
      "2010-01-01 00:00:00+00:00,2010-01-01 01:00:00+00:00,s3://b/ds/x.cdf,1",
      "1/1/2010 0:00,1/1/2010 1:00,s3://b/ds/x.cdf,1",
      "0,2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x.cdf,1",
      "2010-01-01T00:00:00Z\t2010-01-01T01:00:00Z\ts3://b/ds/x.cdf\t1",
      "'2010-01-01T00:00:00Z','2010-01-01T01:00:00Z','s3://b/ds/x.cdf','1'",
      " 2010-01-01T00:00:00Z , 2010-01-01T01:00:00Z , s3://b/ds/x.cdf , 1 ",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x.cdf,1\r",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/../x.cdf,1",
      "static,static,s3://b/ds/x.cdf,1", "garbage", ",,,", "{\"start\": 1}", "<html>", "a,b,c,d",
      "2010-02-30T00:00:00Z,2010-02-30T01:00:00Z,s3://b/ds/x.cdf,1",
    ].map { BadRow(text: Array($0.utf8), origin: "own") } + bytes

  /// A row for each byte that is never UTF-8 alone, and for control characters.
  private static let bytes: [BadRow] =
    ([0x00, 0x07, 0x7F, 0x80, 0xBF, 0xC0, 0xFE, 0xFF] as [UInt8])
    .map { byte in
      let start = Array("2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/x".utf8)
      return BadRow(text: start + [byte] + Array(".cdf,1".utf8), origin: "byte \(byte)")
    }

  /// The rules that compare a row with the one before it, and rules on blank lines.
  ///
  /// The example of IDX015 has its times on two days; the list of other rows has one on one day.
  static let neighbours: Set = ["IDX012", "IDX014", "IDX016", "IDX057", "IDX081"]

  /// One finding of the bad row, without its times.
  struct Trace: Hashable {
    var rule: String
    var column: Int?
    var length: Int?
    var severity: Severity
  }

  @Test("on the second line and at the end", arguments: ofRules + ofOwn)
  func places(_ row: BadRow) async throws {
    var first: Set<Trace>?
    for (number, place) in Self.places.enumerated() {
      for usesFastTest in number % 2 == 0 ? [true, false] : [true] {
        let found = try await Self.findings(of: row, at: place, usesFastTest: usesFastTest)
        if let first {
          #expect(found == first, "day \(place.day), fast \(usesFastTest)")
        } else {
          first = found
          #expect(!found.isEmpty)
        }
      }
    }
  }

  /// The findings of a row in a file of clean ones, which have none themselves.
  private static func findings(
    of row: BadRow, at place: Place, usesFastTest: Bool
  ) async throws -> Set<Trace> {
    let (text, line) = file(row, place)
    var validator = Validator.forTests()
    validator.usesFastTest = usesFastTest
    let report = try await validator.validate([
      TestTarget.tree([
        "catalog.json": Array(TestCatalog.oneDataset().utf8), "ds/ds_2010.csv": text,
      ])
    ])
    let all = report.findings.filter {
      $0.rule.hasPrefix("IDX") && !neighbours.contains($0.rule)
    }
    let others = all.filter { $0.location.line != line }
    #expect(others.map { "\($0.rule):\($0.location.line ?? 0)" } == [])
    return Set(
      all.map { finding in
        Trace(
          rule: finding.rule, column: finding.location.column,
          length: finding.location.endColumn.map { $0 - (finding.location.column ?? 0) },
          severity: finding.severity)
      })
  }

  /// A file of twelve rows a day, in which the bad row replaces those of one day; and its line.
  private static func file(_ row: BadRow, _ place: Place) -> (text: [UInt8], line: Int) {
    var text = Array("# start, stop, datakey, filesize\n".utf8)
    var lines = 1
    var line = 0
    for day in 0..<365 {
      let date = SCRTime(seconds: 1_262_304_000 + Int64(day) * 86400).text.prefix(10)
      if day == place.day {
        text += moved(row.text, to: String(date)) + [0x0A]
        lines += 1
        line = lines
        continue
      }
      for hour in 0..<(place.isSecond && day == 0 ? 1 : 12) {
        let hours = hour < 5 ? "0\(2 * hour)" : "\(2 * hour)"
        let number = 10000 + day * 12 + hour
        text += Array(
          "\(date)T\(hours):00:00Z,\(date)T\(hours):59:59Z,s3://b/ds/f\(number).cdf,1\n".utf8)
        lines += 1
      }
    }
    return (text, line)
  }

  /// A row with its times on another day.
  private static func moved(_ row: [UInt8], to date: String) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < row.count {
      let rest = row[index...]
      if rest.starts(with: "2010-01-0".utf8), rest.count > 10, rest[index + 10] != 0x2E {
        result += Array(date.utf8)
        index += 10
      } else {
        result.append(row[index])
        index += 1
      }
    }
    return result
  }
}
