import Formats
import RegistryReports
import RegistryValidation
import Testing

@testable import RegistryConformance

@Suite("This program as an adapter")
struct OwnAdapterTests {
  private static let adapter = OwnAdapter(OwnAdapter.Options(toolVersion: "1.2.3"))

  private static func answer(_ line: String) async throws -> Node {
    let answer = try #require(await adapter.reply(to: Array(line.utf8)).answer)
    return try JSONParser.parse(JSONWriter.write(answer, layout: .singleLine)).root
  }

  @Test func `says what it is`() async throws {
    let answer = try await Self.answer(#"{"cmd":"start","protocol":1,"suite":"2026.1"}"#)
    #expect(answer["implementation"]?["version"]?.text == "1.2.3")
    let grades = answer["implementation"]?["grades"]?.elements.map(\.text)
    #expect(grades == ["verdict", "requirements", "exact", "location"])
  }

  static let hostile = [
    "", "no JSON", "[]", "null", "{}", #"{"cmd":1}"#, #"{"cmd":"nonsense","seq":7}"#,
    #"{"cmd":"run"}"#, #"{"cmd":"run","seq":1}"#, #"{"cmd":"run","seq":1,"case":[]}"#,
    #"{"cmd":"run","seq":1,"case":{"class":"validator","input":{}}}"#,
    #"{"cmd":"run","seq":1,"case":{"class":"validator","input":{},"root":"relative"}}"#,
    #"{"cmd":"run","seq":1,"case":{"class":"validator","input":{},"root":"/tmp/\u0000"}}"#,
    #"{"cmd":"run","seq":{},"case":{"class":"unit","input":{}}}"#,
    #"{"cmd":"run","seq":1,"case":{"class":"unit","input":{"function":"time","args":[]}}}"#,
    #"{"cmd":"run","seq":1,"case":{"class":"unit","input":{"function":"time","args":[1]}}}"#,
    #"{"cmd":"run","seq":1,"case":{"class":"writer","input":{},"root":"/nowhere"}}"#,
    #"{"cmd":"start","protocol":2}"#,
    String(repeating: "[", count: 100_000),
  ]

  @Test("has an answer to everything", arguments: hostile)
  func hostileLines(_ line: String) async throws {
    let reply = await Self.adapter.reply(to: Array(line.utf8))
    #expect(reply.complaint != nil)
    let answer = try await Self.answer(line)
    #expect(answer["errored"]?.bool == true)
    // The protocol allows the answer.
    let bytes = JSONWriter.write(answer, layout: .singleLine)
    _ = try OwnFormat("adapter-protocol.schema.json", allowsMore: false).root(
      of: bytes, name: "answer")
  }

  static let unknown = [
    #"{"class":"nonsense","input":{}}"#,
    #"{"class":"unit","input":{"function":"nonsense","args":["x"]}}"#,
    #"{"class":"validator","input":{"depth":"abyss"},"root":"/tmp"}"#,
    #"{"class":"validator","input":{"spec":"9.9"},"root":"/tmp"}"#,
    #"{"class":"reader","input":{"query":{"ask":"nonsense"}},"root":"/tmp"}"#,
  ]

  @Test("skips what it does not know", arguments: unknown)
  func skipped(_ one: String) async throws {
    let answer = try await Self.answer(#"{"cmd":"run","seq":"s","case":\#(one)}"#)
    #expect(answer["skipped"]?.bool == true)
    #expect(answer["seq"]?.text == "s")
    #expect(answer["message"]?.text.isEmpty == false)
  }

  @Test func `a missing tree is refused`() async throws {
    let answer = try await Self.answer(
      #"{"cmd":"run","seq":1,"case":{"class":"validator","input":{},"root":"/nowhere"}}"#)
    #expect(answer["result"]?["error"]?.text.isEmpty == false)
  }

  @Test func `the buckets of a case are found in addresses`() throws {
    let input = try JSONParser.parse(
      Array(#"{"buckets":{"s3://one/":"a"},"virtualRoot":"s3://all/"}"#.utf8)
    ).root
    let copies = BucketCopies(input, root: "/tmp/x")
    #expect(copies.targets == ["/tmp/x", "/tmp/x/a"])
    let inner = Location(uri: "/tmp/x/a/catalog.json", key: "catalog.json")
    #expect(copies.address(of: inner) == "s3://one/catalog.json")
    let outer = Location(uri: "/tmp/x/HelioDataRegistry.json", key: "HelioDataRegistry.json")
    #expect(copies.address(of: outer) == "s3://all/HelioDataRegistry.json")
  }

  static let patterns = [
    ("^a/b_(?<Y>[0-9]{4})\\.cdf$", ["a", "b_(?<Y>[0-9]{4})\\.cdf"]),
    ("[^/]+/x", ["[^/]+", "x"]),
    ("(a/b|c)/d", ["(a/b|c)", "d"]),
    ("x", ["x"]),
  ]

  @Test("patterns of keys are split at slashes", arguments: patterns)
  func segments(_ pattern: String, _ segments: [String]) {
    #expect(NeutralMission.segments(of: pattern) == segments)
  }
}
