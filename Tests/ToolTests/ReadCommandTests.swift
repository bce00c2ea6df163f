import Foundation
import Testing

@testable import Formats

@Suite("Commands that read registries")
struct ReadCommandTests {
  private static let good = TestData.good
  private static let one = ["files", good, "aia_0094", "--start", "2019-12-15", "--stop", "2020"]

  private func run(_ arguments: [String]) throws -> ToolProcess {
    let home = try ScratchFolder()
    // No request goes to a server, and the cache is not the user's.
    return try ToolProcess(
      arguments, environment: ["HOME": home.url.path, "ROOT_CATALOG_REGISTRY_URL": "/nothing"])
  }

  /// Arguments, the exit code, and expected words on standard output.
  static let cases: [(words: [String], code: Int32, output: String)] = [
    (["datasets", good], 0, "aia_0094  "),
    (["datasets", good, "--search", "magnetometer"], 0, "MMS1"),
    (["datasets", good, "--format", "ndjson"], 0, "{\"bucket\":"),
    (["show", good], 0, "datasets     3"),
    (["show", good, "AIA_0094"], 0, "id            aia_0094"),
    (["show", good, "aia_0094", "--format", "hapi"], 0, "\"HAPI\": \"3.1\""),
    (["show", good, "aia_0094", "--coverage"], 0, "2019 +++++.+++++.++"),
    (["show", good, "aia_0094", "--coverage", "--format", "json"], 0, "\"covered\": [["),
    (["show", good, "--coverage"], 2, ""),
    (["show", good, "aia_0094", "--coverage", "--format", "hapi"], 2, ""),
    (one, 0, "2019-12-18T20:48:01.281Z  2019-12-18T20:48:04.182Z      13910400  s3://"),
    (one + ["--format", "csv"], 0, "start,stop,datakey,filesize\n2019-12-18T20:48:01.281Z,"),
    (one + ["--format", "uris"], 0, "s3://example-helio/sdo/aia/20191218/"),
    (one + ["--format", "hapi-csv"], 0, "2019-12-18T20:48:01.281000000Z,"),
    (one + ["--match", "*T2048*"], 0, "T204801_0094"),
    (one + ["--match", "no*", "--format", "uris"], 0, ""),
    (["sample", good, "aia_0094", "--count", "2"], 0, "20190110T185200"),
    (["search", "--bucket", good, "BURST", "magnetometer"], 0, "MMS1_FGM_BRST_L2"),
    (["search", "--bucket", good, "--in", "id", "aia"], 0, "aia_0094"),
    (["search", "--bucket", good, "nothing"], 0, ""),
    (["lookup", "sdo/aia", "--bucket", good], 0, "aia_0094"),
    (["lookup", "--regex", "aia.*/$", "--bucket", good], 0, "aia_0094"),
    (["lookup", "nowhere", "--bucket", good], 1, ""),
    (["tree", good], 0, "aia  1 dataset"), (["tree", good, "--count"], 0, "      2019  "),
    (["show", good, "nothing"], 2, ""), (["files", good, "nothing"], 2, ""),
    (["files", good, "aia_0094", "--start", "yesterday"], 2, ""),
    (["files", good, "aia_0094", "--start", "2020", "--stop", "2019"], 2, ""),
    (["files", "/nothing", "x"], 3, ""), (["buckets"], 3, ""), (["tree"], 3, ""),
    (["fetch", good, "aia_0094", "--out", "x", "--jobs", "0"], 2, ""),
    (["files", good, "aia_0094", "--offline", "--refresh"], 2, ""),
    (["files", good, "aia_0094", "--start", "2020-02-01T02:00+02:00"], 2, ""),
    (["files", good, "aia_0094", "--map", "x"], 2, ""),
    (["lookup", "--regex", "(", "--bucket", good], 2, ""),
    (["files", good, "aia_0094", "--start", "2019-12-01/P1M", "--format", "uris"], 0, "T204801"),
    (["files", good, "aia_0094", "--start", "P1M/2020", "--format", "uris"], 0, "T204801"),
    (["files", good, "aia_0094", "--start", "2019-12", "--stop", "P31D"], 0, "T204801"),
    (["files", good, "aia_0094", "--last", "P1M", "--stop", "2020"], 0, "T204801"),
    (["files", good, "aia_0094", "--start", "-P1D"], 0, ""),
    (["files", good, "aia_0094", "--start", "-P9000D", "--stop", "2019-01-02"], 0, "T000002"),
    (["files", good, "aia_0094", "--stop", "P1D"], 2, ""),
    (["files", good, "aia_0094", "--start", "2019/P1D", "--stop", "2020"], 2, ""),
    (["files", good, "aia_0094", "--start", "2019", "--last", "P1D"], 2, ""),
    (["files", good, "aia_0094", "--last", "soon"], 2, ""),
    (["files", good, "aia_0094", "--start", "2019/P9999Y"], 2, ""),
    (["files", good, "aia_0094", "--summary"], 0, "files  80\nsize   1.1 GB (1112806080 bytes)"),
    (["files", good, "aia_0094", "--summary"], 0, "gaps   79, 716 d 16 h together; the longest"),
    (["files", good, "aia_0094", "--summary", "--format", "json"], 0, "\"files\": 80"),
    (["files", good, "aia_0094", "--summary", "--format", "csv"], 2, ""),
    (["cat", good + "/catalog.json"], 0, "\"Example HelioCloud\""),
    (["cat", good, "aia_0094", "--index", "--start", "2020/P1Y"], 0, "# start, stop, datakey"),
    (["cat", good, "--index"], 2, ""), (["cat", good, "nothing"], 2, ""),
    (["cat", "/nothing"], 3, ""),
  ]

