import Foundation
import Testing

@Suite("Targets of scregistry validate")
struct TargetTests {
  private static let rows = """
    # start, stop, datakey, filesize
    2019-01-01T00:00:00Z,2019-01-01T00:59:59Z,s3://b/ds/a.cdf,x
    2019-01-01T01:00:00Z,2019-01-01T01:59:59Z,s3://b/ds/b.cdf,y
    2019-01-01T02:00:00Z,2019-01-01T02:59:59Z,s3://b/ds/c.cdf,z
    2019-01-01T03:00:00Z,2019-01-01T03:59:59Z,s3://b/ds/d.cdf,w

    """

  private static func catalog(bucket: String = "b", contact: String = "") -> String {
    """
    {
      "version": "1.1", "name": "N", "egress": "public", \(contact)
      "status": {"code": 1200, "message": "OK"},
      "catalog": [
        {
          "id": "ds", "index": "s3://\(bucket)/ds/", "title": "t",
          "start": "2019-01-01T00:00:00Z", "stop": "2019-01-01T03:59:59Z",
          "modification": "2025-01-02T00:00:00Z", "indextype": "csv", "filetype": "cdf"
        }
      ]
    }

    """
  }

  private static func copy(_ folder: ScratchFolder, _ name: String, bucket: String = "b") throws {
    try folder.write(catalog(bucket: bucket), to: "\(name)/catalog.json")
    try folder.write(
      rows.replacingOccurrences(of: "s3://b/", with: "s3://\(bucket)/"),
      to: "\(name)/ds/ds_2019.csv")
  }

  @Test(
    "an address is not a directory of that name",
    arguments: [
      ["validate", "s3://b/"], ["files", "s3://b/", "ds"],
      ["generate", "s3://b/", "-m", "m.yml", "-o", "out"], ["mirror", "verify", "s3://b/", "copy"],
      ["migrate", "s3://b/", "-o", "out"], ["snapshot", "s3://b/"], ["site", "s3://b/"],
    ])
  func address(_ words: [String]) throws {
    let folder = try ScratchFolder()
    try Self.copy(folder, "s3:/b")
    try Self.copy(folder, "copy")
    try folder.write(
      """
      version: 1
      bucket: {endpoint: s3://b/, name: N, contact: "A, a@example.org"}
      datasets:
        - {id: ds, title: T, match: "d/x_%Y%m%d.cdf", stop: end-of-day}

      """, to: "m.yml")
    let options = ["--endpoint-url", "http://127.0.0.1:9", "--retries", "0", "--no-sign-request"]
    let out = words.contains("snapshot") || words.contains("site") ? ["--out", "made"] : []
    let run = try ToolProcess(words + options + out, directory: folder.url)
    #expect([1, 2, 3].contains(run.code), "\(run.error)")
    #expect((run.output + run.error).contains("127.0.0.1 port 9"), "\(run.output + run.error)")
  }

  @Test(
    "what a command writes here is not at an address",
    arguments: [
      ["site", "copy", "--out", "s3://b/"], ["snapshot", "copy", "--out", "s3://b/l.ndjson"],
      ["validate", "copy", "-o", "json=s3://b/r.json"],
      ["fetch", "copy", "ds", "--out", "s3://b/"],
    ])
  func destination(_ words: [String]) throws {
    let folder = try ScratchFolder()
    try Self.copy(folder, "copy")
    try Self.copy(folder, "s3:/b")
    let run = try ToolProcess(words, directory: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains("this command writes to this machine"), "\(run.error)")
  }

  @Test(arguments: [
    ["copy", "copy"], ["copy", "./copy/../copy"], ["copy", "link"], ["link", "copy/"],
    ["copy", "copy/catalog.json"], ["copy/catalog.json", "copy"],
    ["copy", "link/ds/ds_2019.csv"], ["copy/ds/ds_2019.csv", "link/ds/ds_2019.csv", "copy"],
  ])
  func oneFileIsOneTarget(_ targets: [String]) throws {
    let folder = try ScratchFolder()
    try Self.copy(folder, "copy")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/link", withDestinationPath: "copy")
    let run = try ToolProcess(["validate", "--no-config"] + targets, directory: folder.url)
    #expect(run.code == 1)
    #expect(run.error.hasPrefix("5 errors"))
    #expect(run.error.contains("in 2 files"))
    #expect(!run.output.contains("XRF011"))
  }

