import Foundation
import Testing

@Suite("scregistry registry check")
struct RegistryCheckTests {
  /// A list, its catalogs, and the expected result of the comparison.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The entries of the list after the first, which is correct.
    var entries: [String] = []
    /// The catalogs by the names of their buckets, without that of the first.
    var catalogs: [String: String] = [:]
    var code: Int32
    /// The beginnings of the output lines, in order; `ROOT` is replaced by the folder.
    var lines: [String]
  }

  private static func entry(_ bucket: String, name: String? = nil, region: String? = "r") -> String
  {
    let region = region.map { #", "region": "\#($0)""# } ?? ""
    return #"{"endpoint": "ROOT/\#(bucket)", "name": "\#(name ?? bucket)"\#(region)}"#
  }

  private static func catalog(_ name: String, region: String = "r", ids: [String]) -> String {
    let entries = ids.map {
      #"{"id": "\#($0)", "index": "s3://b/i/", "start": "2015-01-01T00:00:00Z","#
        + #""stop": "2015-01-02T00:00:00Z", "title": "x"}"#
    }
    return #"{"version": "1.1", "name": "\#(name)", "region": "\#(region)", "status":"#
      + #"{"code": 1200}, "catalog": [\#(entries.joined(separator: ","))]}"#
  }

  static let cases = [
    Case(
      testDescription: "all agree", entries: [entry("b/")],
      catalogs: ["b": catalog("b/", ids: ["x", "y"])], code: 0,
      lines: ["ROOT/a/: 1 dataset", "ROOT/b/: 2 datasets"]),
    Case(
      testDescription: "a catalog that is an empty list", entries: [entry("b/")],
      catalogs: ["b": "[]"], code: 3,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: its catalog can't be read: it has no list named catalog",
      ]),
    Case(
      testDescription: "a catalog of which no entry can be read", entries: [entry("b/")],
      catalogs: ["b": #"{"version": "1.1", "name": "b/", "region": "r", "catalog": ["x"]}"#],
      code: 3,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: its catalog can't be read: its only entry can't be read",
      ]),
    Case(
      testDescription: "another name", entries: [entry("b/", name: "Another")],
      catalogs: ["b": catalog("b/", ids: [])], code: 1,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: 0 datasets",
        "ROOT/b/: its catalog calls it b/, the list Another",
      ]),
    Case(
      testDescription: "another region", entries: [entry("b/", region: "s")],
      catalogs: ["b": catalog("b/", ids: [])], code: 1,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: 0 datasets",
        "ROOT/b/: its catalog says region r, the list s",
      ]),
    Case(
      testDescription: "no region in the list", entries: [entry("b/", region: nil)],
      catalogs: ["b": catalog("b/", ids: [])], code: 0,
      lines: ["ROOT/a/: 1 dataset", "ROOT/b/: 0 datasets"]),
    Case(
      testDescription: "an id that two buckets use", entries: [entry("b/")],
      catalogs: ["b": catalog("b/", ids: ["first"])], code: 1,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: 1 dataset",
        "ROOT/b/: dataset first is also in ROOT/a/",
      ]),
    Case(
      testDescription: "a missing bucket", entries: [entry("gone/")], code: 3,
      lines: ["ROOT/a/: 1 dataset", "ROOT/gone/: its catalog can't be read: "]),
    Case(
      testDescription: "a catalog that is not JSON", entries: [entry("b/")],
      catalogs: ["b": "# nothing"], code: 3,
      lines: ["ROOT/a/: 1 dataset", "ROOT/b/: its catalog can't be read: line 1, column 1: "]),
    Case(
      testDescription: "a difference, and a missing bucket",
      entries: [entry("b/", name: "Another"), entry("gone/")],
      catalogs: ["b": catalog("b/", ids: [])], code: 1,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: 0 datasets",
        "ROOT/b/: its catalog calls it b/, the list Another",
        "ROOT/gone/: its catalog can't be read: ",
      ]),
    Case(
      testDescription: "an entry of the list without an endpoint", entries: [#"{"name": "x"}"#],
      code: 1,
      lines: ["ROOT/list.json: entry 2 has no endpoint", "ROOT/a/: 1 dataset"]),
    Case(
      testDescription: "a bucket that appears twice in the list",
      entries: [entry("a", name: "a/")], code: 1,
      lines: [
        "ROOT/a appears twice in the list", "ROOT/a/: 1 dataset", "ROOT/a: 1 dataset",
      ]),
    Case(
      testDescription: "an entry of a catalog that can't be read", entries: [entry("b/")],
      catalogs: [
        "b": catalog("b/", ids: ["y"]).replacing("[{", with: #"[{"id": "x"}, {"#)
      ], code: 1,
      lines: [
        "ROOT/a/: 1 dataset", "ROOT/b/: 1 dataset",
        "ROOT/b/: ROOT/b/catalog.json: entry 1 (x) has no index",
      ]),
  ]

  @Test("compares the list with the catalogs", arguments: cases)
  func check(_ example: Case) throws {
    let folder = try ScratchFolder()
    let root = folder.url.path
    try folder.write(Self.catalog("a/", ids: ["first"]), to: "a/catalog.json")
    for (bucket, text) in example.catalogs { try folder.write(text, to: bucket + "/catalog.json") }
    let list = ([Self.entry("a/")] + example.entries).joined(separator: ",\n")
      .replacing("ROOT", with: root)
    try folder.write(#"{"version": "1.0", "registry": [\#(list)]}"#, to: "list.json")
    let done = try ToolProcess(["registry", "check", root + "/list.json"])
    #expect(done.code == example.code)
    let lines = done.output.replacing(root, with: "ROOT").split(separator: "\n")
    #expect(lines.count == example.lines.count, "\(done.output)\(done.error)")
    for (line, expected) in zip(lines, example.lines) { #expect(line.hasPrefix(expected)) }
  }

  @Test("can't compare without a list", arguments: ["", "{}", #"{"registry": {}}"#])
  func withoutList(_ text: String) throws {
    let folder = try ScratchFolder()
    let file = try folder.write(text, to: "list.json")
    let done = try ToolProcess(["registry", "check", file.path])
    #expect(done.code == 3)
    #expect(done.error.contains("list.json"))
    #expect(done.output == "")
  }

  @Test func `asks no server of the private network that only the list names`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      #"{"version": "1.0", "registry": [{"endpoint": "http://127.0.0.2:9/b/", "name": "b", "#
        + #""region": "r"}]}"#, to: "list.json")
    let done = try ToolProcess(["registry", "check", file.path])
    #expect(done.code == 3)
    #expect(done.output.contains("is not a public address"), "\(done.output)\(done.error)")
  }
}
