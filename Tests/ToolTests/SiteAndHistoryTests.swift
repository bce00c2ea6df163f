import Foundation
import Testing

@Suite("Commands for sites and histories")
struct SiteAndHistoryTests {
  private func run(_ arguments: [String], in folder: ScratchFolder) throws -> ToolProcess {
    try ToolProcess(
      arguments.map { $0.replacingOccurrences(of: "@", with: folder.url.path) },
      environment: ["HOME": folder.url.path])
  }

  /// Arguments, in which @ is an empty folder, and the exit code.
  static let cases: [(words: [String], code: Int32)] = [
    (["validate", TestData.faulty, "--history", "@/h"], 1),
    (["validate", TestData.good, "--history", "@/h", "--deterministic"], 2),
    (["validate", TestData.good, "--history", "@/no/h"], 2),
    (["history"], 2), (["history", "show", "@"], 2), (["history", "show", "@/no"], 2),
    (["history", "add", "@/h", TestData.good + "/catalog.json"], 2),
    (["history", "add", "@/h", "-", "-"], 2),
    (["site", TestData.good, "--out", "@/s"], 0), (["site", TestData.good, "--out", "@/no/s"], 0),
    (["site", "@/no", "--out", "@/s"], 3), (["site", TestData.good, "--out", ""], 2),
    (["site", TestData.good, "--out", "@/s", "--base-url", "example.org"], 2),
    (["site", TestData.good, "--out", "@/s", "--base-url", "https://x.example/a b/?q"], 2),
    (["site", TestData.good, "--out", "@/s", "--base-url", "https://x.example/a/"], 0),
  ]

  @Test("end with the documented code", arguments: cases.indices)
  func code(_ number: Int) throws {
    let example = Self.cases[number]
    let run = try run(example.words, in: ScratchFolder())
    #expect(run.code == example.code, "\(example.words): \(run.error)")
  }

  @Test func `a run adds its report to the history, and says what changed`() throws {
    let folder = try ScratchFolder()
    let words = ["validate", TestData.good, "--history", "@/h"]
    #expect(try run(words, in: folder).error.contains("history: first run of the history"))
    #expect(try run(words, in: folder).error.contains("history: 0 new, 0 fixed, 0 still since"))
    let shown = try run(["history", "show", "@/h", "-o", "badge-json"], in: folder)
    #expect(shown.output.contains("\"message\": \"no violations\""))
  }

  @Test func `a second site is the same, and --force replaces files of others`() throws {
    let folder = try ScratchFolder()
    let words = ["site", TestData.good, "--out", "@/s"]
    #expect(try run(words, in: folder).error.contains("3 datasets: 6 written, 0 unchanged"))
    #expect(try run(words, in: folder).error.contains("3 datasets: 0 written, 5 unchanged"))
    try FileManager.default.removeItem(at: folder.url.appending(path: "s/site.json"))
    try Data("mine".utf8).write(to: folder.url.appending(path: "s/index.html"))
    #expect(try run(words, in: folder).code == 2)
    #expect(try run(words + ["--force"], in: folder).code == 0)
  }

  private static let mission = """
    version: 1
    bucket: {endpoint: s3://example-helio/, name: My mission, contact: "Someone, a@example.org"}
    time-precision: second
    datasets:
      - {id: x, title: X, match: "d/x_%Y%m%d.cdf", stop: next-start, maximum-gap: P1D}

    """

  @Test(
    "a site in a bucket is not data, wherever it is", arguments: ["", "site/", "a/b.c/site/"])
  func siteInBucket(_ place: String) throws {
    let folder = try ScratchFolder()
    for name in ["source", "mirror"] {
      try FileManager.default.copyItem(
        at: URL(filePath: TestData.good), to: folder.url.appending(path: name))
    }
    let site = ["site", "@/mirror", "--out", "@/mirror/" + place, "--hapi", "--quiet"]
    #expect(try run(site, in: folder).code == 0)
    let validation = try run(["validate", "@/mirror", "--depth", "objects"], in: folder)
    #expect(!validation.output.contains("OBJ003"))
    let words = ["mirror", "verify", "@/source", "@/mirror"]
    let verification = try run(words, in: folder)
    #expect(!verification.output.contains("MIR005"))
    let generation = ["generate", "@/mirror", "-m", "@/m.yml", "-o", "@/mirror", "--dry-run"]
    try Data(Self.mission.utf8).write(to: folder.url.appending(path: "m.yml"))
    let plan = try run(generation, in: folder)
    #expect(!(plan.output + plan.error).contains(".html: no dataset claims"), "\(plan.error)")
    // Without its list, a page is a file like any other.
    try FileManager.default.removeItem(at: folder.url.appending(path: "mirror/\(place)site.json"))
    let bare = try run(generation, in: folder)
    #expect((bare.output + bare.error).contains(".html: no dataset claims"), "\(bare.error)")
  }
}
