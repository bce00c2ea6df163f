import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("A file that is not an index file", .temporaryFolder)
struct NotAnIndexTests {
  private static let row = "2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,s3://b/ds/x.cdf,12\n"
  /// Rows that end with CR alone, after a header.
  private static let joined =
    "# start, stop, datakey, filesize\n\(row.dropLast())\r\(row.dropLast())\r"

  @Test(
    "is an error, never an empty answer",
    arguments: [
      ("<!DOCTYPE html>\n<html></html>\n", "an HTML page"), ("", "0 bytes"),
      ("\n\n", "blank lines"),
      (row.split(separator: ",").joined(separator: "\t"), "separated by tabs"),
      ("0,\(row)1,\(row)", "columns shifted by one"), ("{}\n", "JSON"),
      ("1/1/2015 0:00,1/1/2015 1:00,s3://b/ds/x.cdf,12\n", "a spreadsheet"),
      ("s\0t\0a\0r\0t\0,\0", "UTF-16"), ("PAR1", "Parquet"),
      ("no rows here\n", "no line is a header"), ("{@{@", "no line is a header"),
      ("s3://b/ds/x.cdf,2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,12\n", "another order"),
      ("\u{FEFF}<<<<<<< HEAD\n", "a merge conflict"), ("<?xml?>\n", "XML"), ("[]", "JSON"),
      (joined, "CR alone (2 rows)"),
      (
        "{\"start\": \"2015-01-01T00:00:00Z\", \"key\": \"s3://b/ds/x.cdf\", \"size\": 12}\n",
        "JSON"
      ),
      ("['2015-01-01T00:00:00Z', '2015-01-01T01:00:00Z', 's3://b/ds/x.cdf', 12]\n", "JSON"),
      ("\"\(row.dropLast())\"\n", "one pair of quotes"),
      ("1420070400,1420074000,s3://b/ds/x.cdf,12\n", "times are numbers"),
      ("1420070400.0,1420074000.5,s3://b/ds/x.cdf,12\n", "times are numbers"),
      ("s3://b/ds/x.cdf,12\ns3://b/ds/y.cdf,13\n", "files without times"),
      ("# start, stop, datakey, filesize\n\(row.dropLast(4)),1,234\n", "commas between thousands"),
      ("\(row)<<<<<<< HEAD\n\(row)=======\n\(row)>>>>>>> other\n", "merge conflict"),
      ("\u{B}\(row)\u{B}\(row)", "none of its 2 rows can be read; line 1: "),
      (
        "2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,12,s3://b/ds/x.cdf\n",
        "start, stop, filesize, datakey"
      ),
      ("2015-01-01T00:00:00Z,12,2015-01-01T01:00:00Z,s3://b/ds/x.cdf\n", "another order"),
      ("# down for maintenance\n", "no rows, and no header"),
      ("# a, b, c\n\n# d\n", "no rows, and no header"), ("#\n", "no rows, and no header"),
      ("\u{FEFF}# start of the maintenance\n", "no rows, and no header"),
      ("# time, keyword, size\n", "no rows, and no header"),
    ])
  func refused(_ text: String, _ words: String) async throws {
    for order in [FileQuery.Order.time, .asWritten] {
      let dataset = try await LocalRegistry.dataset(files: ["2015.csv": text])
      var query = FileQuery()
      query.order = order
      let error = await #expect(throws: ReadingError.self) {
        try await LocalRegistry.all(dataset.files(query))
      }
      #expect(error?.detail.contains(words) == true)
      #expect(error?.storage == .malformed)
    }
  }

  @Test(
    "is not a header alone",
    arguments: [
      "# start, stop, datakey, filesize\n", "# start, stop, datakey, filesize",
      "start,stop,datakey\r\n", "#start,datakey,filesize\n", "# startDate, key, filesize\n",
      "# Start_Time, Stop_Time, Data_Key\n", "\u{FEFF}# start, stop, datakey\n\n",
      "\"start\",\"stop\",\"datakey\"\n", "# made by a program\n# start, stop, datakey\n",
      "# start, stop, datakey\n# no file yet\n", "sep=,\nstart,stop,datakey\n",
    ])
  func header(_ text: String) async throws {
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": text])
    for order in [FileQuery.Order.time, .asWritten] {
      var query = FileQuery()
      query.order = order
      #expect(try await LocalRegistry.all(dataset.files(query)).isEmpty)
    }
  }

  @Test(
    "has rows, however long the comments before them",
    arguments: [FileQuery.Order.time, .asWritten])
  func comments(_ order: FileQuery.Order) async throws {
    let remarks = String(repeating: "# a remark\n", count: 30_000)
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": remarks + Self.row])
    var query = FileQuery()
    query.order = order
    #expect(try await LocalRegistry.all(dataset.files(query)).count == 1)
  }

  @Test("has rows that one odd row does not hide", arguments: 0...2)
  func oddRow(_ place: Int) async throws {
    for odd in ["2015-01-01T00:00:00Z,n/a,s3://b/ds/y.cdf,12\n", "garbage\n", "0,\(Self.row)"] {
      var rows = [Self.row, Self.row.split(separator: "x.cdf").joined(separator: "z.cdf")]
      rows.insert(odd, at: place)
      let dataset = try await LocalRegistry.dataset(files: ["2015.csv": rows.joined()])
      let names = try await LocalRegistry.all(dataset.files()).map { String($0.name) }
      #expect(names.filter { $0 != "y.cdf" } == ["x.cdf", "z.cdf"])
    }
  }
}
