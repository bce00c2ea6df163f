import SharedCloudRegistry
import Testing

@Suite("Names of index files, section 4")
struct IndexFileNameTests {
  /// A name and its parts; nil if it does not name an index file.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var id: String?
    var part: IndexFileName.Part = .static
    var format: IndexFileName.Format = .csv
    var testDescription: String { name.debugDescription }

    init(_ name: String) { self.name = name }

    init(_ name: String, _ id: String, _ part: IndexFileName.Part, _ format: IndexFileName.Format) {
      self.name = name
      self.id = id
      self.part = part
      self.format = format
    }
  }

  static let cases = [
    Case("ace_mag_2010.csv", "ace_mag", .year(2010), .csv),
    Case("ace_mag_2010.csv.zip", "ace_mag", .year(2010), .zippedCSV),
    Case("ace_mag_2010.parquet", "ace_mag", .year(2010), .parquet),
    Case("ace_mag_2010.csv.gz", "ace_mag", .year(2010), .gzippedCSV),
    Case("ace_mag_static.csv", "ace_mag", .static, .csv),
    Case("ace_mag_static.parquet", "ace_mag", .static, .parquet),
    // Ids that end like a year.
    Case("image_CIPD_UDF_2000_2001.csv", "image_CIPD_UDF_2000", .year(2001), .csv),
    Case("image_2000.csv", "image", .year(2000), .csv),
    Case("a_static_2010.csv", "a_static", .year(2010), .csv),
    Case("a_2010_static.csv.zip", "a_2010", .static, .zippedCSV),
    Case("ST5-094_1SEC_MAG_2006.csv", "ST5-094_1SEC_MAG", .year(2006), .csv),
    Case("a-2010_2011.csv", "a-2010", .year(2011), .csv),
    Case("__2010.csv", "_", .year(2010), .csv),
    Case("a_0000.csv", "a", .year(0), .csv),
    Case("a_9999.csv", "a", .year(9999), .csv),
    Case("a b.c_2010.csv", "a b.c", .year(2010), .csv),
    Case("é_2010.csv", "é", .year(2010), .csv),
    // The year has four digits.
    Case("a_201.csv"), Case("a_20100.csv"), Case("a_+201.csv"), Case("a_-201.csv"),
    Case("a_201O.csv"), Case("a_２０１０.csv"), Case("a_2010 .csv"), Case("a_ 201.csv"),
    Case("a_.csv"), Case("a_20_10.csv"), Case("a2010.csv"), Case("2010.csv"), Case("_2010.csv"),
    // The word and the extension are in lower case.
    Case("a_2010.CSV"), Case("a_2010.Csv.zip"), Case("a_2010.csv.ZIP"), Case("a_STATIC.csv"),
    Case("a_Static.csv"), Case("mms1_feeps.CSV"), Case("a_2010.Parquet"),
    Case("a_2010"), Case("a_2010."), Case("a_2010.zip"), Case("a_2010.gz"), Case("a_2010.tsv"),
    Case("a_2010.csv~"), Case("a_2010.csv.bz2"), Case("a_2010csv"), Case("a_2010.csv.csv"),
    Case("a_2010.parquet.gz"), Case(".csv"), Case(""), Case("_.csv"), Case("catalog.json"),
  ]

  @Test("are split at the last underscore", arguments: cases)
  func split(_ example: Case) {
    let name = IndexFileName(example.name)
    #expect(name?.id == example.id)
    guard let name else { return }
    #expect(name.part == example.part)
    #expect(name.format == example.format)
    #expect((name.year == nil) == (example.part == .static))
  }

  @Test func `three formats have a word in the spec, gzip does not`() {
    #expect(
      IndexFileName.Format.allCases.map(\.indexType) == ["csv", "csv-zip", "parquet", nil])
  }

  @Test(
    "are written as they are read",
    arguments: [
      "ds_2010.csv", "ds_0007.csv", "a_b_2010.csv.zip", "ds_static.csv", "ds_2010.parquet",
      "ds_2010.csv.gz",
    ])
  func text(_ name: String) throws {
    let read = try #require(IndexFileName(name))
    #expect(read.text == name)
    #expect(IndexFileName(id: read.id, part: read.part, format: read.format) == read)
  }
}
