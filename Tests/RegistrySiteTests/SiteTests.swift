import Formats
import Foundation
import ObjectStorage
import RegistrySite
import RegistryValidation
import SharedCloudRegistry
import TestSupport
import Testing

@Suite("Sites", .temporaryFolder)
struct SiteTests {
  private var folder: TemporaryFolder { TemporaryFolder.current }

  /// Writes a registry with some datasets, each with one index file.
  private func writeRegistry(
    _ ids: [String], rows: Int = 3, title: String = "T", egress: String = "public"
  ) throws {
    let entries = ids.enumerated().map { number, id in
      """
      {"id": \(json(id)), "index": "s3://b/i\(number)/", "title": \(json(title)),
      "start": "2010-01-01T00:00:00Z", "stop": "2010-12-31T23:59:59Z",
      "modification": "2025-01-0\(number % 9 + 1)T00:00:00Z", "indextype": "csv",
      "filetype": "cdf"}
      """
    }
    try folder.write(
      """
      {"version": "1.1", "name": \(json(title)), "contact": "c", "egress": \(json(egress)),
      "status": {"code": 1200, "message": "OK"}, "endpoint": "s3://b/",
      "catalog": [\(entries.joined(separator: ","))]}
      """, to: "r/catalog.json")
    for (number, id) in ids.enumerated()
    where !id.contains("/") && id.utf8.count < 100 && !id.isEmpty {
      try writeIndex(id, number, rows: rows)
    }
  }

  private func writeIndex(_ id: String, _ number: Int, rows: Int) throws {
    let lines = (1...rows).map { day in
      "2010-01-0\(day)T00:00:00Z,2010-01-0\(day)T12:00:00Z,s3://b/i\(number)/\(day).cdf,\(day)00\n"
    }
    try folder.write(
      "# start, stop, datakey, filesize\n" + lines.joined(), to: "r/i\(number)/\(id)_2010.csv")
  }

  private func json(_ text: String) -> String {
    String(decoding: JSONWriter.write(.string(text), layout: .singleLine), as: UTF8.self)
  }

  private func contents() async throws -> SiteContents {
    let target = folder.path + "/r"
    let bucket = try await RegistryReader().bucket(at: target)
    let report = try await Validator().validate([target])
    var options = SiteContents.Options(toolVersion: "1")
    options.jobs = 2
    return try await SiteContents(of: bucket, report: report, options: options)
  }

  private var site: SiteDirectory { SiteDirectory(folder.path + "/site") }