  @Test("write the answer and end with the documented code", arguments: cases.indices)
  func command(_ number: Int) throws {
    let example = Self.cases[number]
    let run = try run(example.words)
    #expect(run.code == example.code, "\(run.error)")
    if example.output.isEmpty {
      #expect(run.output.isEmpty)
    } else {
      #expect(run.output.contains(example.output), "\(run.output.prefix(500))")
    }
    #expect(example.code < 2 || !run.error.isEmpty)
  }

  @Test func `JSON output is valid JSON`() throws {
    for words in [Self.one + ["--format", "json"], ["datasets", Self.good, "--format", "json"]] {
      let run = try run(words)
      #expect(try JSONParser.parse(Array(run.output.utf8)).root.kind == .array)
    }
  }

  /// A bucket of four years, two of whose index files are not index files.
  private func brokenBucket() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    let odd = [2013: "{}\n", 2015: ""]
    for year in 2013...2016 {
      let row = "\(year)-01-01T00:00Z,\(year)-01-01T01:00Z,s3://b/ds/\(year).cdf,4\n"
      try folder.write(odd[year] ?? row, to: "bucket/ds/ds_\(year).csv")
      try folder.write("\(year)", to: "bucket/ds/\(year).cdf")
    }
    try folder.write(
      """
      {"version": "1.1", "status": {"code": 1200}, "catalog": [{"id": "ds", "index": "s3://b/ds/",
       "title": "t", "start": "2013-01-01T00:00Z", "stop": "2016-01-01T01:00Z"}]}
      """, to: "bucket/catalog.json")
    return folder
  }

  @Test(
    "list the other years if an index file is not one",
    arguments: ["text", "csv", "json", "ndjson", "hapi-csv", "hapi-json", "uris"])
  func brokenYears(_ format: String) throws {
    let folder = try brokenBucket()
    let run = try run(["files", folder.url.path + "/bucket", "ds", "--quiet", "--format", format])
    #expect(run.code == 3)
    #expect(run.output.components(separatedBy: ".cdf").count == 3)
    for year in [2013, 2015] {
      #expect(run.error.components(separatedBy: "ds_\(year).csv").count == 2, "\(run.error)")
    }
    if format.hasSuffix("json"), format != "ndjson" {
      _ = try JSONParser.parse(Array(run.output.utf8))
    }
  }

  @Test func `of all kinds name files that are no index, and do the rest`() throws {
    let folder = try brokenBucket()
    let bucket = folder.url.path + "/bucket"
    let commands: [(words: [String], output: String)] = [
      (["fetch", bucket, "ds", "--out", folder.url.path + "/t"], "2016.cdf"),
      (["fetch", bucket, "ds", "--out", folder.url.path + "/t", "--dry-run"], "2016.cdf"),
      (["sample", bucket, "ds"], "2014.cdf"), (["tree", bucket, "--count"], "2016  1 file"),
      (["lookup", "s3://b/ds/2016.cdf", "--bucket", bucket], "ds  s3://b/ds/"),
    ]
    for (words, output) in commands {
      let run = try run(words)
      #expect(run.code == 3, "\(words)")
      #expect(run.output.contains(output), "\(words): \(run.output)")
      #expect(run.error.components(separatedBy: "ds_2013.csv").count == 2, "\(run.error)")
    }
  }

  @Test func `cat writes data files that are what the index says`() throws {
    let folder = try brokenBucket()
    let bucket = folder.url.path + "/bucket"
    let run = try run(["cat", bucket, "ds", "--start", "2014/P1Y", "--quiet"])
    #expect(run.output == "2014")
    try folder.write("20140", to: "bucket/ds/2014.cdf")
    let other = try self.run(["cat", bucket, "ds", "--start", "2014/P1Y"])
    #expect(other.code == 3)
    #expect(other.error.contains("4 bytes"), "\(other.error)")
  }

  @Test("say why an answer is empty", arguments: ["2030", "2030/P1D", "-P1D"])
  func emptyAnswer(_ start: String) throws {
    let run = try run(["files", Self.good, "aia_0094", "--start", start])
    #expect(run.code == 0)
    #expect(
      run.error == "no file of aia_0094 was found from \(start); the catalog says that it covers "
        + "2019-01-01Z to 2020-12-17Z\n")
  }

  @Test func `skipped rows are reported, and end with 3 with --strict`() throws {
    let words = ["files", TestData.faulty, "aia_0094", "--format", "uris"]
    let run = try run(words)
    #expect(run.code == 0)
    #expect(run.error.contains("aia_0094_2020.csv:22: the row starts before the previous row"))
    #expect(try self.run(words + ["--strict"]).code == 3)
    #expect(try self.run(words + ["--quiet"]).error.isEmpty)
  }

  @Test func `files are downloaded only once`() throws {
    let folder = try ScratchFolder()
    let rows = (1...3).map {
      "2015-01-0\($0)T00:00Z,2015-01-0\($0)T01:00Z,s3://b/ds/\($0).cdf,\($0)\n"
    }
    try folder.write(rows.joined(), to: "bucket/ds/ds_2015.csv")
    for number in 1...3 {
      let size = number == 3 ? 9 : number
      try folder.write(String(repeating: "x", count: size), to: "bucket/ds/\(number).cdf")
    }
    try folder.write(
      """
      {"version": "1.1", "status": {"code": 1200}, "catalog": [{"id": "ds", "index": "s3://b/ds/",
       "title": "t", "start": "2015-01-01T00:00Z", "stop": "2016-01-01T00:00Z"}]}
      """, to: "bucket/catalog.json")
    let bucket = folder.url.path + "/bucket"
    let target = folder.url.path + "/copies"
    let words = ["fetch", bucket, "ds", "--out", target]
    #expect(try run(words + ["--dry-run"]).error == "3 files, 6 B\n")
    let two = try run(words + ["--stop", "2015-01-03"])
    #expect(two.code == 0)
    #expect(two.output.split(separator: "\n").count == 2)
    let all = try run(words)
    #expect(all.code == 3)
    #expect(all.error.contains("it has 9 bytes, but the index has 3 bytes"))
    #expect(all.error.hasSuffix("0 files fetched (0 B), 2 present, 1 failed\n"), "\(all.error)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: target).sorted()
    #expect(names == ["ds", "ds/1.cdf", "ds/2.cdf"])
  }
}
