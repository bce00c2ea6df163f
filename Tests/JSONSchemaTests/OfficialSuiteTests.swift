import Formats
import FoundationEssentials
import JSONSchema
import Locks
import Testing

/// Where the official suite is.
enum OfficialSuite {
  /// The folder of the suite.
  static let folder: String = {
    ProcessInfo.processInfo.environment["JSON_SCHEMA_SUITE"] ?? ProjectFolder.path
      + "/.build/json-schema-suite"
  }()

  static let draft = folder + "/tests/draft2020-12"

  /// Whether it was fetched.
  static let isHere = FileManager.default.fileExists(atPath: draft)
}

/// The official suite of JSON Schema, the measure of every implementation.
///
/// Where it can't be fetched, the script that fetches it says so, and fails in a CI system.
@Suite(
  "Official JSON Schema suite, draft 2020-12", .serialized,
  .enabled(if: OfficialSuite.isHere))
struct OfficialSuiteTests {
  static let folder = OfficialSuite.folder

  static let draft = OfficialSuite.draft

  /// The files of required tests; a name that is not a file if the suite is missing.
  static let files: [String] = {
    let found = TestFile.jsonFiles(below: draft).filter { !$0.contains("/") }
    return found.isEmpty ? ["(none)"] : found
  }()

  /// The files of optional tests that this engine passes.
  ///
  /// The others need formats that this engine does not know, or other drafts.
  static let optionalFiles = [
    "anchor", "bignum", "dynamicRef", "ecmascript-regex", "float-overflow", "format-assertion",
    "id", "no-schema", "non-bmp-regex", "refOfUnknownKeyword", "unknownKeyword",
    "format/date-time", "format/date", "format/time", "format/uri", "format/uri-reference",
    "format/email", "format/regex", "format/ecmascript-regex", "format/json-pointer",
    "format/uuid", "format/ipv4", "format/ipv6", "format/unknown",
  ].map { "optional/\($0).json" }

  /// The schemas that tests refer to.
  static let remotes: SchemaCollection = {
    var collection = SchemaCollection.standard
    let folder = Self.folder + "/remotes"
    // Files in the folders of other drafts are not written in this one.
    for name in TestFile.jsonFiles(below: folder)
    where name.hasPrefix("draft2020-12/") || !name.hasPrefix("draft") {
      do {
        let document = try JSONParser.parse(try TestFile.bytes(folder + "/" + name))
        try collection.add(document, uri: "http://localhost:1234/" + name)
      } catch {
        Issue.record("remote \(name): \(error)")
      }
    }
    return collection
  }()

  /// How many required cases were right, and how many there are.
  static let score = Lock((passed: 0, total: 0))

  @Test("required", arguments: files)
  func required(_ name: String) throws {
    guard name.hasSuffix(".json") else {
      Issue.record("no suite in \(Self.folder); run Tests/Suites/fetch-json-schema-suite.sh .build")
      return
    }
    let (passed, total) = try check(name, assertsFormat: false)
    let score = Self.score.withLock { score in
      score.passed += passed
      score.total += total
      return score
    }
    if name == Self.files.last {
      print("official JSON Schema suite: \(score.passed)/\(score.total)")
    }
  }

  @Test("optional", arguments: optionalFiles)
  func optional(_ name: String) throws {
    _ = try check(name, assertsFormat: name.contains("/format/"))
  }

  /// Runs all cases of a file and counts them.
  private func check(_ name: String, assertsFormat: Bool) throws -> (passed: Int, total: Int) {
    var score = (passed: 0, total: 0)
    let document = try JSONParser.parse(try TestFile.bytes(Self.draft + "/" + name))
    for group in document.root.elements {
      let title = group["description"]?.text ?? ""
      let compiled = compile(try #require(group["schema"]), title, assertsFormat: assertsFormat)
      for example in try #require(group["tests"]).elements {
        score.total += 1
        guard let compiled else { continue }
        let data = try #require(example["data"])
        let wanted = try #require(example["valid"]).bool
        let label = "\(name): \(title): \(example["description"]?.text ?? "")"
        let isValid = compiled.isValid(data)
        let failures = compiled.failures(in: data)
        #expect(isValid == wanted, "\(label)")
        #expect(failures.isEmpty == isValid, "\(label): verdict and failures disagree")
        score.passed += isValid == wanted ? 1 : 0
      }
    }
    return score
  }

  private func compile(_ node: Node, _ title: String, assertsFormat: Bool) -> Schema? {
    do {
      let text = Array(node.document.source[node.sourceRange])
      let document = try JSONParser.parse(text)
      var collection = Self.remotes
      try collection.add(document, uri: "test:schema")
      return try Schema(
        compiling: "test:schema", in: collection, options: .init(assertsFormat: assertsFormat))
    } catch {
      Issue.record("\(title): \(error)")
      return nil
    }
  }
}