  @Test(arguments: [
    ("ds_2019.csv.gz", "IDX049"), ("ds_2019.CSV", "IDX001"), ("ds_19.csv", "IDX001"),
    ("ds x_2019.csv", "IDX001"), ("ds_static.csv", "IDX002"), ("ds_2019.csv", ""),
    ("a-b_c_2019.csv", ""),
  ])
  func loneFilesAreJudgedByTheirNames(_ name: String, _ code: String) throws {
    let folder = try ScratchFolder()
    let text =
      "# start, stop, datakey, filesize\n"
      + "2019-01-01T00:00:00Z,2019-01-01T00:59:59Z,s3://b/ds/a.cdf,1\n"
    try folder.write(text, to: name)
    let run = try ToolProcess(["validate", "--no-config", name], directory: folder.url)
    let codes = ["IDX001", "IDX002", "IDX049"].filter { run.output.contains($0) }
    #expect(codes == (code.isEmpty ? [] : [code]))
  }

  @Test func aTreeAndItsMisnamedFileHaveOneFinding() throws {
    let folder = try ScratchFolder()
    try Self.copy(folder, "copy")
    try folder.write(Self.rows, to: "copy/ds/ds_19.csv")
    let run = try ToolProcess(
      ["validate", "--no-config", "copy", "copy/ds/ds_19.csv"], directory: folder.url)
    #expect(run.output.components(separatedBy: "IDX001").count == 2)
  }

  @Test(arguments: ["text", "full", "agent", "csv", "gitlab"])
  func maxPerRuleHoldsInEveryFormat(_ format: String) throws {
    let folder = try ScratchFolder()
    try Self.copy(folder, "copy")
    for count in [1, 2, 4] {
      let run = try ToolProcess(
        ["validate", "--no-config", "-o", format, "--max-per-rule", "\(count)", "copy"],
        directory: folder.url)
      #expect(run.output.components(separatedBy: "is not an integer").count == count + 1)
    }
  }

  @Test func maxPerRuleHoldsForRecordedReports() throws {
    let folder = try ScratchFolder()
    try Self.copy(folder, "copy")
    _ = try ToolProcess(
      ["validate", "--no-config", "-o", "json=r.json", "copy"], directory: folder.url)
    let run = try ToolProcess(
      ["report", "convert", "--max-per-rule", "1", "-o", "full", "r.json"], directory: folder.url)
    #expect(run.output.components(separatedBy: "is not an integer").count == 2)
    #expect(run.error.hasPrefix("5 errors"))
  }

  @Test(arguments: ["copy", "."])
  func directoriesOfOneNameStayTwoTargets(_ target: String) throws {
    let folder = try ScratchFolder()
    for (job, bucket) in [("one", "b"), ("two", "c"), ("three", "d")] {
      try Self.copy(folder, "\(job)/copy", bucket: bucket)
      _ = try ToolProcess(
        [
          "validate", "--no-config", "--deterministic", "-o",
          "json=\(folder.url.path)/\(job).json", target,
        ], directory: folder.url.appending(path: target == "." ? "\(job)/copy" : job))
    }
    func merged(_ names: [String], to path: String) throws -> ToolProcess {
      try ToolProcess(
        ["report", "merge", "-o", "json=\(path)"] + names.map { "\($0).json" },
        directory: folder.url)
    }
    #expect(try merged(["one", "one"], to: "same.json").error.hasPrefix("5 errors in 2 files"))
    #expect(try merged(["one", "two"], to: "both.json").error.hasPrefix("10 errors in 4 files"))
    #expect(try merged(["both", "three"], to: "all.json").error.hasPrefix("15 errors in 6 files"))
    #expect(try merged(["three", "one", "two", "both"], to: "any.json").code == 1)
    let texts = try ["all", "any"].map {
      try String(contentsOf: folder.url.appending(path: "\($0).json"), encoding: .utf8)
    }
    #expect(texts[0] == texts[1])
  }

  @Test func allSyntaxFaultsAreReported() throws {
    let folder = try ScratchFolder()
    let text = Self.catalog().replacingOccurrences(
      of: "\"version\": \"1.1\",", with: "\"version\": \"1.1\""
    )
    .replacingOccurrences(of: "\"t\",", with: "\"t\"")
    .replacingOccurrences(of: "1200", with: "\"1200\"")
    try folder.write(text, to: "catalog.json")
    let run = try ToolProcess(["validate", "--no-config", "catalog.json"], directory: folder.url)
    #expect(run.output.components(separatedBy: "SYN001").count == 3)
    #expect(run.output.contains("CAT013"))
    #expect(run.output.contains("CAT015"))
    #expect(!run.error.contains(" not"))
  }
}
