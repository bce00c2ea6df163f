import Formats
import Foundation
import JSONSchema
import Testing

@Suite("scregistry schema")
struct SchemaCommandTests {
  static let schema = """
    {
      "type": "object",
      "required": ["id"],
      "properties": {
        "id": {"type": "string"}, "size": {"type": "integer", "minimum": 1},
        "time": {"format": "date-time"}
      }
    }
    """

  /// Files, the arguments of a command, and its expected result.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var files: [String: String] = [:]
    var words: [String]
    var input = ""
    var code: Int32
    /// Expected parts of standard output.
    var output: [String] = []
    /// Expected parts of standard error.
    var error: [String] = []
  }

  static let validations = [
    Case(
      testDescription: "a valid instance", files: ["i.json": #"{"id": "a"}"#],
      words: ["s.json", "i.json"], code: 0, error: ["1 valid, 0 invalid"]),
    Case(
      testDescription: "an invalid instance", files: ["i.json": "{\n  \"id\": 12\n}"],
      words: ["s.json", "i.json"], code: 1,
      output: ["i.json:2:9: error type: ", "(at /id)", "  2 |   \"id\": 12\n    |         ^^\n"]),
    Case(
      testDescription: "a YAML instance", files: ["i.yaml": "id: a\n# comment\nsize: 0\n"],
      words: ["s.json", "i.yaml"], code: 1,
      output: ["i.yaml:3:7: error minimum: ", "(at /size)", "  3 | size: 0\n"]),
    Case(
      testDescription: "a schema in YAML",
      files: ["s.yaml": "type: array\n", "i": "{}", "j": "- 1\n"],
      words: ["s.yaml", "i", "j"], code: 1, output: ["i:1:1: error type: ", "(at the root)"],
      error: ["1 valid, 1 invalid"]),
    Case(
      testDescription: "standard input", words: ["s.json", "-"], input: "{}", code: 1,
      output: ["<stdin>:1:1: error required: "]),
    Case(
      testDescription: "an instance that is not JSON", files: ["i.json": "{\n  \"id\" 1}"],
      words: ["s.json", "i.json"], code: 1, output: ["i.json:2:8: error syntax: "]),
    Case(
      testDescription: "a format that is a comment", files: ["i.json": #"{"id": "", "time": "x"}"#],
      words: ["s.json", "i.json"], code: 0),
    Case(
      testDescription: "a format that is asserted", files: ["i.json": #"{"id": "", "time": "x"}"#],
      words: ["s.json", "i.json", "--assert-format"], code: 1, output: ["error format: "]),
    Case(
      testDescription: "control characters",
      files: ["i.json": "[\"\u{9B}31m\\u001b[31m\u{202E}\"]"],
      words: ["s.json", "i.json"], code: 1, output: [#"\u{9b}31m"#, #"\u{202e}"#]),
    Case(
      testDescription: "a missing instance", files: ["i.json": #"{"id": 1}"#],
      words: ["s.json", "no.json", "i.json"], code: 2, output: ["i.json:1:8: error type"],
      error: ["no.json: error: can't be read: No such file"]),
    Case(
      testDescription: "an unknown reference",
      files: ["s.json": "{\n  \"$ref\": \"parts/id.json\"\n}", "i.json": "1"],
      words: ["s.json", "i.json"], code: 2,
      error: ["s.json:2:11: schema error: ", "parts/id.json", "--resource URI=PATH"]),
    Case(
      testDescription: "a reference that is given",
      files: [
        "s.json": #"{"$ref": "parts/id.json#/$defs/a"}"#, "i.json": "1",
        "a.json": #"{"$defs": {"a": {"type": "string"}}}"#,
      ],
      words: ["s.json", "i.json", "--resource", "parts/id.json=a.json"], code: 1,
      output: ["i.json:1:1: error type: "]),
    Case(
      testDescription: "a schema that breaks the metaschema",
      files: ["s.json": "{\n  \"type\": \"text\"\n}", "i.json": "1"], words: ["s.json", "i.json"],
      code: 2, error: ["s.json:2:11: schema error", "(at /type"]),
    Case(
      testDescription: "a schema of another draft",
      files: ["s.json": #"{"$schema": "http://json-schema.org/draft-07/schema#"}"#, "i.json": "1"],
      words: ["s.json", "i.json"], code: 2, error: ["s.json:1:13: schema error", "draft-07"]),
    Case(
      testDescription: "a schema that is not JSON", files: ["s.json": "{", "i.json": "1"],
      words: ["s.json", "i.json"], code: 2, error: ["s.json:1:2: schema error syntax: "]),
    Case(
      testDescription: "a built-in schema", files: ["i.json": #"{"parameters": 1}"#],
      words: ["info", "i.json"], code: 1, output: ["i.json:1:16: error type", "rule: INF"]),
    Case(
      testDescription: "a reference to a built-in schema",
      files: ["s.json": #"{"$ref": "tag:scregistry,2026:info:1.0"}"#, "i.json": "[]"],
      words: ["s.json", "i.json"], code: 1, output: ["i.json:1:1: error type"]),
    Case(
      testDescription: "a mistyped built-in schema", files: ["i.json": "1"],
      words: ["catlog", "i.json"], code: 2,
      error: ["no such file, and no built-in schema catlog; did you mean catalog?"]),
    Case(
      testDescription: "standard input that appears twice", words: ["-", "-"], code: 2,
      error: ["only once"]),
  ]

  @Test("validate reports faults and their places", arguments: validations)
  func validate(_ example: Case) throws {
    let files = example.files.merging(["s.json": Self.schema]) { own, _ in own }
    let run = try SchemaCommandRun(["validate"] + example.words, files, input: example.input)
    #expect(run.code == example.code)
    for text in example.output { #expect(run.output.contains(text), "\(run.output)") }
    for text in example.error { #expect(run.error.contains(text), "\(run.error)") }
    let isHarmless = (run.output + run.error).unicodeScalars.allSatisfy {
      $0 == "\n" || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x202E
    }
    #expect(isHarmless)
  }

  @Test func `validate writes the same as JSON`() throws {
    let files = ["s.json": Self.schema, "a.json": "{\"id\": 1}", "b.json": "{\"id\": \"\"}"]
    let run = try SchemaCommandRun(
      ["validate", "s.json", "a.json", "b.json", "-o", "json"], files)
    #expect(run.code == 1)
    let root = try JSONParser.parse(Array(run.output.utf8)).root
    #expect(root["valid"]?.bool == false)
    let instances = try #require(root["instances"]).elements.map { $0 }
    #expect(instances.map { $0["valid"]?.bool } == [false, true])
    let finding = try #require(instances[0]["findings"]?.elements.first { _ in true })
    #expect(finding["keyword"]?.string == "type")
    #expect(finding["pointer"]?.string == "/id")
    #expect(finding["column"]?.integer == 8)
    #expect(finding["schemaLocation"]?.string == "file:///s.json#/properties/id/type")
  }

  @Test(
    "show writes a schema without references to others",
    arguments: [
      ["catalog"], ["catalog", "--spec", "0.1a"], ["registry"], ["registry", "--spec", "0.3.2"],
      ["info"], ["dataset"], ["dataset", "--spec", "0.6"], ["report"], ["rules"], ["index-table"],
      ["ndjson-line"], ["metaschema"], ["catalog-1.0.json"], ["documents/info-1.0.json"],
    ])
  func show(_ words: [String]) throws {
    let run = try SchemaCommandRun(["show"] + words)
    #expect(run.code == 0)
    let document = try JSONParser.parse(Array(run.output.utf8))
    #expect(
      document.root["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
    var collection = SchemaCollection()
    try collection.add(document, uri: "test:shown")
    #expect(throws: Never.self) { try Schema(compiling: "test:shown", in: collection) }
  }

  @Test func `validate accepts the output of show`() throws {
    let shown = try SchemaCommandRun(["show", "catalog"]).output
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    let data = folder.joined(separator: "/") + "/Conformance/data/"
    for (registry, code) in [("demo-good", 0), ("demo-faulty", 1)] as [(String, Int32)] {
      let path = data + registry + "/catalog.json"
      let run = try SchemaCommandRun(["validate", "c.json", path], ["c.json": shown])
      #expect(run.code == code, "\(run.error)")
    }
  }

  @Test(
    "show suggests a similar name, or the versions",
    arguments: [
      (["registri"], "did you mean registry?"), (["report.schem.json"], "report.schema.json"),
      (["catalog", "--spec", "7"], "0.1 to 0.6"),
    ])
  func mistyped(_ words: [String], _ message: String) throws {
    let run = try SchemaCommandRun(["show"] + words)
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }

  @Test func `show knows every schema of list`() throws {
    let text = try SchemaCommandRun(["list"])
    #expect(text.output.contains("catalog.json, 1.0 and 1.1"))
    let json = try SchemaCommandRun(["list", "-o", "json"])
    let root = try JSONParser.parse(Array(json.output.utf8)).root
    #expect(root.count > 30)
    for schema in root.elements {
      #expect(schema["title"]?.text.isEmpty == false)
      let version = schema["versions"]?.elements.first { _ in true }?.text ?? "1.1"
      let run = try SchemaCommandRun(["show", schema["name"]?.text ?? "", "--spec", version])
      #expect(run.code == 0, "\(run.error)")
    }
  }
}

/// One run of `scregistry schema` in a temporary folder with files.
struct SchemaCommandRun {
  let code: Int32
  let output: String
  let error: String

  init(_ words: [String], _ files: [String: String] = [:], input: String = "") throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files.merging(["<": input, ">": "", "2>": ""], uniquingKeysWith: { $1 }) {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let process = Process()
    process.executableURL = ToolProcess.executable
    process.arguments = ["schema"] + words
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "<"))
    // Files instead of pipes, which must be read while the program runs.
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: ">"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "2>"))
    try process.run()
    process.waitUntilExit()
    code = process.terminationStatus
    output = String(
      decoding: try Data(contentsOf: folder.appending(path: ">")), as: UTF8.self)
    error = String(
      decoding: try Data(contentsOf: folder.appending(path: "2>")), as: UTF8.self)
  }
}
