import Testing

@testable import RegistryReports
@testable import RegistryValidation

/// A reader of comma-separated values that accepts only RFC 4180.
enum StrictCSV {
  /// A fault of a text.
  struct Fault: Error {
    var offset: Int
  }

  /// Returns the records of a text; each must end in CR and LF.
  static func records(_ bytes: [UInt8]) throws(Fault) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var index = 0
    while index < bytes.count {
      record.append(try field(bytes, &index))
      guard index < bytes.count else { throw Fault(offset: index) }
      if bytes[index] == UInt8(ascii: ",") {
        index += 1
      } else {
        guard bytes[index...].starts(with: [0x0D, 0x0A]) else { throw Fault(offset: index) }
        index += 2
        records.append(record)
        record = []
      }
    }
    guard record.isEmpty else { throw Fault(offset: index) }
    return records
  }

  private static func field(_ bytes: [UInt8], _ index: inout Int) throws(Fault) -> String {
    var content: [UInt8] = []
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
      while index < bytes.count, ![0x0D, 0x0A, UInt8(ascii: ",")].contains(bytes[index]) {
        guard bytes[index] != UInt8(ascii: "\"") else { throw Fault(offset: index) }
        content.append(bytes[index])
        index += 1
      }
      return String(decoding: content, as: UTF8.self)
    }
    index += 1
    while true {
      guard index < bytes.count else { throw Fault(offset: index) }
      if bytes[index] == UInt8(ascii: "\"") {
        index += 1
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
          return String(decoding: content, as: UTF8.self)
        }
      }
      content.append(bytes[index])
      index += 1
    }
  }
}

@Suite("CSV reports")
struct CSVReportTests {
  private static func rows(_ report: Report) throws -> [[String: String]] {
    let bytes = report.written(as: .csv, options: ReportOptions(toolVersion: "0.1.0"))
    let records = try StrictCSV.records(bytes)
    #expect(records.first == CSVReport.columns)
    return records.dropFirst().map { record in
      #expect(record.count == CSVReport.columns.count)
      return Dictionary(zip(CSVReport.columns, record)) { $1 }
    }
  }

  @Test func `have a header even without findings`() {
    #expect(
      SampleReport.text(of: SampleReport().report, as: .csv)
        == CSVReport.columns.joined(separator: ",") + "\r\n")
  }

  @Test func `have a row for each finding, the unlisted ones and the inputs not evaluated`() {
    let fingerprints = SampleReport.mixed.findings.map(\.fingerprint)
    let lines = SampleReport.text(of: SampleReport.mixed, as: .csv)
      .split(separator: "\r\n").dropFirst().map(String.init)
    #expect(
      lines == [
        "finding,\(fingerprints[0]),IDX014,row-out-of-order,error,MUST,spec-text,4,yes,,,,,"
          + "copy/ds_2010.csv,7,3,7,9,,,,,,1,start is before the last,2010-01-02T00Z or later,"
          + "2010-01-01T00Z,\"Sort the file by start, then stop, then datakey.\",,,",
        "finding,\(fingerprints[1]),IDX036,filesize-zero,warning,SHOULD,interpretation,4.1,no,"
          + "known,,,,copy/ds_2010.csv,9,3,,,,,,,,1,what is wrong,,,"
          + "\"Check the data file; if it is empty, remove the row.\",,,",
        "finding,\(fingerprints[2]),IDX036,filesize-zero,warning,SHOULD,interpretation,4.1,no,,"
          + "test data,ops@x,2027-03-01,copy/ds_2010.csv,10,3,,,,,,,,1,what is wrong,,,"
          + "\"Check the data file; if it is empty, remove the row.\",,,",
        "finding,\(fingerprints[3]),CAT012,status-as-text,warning,SHOULD,interpretation,3.2b,yes,"
          + ",,,,s3://b/catalog.json,6,3,,,,,,,,2,\"50% | `a`,\\u{a}\"\"b\"\"\",,,"
          + "\"Write {\"\"code\"\": 1200, \"\"message\"\": \"\"OK\"\"}.\",write an object,safe,",
        "unlisted,,IDX014,row-out-of-order,,MUST,spec-text,4,,,,,,copy/ds_2010.csv,,,,,,,,,,4,"
          + "counted but not listed,,,\"Sort the file by start, then stop, then datakey.\",,,",
        "not-evaluated,,NET001,,,,,,,,,,,s3://b/ds_2011.csv,,,,,,,,,,,can't be read: no access,"
          + ",,,,,",
      ])
  }

  @Test func `list obstacles without a notice`() throws {
    var sample = SampleReport()
    sample.obstruct(because: "b.json is not JSON")
    let rows = try Self.rows(sample.report)
    #expect(rows.map { $0["record"] } == ["not-evaluated"])
    #expect(rows.first?["message"] == "b.json is not JSON")
  }

  /// Texts, and the cells that a spreadsheet reads as text.
  static let formulas = [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"), ("  =1", "'  =1"),
    ("＝1", "'＝1"), ("'quoted'", "''quoted'"), ("1-1", "1-1"), ("a=b", "a=b"), ("", ""), (" ", " "),
  ]

  @Test("guard against formulas", arguments: formulas)
  func formula(_ text: String, _ cell: String) {
    #expect(CSVText.guarded(text) == cell)
  }

  @Test("hold for any data", arguments: SampleReport.seeds)
  func properties(_ seed: Int) throws {
    let report = SampleReport.random(seed)
    let rows = try Self.rows(report)
    let text = SampleReport.text(of: report, as: .csv)
    #expect(!text.replacing("\r\n", with: "\n").hasHarmfulScalars)
    let findings = rows.filter { $0["record"] == "finding" }
    #expect(
      findings.map { Self.read($0["message"]) }
        == report.findings.map { TextStyle.harmless($0.message) })
    #expect(
      findings.map { Self.read($0["uri"]) }
        == report.findings.map { TextStyle.harmless($0.location.uri) })
    #expect(findings.map { $0["counts"] == "yes" } == report.findings.map(\.isActive))
    let total = rows.reduce(0) { $0 + (Int($1["occurrences"] ?? "") ?? 0) }
    #expect(total == report.tally.total)
    #expect(report.isComplete || rows.contains { $0["record"] == "not-evaluated" })
    for cell in rows.flatMap(\.values) {
      let first = cell.unicodeScalars.first { $0 != " " }
      #expect(first.map { !"=+-@".unicodeScalars.contains($0) } ?? true, "\(cell)")
    }
  }

  /// Removes the guard.
  private static func read(_ cell: String?) -> String {
    let cell = cell ?? ""
    return cell.hasPrefix("'") ? String(cell.dropFirst()) : cell
  }
}