  @Test func `have an index, a page for each dataset, a feed and a list`() async throws {
    try writeRegistry(["a", "b"])
    let changes = try site.write(try await contents())
    #expect(
      Set(changes.written) == [
        "index.html", "datasets/a.html", "datasets/b.html", "feed.xml", "site.json",
      ])
    let page = try folder.text("site/datasets/a.html")
    #expect(page.contains("2010-01-01"))
    #expect(page.contains("scregistry fetch s3://b/ a --start 2010-01-01 --stop 2010-01-02"))
    #expect(page.contains("https://b.s3.amazonaws.com/i0/a_2010.csv"))
    #expect(try folder.text("site/feed.xml").contains("<updated>2025-01-02T00:00:00Z</updated>"))
  }

  @Test func `change only the files of the dataset that changed`() async throws {
    try writeRegistry(["a", "b", "c"])
    _ = try site.write(try await contents())
    let same = try site.write(try await contents())
    #expect(same.written.isEmpty)
    #expect(same.unchanged == 5)
    try writeIndex("b", 1, rows: 5)
    let changes = try site.write(try await contents())
    #expect(Set(changes.written) == ["index.html", "datasets/b.html", "site.json"])
  }

  @Test func `remove pages of an earlier site that nobody changed, and nothing else`() async throws
  {
    try writeRegistry(["a", "b", "c"])
    _ = try site.write(try await contents())
    try folder.write("mine", to: "site/datasets/c.html")
    try folder.write("mine", to: "site/datasets/d.html")
    try folder.write("mine", to: "site/notes.txt")
    try writeRegistry(["a"])
    let changes = try site.write(try await contents())
    #expect(changes.removed == ["datasets/b.html"])
    #expect(changes.kept == ["datasets/c.html"])
    for name in ["datasets/c.html", "datasets/d.html", "notes.txt"] {
      #expect(try folder.text("site/\(name)") == "mine")
    }
  }

  @Test func `keep the pages of all datasets if the catalog has none, unless forced`() async throws
  {
    try writeRegistry(["a"])
    _ = try site.write(try await contents())
    try writeRegistry([])
    let empty = try await contents()
    #expect(throws: SiteError.self) { try site.write(empty) }
    #expect(try folder.text("site/datasets/a.html").contains("--out data/"))
    #expect(try site.write(empty, isForced: true).removed.contains("datasets/a.html"))
  }

  @Test func `name index files that are something else`() async throws {
    try writeRegistry(["a", "b"])
    #expect(try await contents().gaps == [])
    try folder.write("<html><body>404</body></html>\n", to: "r/i1/b_2010.csv")
    let gaps = try await contents().gaps
    #expect(gaps.count == 1)
    #expect(gaps.first?.contains("b_2010.csv: this is not an index file") == true)
  }

  @Test(
    "name index files whose rows can't be read, whose gaps are not known",
    arguments: [
      ([0x1F, 0x8B, 8, 0], "IDX049"), ([], "IDX003"),
      (
        Array("# start, datakey\r2010-01-01T00:00:00Z,2010-01-02T00:00:00Z,s3://b/x,1\r".utf8),
        "IDX052"
      ),
    ])
  func unreadRows(_ content: [UInt8], rule: String) async throws {
    try writeRegistry(["b"])
    try folder.write(content, to: "r/i0/b_2010.csv")
    let gaps = try await contents().gaps
    #expect(gaps.contains { $0.contains("b_2010.csv") && $0.contains(rule) }, "\(gaps)")
  }

  @Test func `name a damaged Parquet file, and an empty file beside rows of another year`()
    async throws
  {
    try writeRegistry(["a"])
    try folder.write("PAR1 is cut off", to: "r/i0/a_2011.parquet")
    try folder.write("", to: "r/i0/a_2012.csv")
    let gaps = try await contents().gaps
    #expect(gaps.count == 2, "\(gaps)")
    #expect(gaps.contains { $0.hasSuffix("a_2011.parquet: the file is damaged (IDX068)") })
    #expect(gaps.contains { $0.hasSuffix("a_2012.csv: the index file is empty (IDX003)") })
  }

  @Test func `name entries without a page`() async throws {
    try writeRegistry(["", "a", "a"])
    let gaps = try await contents().gaps
    #expect(gaps.contains { $0.hasSuffix("entry 1 has an empty id") }, "\(gaps)")
    #expect(gaps.contains { $0.hasSuffix("several datasets have the id a") }, "\(gaps)")
  }

  @Test func `cut long titles at the top, and have them in full below`() async throws {
    try writeRegistry(["a"], title: String(repeating: "long ", count: 700))
    let contents = try await contents()
    _ = try site.write(contents)
    let page = try folder.text("site/datasets/a.html")
    let head = try #require(page.split(separator: "<main").first)
    let shown = try #require(head.split(separator: "<h1>").last).split(separator: "</h1>").first
    #expect(shown?.count == 201)
    #expect(page.contains("<dt>Title</dt>"))
  }

  @Test func `name datasets of a known time that have no index files`() async throws {
    let long = String(repeating: "x", count: 10_000)
    try writeRegistry(["a", "../x", long])
    let contents = try await contents()
    #expect(contents.gaps.count == 2 && contents.notes == [])
    #expect(contents.gaps.allSatisfy { $0.utf8.count < 200 })
    _ = try site.write(contents)
    #expect(try !folder.text("site/index.html").contains("could not be read"))
  }

  @Test func `remove the temporary files of runs that were killed`() async throws {
    try writeRegistry(["a"])
    _ = try site.write(try await contents())
    let names = ["", "datasets/"].map { "site/\($0).scregistry-2147483647-0.partial" }
    for name in names { try folder.write("x", to: name) }
    _ = try site.write(try await contents())
    for name in names { #expect(throws: (any Error).self) { try folder.text(name) } }
  }

  @Test func `of a cancelled task end without a temporary file`() async throws {
    try writeRegistry(["a"])
    let (contents, site) = (try await contents(), site)
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try site.write(contents)
    }
    await #expect(throws: SiteError.self) { try await task.value }
    #expect(throws: (any Error).self) { try folder.text("site/index.html") }
    #expect(try site.write(contents).written.count == 4)
  }

  /// Words of egress; whether the files are free, and the option of `aws`.
  static let egress: [(words: String, isFree: String?, option: String, hasCurl: Bool)] = [
    ("public, user-pays", "false", "--request-payer requester ", false),
    ("user-pays", "false", "--request-payer requester ", false),
    ("USER_PAYS", "false", "--request-payer requester ", false),
    ("free, user-pays", "false", "--request-payer requester ", false),
    ("free, public", "true", "--no-sign-request ", true),
    ("public, egress-allowed", nil, "--no-sign-request ", true),
    ("public", nil, "--no-sign-request ", true), ("other", nil, "--no-sign-request ", true),
    ("no-egress", nil, "--no-sign-request ", true), ("private", nil, "", false),
  ]

  @Test("tell who pays", arguments: egress.indices)
  func payment(_ number: Int) async throws {
    let example = Self.egress[number]
    try writeRegistry(["a"], egress: example.words)
    _ = try site.write(try await contents())
    let page = try folder.text("site/datasets/a.html")
    let data = try linkedData(page)
    #expect(data["isAccessibleForFree"].map { "\($0.bool ?? false)" } == example.isFree)
    #expect(page.contains("aws s3 cp \(example.option)s3://b/i0/a_2010.csv index.csv"))
    #expect(page.contains("xargs -I {} aws s3 cp \(example.option){} data/"))
    #expect(page.contains("<h3>curl</h3>") == example.hasCurl)
    let userPays = example.isFree == "false"
    #expect(page.contains("--out data/ --request-payer") == userPays)
    #expect(page.contains("request_payer=True") == userPays)
  }

  /// The description for search engines in a page.
  private func linkedData(_ page: String) throws -> Node {
    let start = try #require(page.range(of: "application/ld+json\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    return try JSONParser.parse(Array(page[start..<end].utf8)).root
  }

  @Test func `describe index files and data files apart, and name all datasets`() async throws {
    try writeRegistry(["a", "b"])
    _ = try site.write(try await contents())
    let dataset = try linkedData(try folder.text("site/datasets/a.html"))
    let downloads = try #require(dataset["distribution"]).elements
    #expect(downloads.map { $0["encodingFormat"]?.string } == ["text/csv", "cdf"])
    let addresses = ["https://b.s3.amazonaws.com/i0/a_2010.csv", nil]
    #expect(downloads.map { $0["contentUrl"]?.string } == addresses)
    let catalog = try linkedData(try folder.text("site/index.html"))
    let datasets = try #require(catalog["dataset"]).elements
    #expect(datasets.map { $0["url"]?.string } == ["datasets/a.html", "datasets/b.html"])
  }

  @Test(
    "take only addresses to which a path can be appended",
    arguments: [
      ("https://x.example/", true), ("https://x.example/a/b", true),
      ("http://x.example:8080", true),
      ("https://x.example/a%20b/", true), ("https://x.example/a b/?q", false),
      ("https://x.example/?q", false), ("https://x.example/#f", false), ("https://", false),
      ("https:///a", false), ("ftp://x.example/", false), ("https://x.example/\u{E9}", false),
      ("https://x.example/\"", false),
    ])
  func addresses(_ text: String, _ isOne: Bool) {
    #expect(SiteContents.Options.isAddress(text) == isOne)
  }

  @Test func `name the first year that the catalog claims without an index file`() async throws {
    try writeRegistry(["b"])
    try folder.remove("r/i0/b_2010.csv")
    try folder.write(
      """
      # start, stop, datakey, filesize
      2011-01-01T00:00:00Z,2011-01-01T01:00:00Z,s3://b/d/b.cdf,1

      """, to: "r/i0/b_2011.csv")
    let gaps = try await contents().gaps
    #expect(gaps == ["b: there is no index file of 2010, but the catalog covers it"])
  }

  @Test(
    "refuse files that others wrote", arguments: ["index.html", "datasets/a.html", "site.json"])
  func occupied(_ name: String) async throws {
    try writeRegistry(["a"])
    try folder.makeFolder("site")
    try folder.write("mine", to: "site/\(name)")
    let contents = try await contents()
    #expect(throws: SiteError.self) { try site.write(contents) }
    #expect(try folder.text("site/\(name)") == "mine")
    #expect(throws: (any Error).self) { try folder.text("site/feed.xml") }
    _ = try site.write(contents, isForced: true)
    #expect(try folder.text("site/\(name)") != "mine")
  }

  @Test func `never follow a link, nor a list that names other files`() async throws {
    try writeRegistry(["a"])
    _ = try site.write(try await contents())
    try folder.write("x", to: "victim")
    let digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    try folder.write(
      """
      {"schemaVersion": 1, "tool": {"name": "scregistry"}, "files": [
      {"path": "../victim", "sha256": "\(digest)"}, {"path": "catalog.json", "sha256": "\(digest)"}]}
      """, to: "site/site.json")
    try folder.write("x", to: "site/catalog.json")
    let changes = try site.write(try await contents())
    #expect(changes.removed.isEmpty)
    #expect(try folder.text("victim") == "x")
    #expect(try folder.text("site/catalog.json") == "x")
    try folder.remove("site/datasets/a.html")
    try folder.link("site/datasets/a.html", to: "../../victim")
    let contents = try await contents()
    #expect(throws: SiteError.self) { try site.write(contents, isForced: true) }
    #expect(try folder.text("victim") == "x")
  }

  @Test func `keep hostile ids and titles as text`() async throws {
    let ids = [
      "../x", "A", "a", "caf\u{E9}", "cafe\u{301}", "<img onerror=x>",
      String(repeating: "x", count: 10_000), "'; rm -rf ~; '",
    ]
    try writeRegistry(ids, title: "</script><script>alert(1)</script>\u{202E}")
    let contents = try await contents()
    #expect(contents.files.filter { $0.path.hasPrefix("datasets/") }.count == ids.count)
    for file in contents.files where file.path.hasSuffix("html") {
      let page = String(decoding: file.bytes ?? [], as: UTF8.self)
      #expect(!page.contains("<script>alert"))
      #expect(!page.contains("<img onerror"))
      #expect(!page.contains("\u{202E}"))
    }
    let quoted = #"''\''; rm -rf ~; '\'''"#
    let pages = contents.files.map { String(decoding: $0.bytes ?? [], as: UTF8.self) }
    #expect(pages.contains { $0.contains(quoted) })
    let changes = try site.write(contents)
    #expect(changes.written.count == contents.files.count + 1)
    #expect(try site.write(try await self.contents()).written.isEmpty)
  }

  @Test func `are not data without a row`() async throws {
    try writeRegistry(["a"])
    for day in 1...3 { try folder.write("\(day)00", to: "r/i0/\(day).cdf") }
    _ = try SiteDirectory(folder.path + "/r").write(try await contents())
    for name in ["badge.svg", "badge.json", "mirror.json", "extra.html"] {
      try folder.write("x", to: "r/\(name)")
    }
    var validator = Validator()
    validator.depth = .objects
    let report = try await validator.validate([folder.path + "/r"])
    let unlisted = report.findings.filter { $0.rule == "OBJ003" }.map(\.location.key)
    #expect(unlisted == ["extra.html"])
  }
}
