import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Faults of a configuration")
struct ConfigurationFaultTests {
  /// The text after `version: 1` in the file, and parts of the message.
  static let cases: [(String, [String])] = [
    ("fail-levl: error", ["2:1: unknown key \"fail-levl\"; did you mean \"fail-level\"?"]),
    ("profile: strit", ["2:10: \"profile\" is \"strit\", not one of the allowed values; did"]),
    ("profile: [strict]", ["2:10: \"profile\" is an array"]),
    ("depth: content", ["2:8: \"depth\" is \"content\""]),
    ("fail-level: off", ["2:13: \"fail-level\" is \"off\""]),
    ("spec: \"7.0\"", ["2:7: there is no version 7.0 of the specification"]),
    ("spec: []", ["2:7: \"spec\" is an array"]),
    ("rules: {IDX0144: off}", ["2:9: there is no rule IDX0144", "help: did you mean IDX014?"]),
    ("rules: {row-out-of-ordr: off}", ["2:9: there is", "help: did you mean row-out-of-order?"]),
    ("rules: {zzzzzzzzzzzz: off}", ["2:9: there is no rule", "scregistry rules lists the rules"]),
    ("rules: {IDX014: warn}", ["2:17: \"IDX014\" is \"warn\""]),
    (
      "rules:\n  IDX014: off\n  row-out-of-order: off",
      ["4:3: rule IDX014 row-out-of-order is set twice, first on line 3"]
    ),
    ("rules: {IDX014: {options: {x: 1}}}", ["2:28: rule IDX014 row-out-of-order has no option x"]),
    ("rules: {IDX043: {options: {x: 1}}}", ["has no option x", "help: it has max-length"]),
    ("rules: {IDX043: {options: {max-length: 8}}}", ["2:40: option max-length is out of range"]),
    ("rules: {IDX043: {options: {max-length: 8k}}}", ["2:40: option max-length is not an integer"]),
    ("rules: {IDX043: {options: {max-length: 4096.5}}}", ["2:40: option max-length is not an int"]),
    ("rules: {DST031: {options: {grace: 5}}}", ["2:35: option grace is not a duration"]),
    ("rules: {DST031: {options: {grace: 500ms}}}", ["2:35: option grace is not a duration"]),
    ("rules: {DST031: {options: {grace: []}}}", ["2:35: \"grace\" is an array"]),
    ("rules: {DST031: {severty: info}}", ["2:18: unknown key \"severty\"; did you mean"]),
    ("rules: {DST031: {}}", ["2:17: \"DST031\" is empty"]),
    ("overrides: [{rules: {IDX014: off}}]", ["2:13: the override has neither datasets nor pat"]),
    ("overrides: [{paths: [a]}]", ["2:13: missing key \"rules\""]),
    ("overrides: [{paths: [], rules: {IDX014: off}}]", ["2:21: \"paths\" is empty"]),
    ("overrides: [{paths: a, rules: {IDX014: off}}]", ["2:21: \"paths\" is a string"]),
    (
      "overrides: [{paths: ['a[b'], rules: {IDX014: off}}]",
      ["2:24: bad pattern: \"[\" without \"]\""]
    ),
    (
      "overrides: [{datasets: ['x}y'], rules: {IDX014: off}}]", ["2:27: bad pattern: \"}\" without"]
    ),
    (
      "overrides: [{datasets: [\"\\u0061}\"], rules: {IDX014: off}}]",
      ["2:25: bad pattern: \"}\" without \"{\""]
    ),
    ("overrides: [{paths: [/a], rules: {IDX014: off}}]", ["2:22: the pattern can't match any key"]),
    (
      "overrides: [{paths: [./a], rules: {IDX014: off}}]", ["2:22: the pattern can't match any key"]
    ),
    (
      "overrides: [{paths: ['s3://b/a'], rules: {IDX014: off}}]",
      ["2:22: the pattern can't match any key", "without address or leading slash"]
    ),
    (
      "overrides: [{paths: [a], rules: {IDX014: {options: {x: 1}}}}]",
      ["2:42: an override can only set severities", "help: set options under rules"]
    ),
    (
      "overrides: [{paths: [a], rules: {IDX014: off, idx014: off}}]",
      ["2:47: rule IDX014", "twice"]
    ),
    (
      "overrides: [{paths: [a], rules: {CFG011: off}}]",
      ["2:34: rule CFG011 suppression-stale checks the configuration", "set it under rules"]
    ),
    ("suppress: [{rule: IDX014}]", ["2:12: missing key \"reason\""]),
    ("suppress: [{reason: x}]", ["2:12: missing key \"rule\""]),
    ("suppress: [{rule: IDX014, reason: ' '}]", ["2:35: reason is empty"]),
    ("suppress: [{rule: IDX014, reason: ''}]", ["2:35: reason is empty"]),
    ("suppress: [{rule: CFG011, reason: x}]", ["2:19: rule CFG011", "turn it off under rules"]),
    ("suppress: [{rule: nope, reason: x}]", ["2:19: there is no rule nope"]),
    (
      "suppress: [{rule: IDX014, reason: x, expires: 2027-02-29}]",
      ["2:47: \"2027-02-29\" is not a date"]
    ),
    (
      "suppress: [{rule: IDX014, reason: x, expires: 2027-3-1}]",
      ["2:47: \"2027-3-1\" is not a date"]
    ),
    ("suppress: [{rule: IDX014, reason: x, expires: 2027}]", ["2:47: \"expires\" is a number"]),
    ("suppress: [text]", ["2:12: element 0 is a string"]),
    ("targets: [3]", ["2:11: element 0 is a number"]),
    ("targets: [{root: x}]", ["2:11: missing key \"uri\""]),
    ("targets: [{uri: local, root: x}]", ["2:17: a target with a root must be an address"]),
    ("baseline: ../x", ["2:11: the path is outside the directory of scregistry.yml"]),
    ("output: [jsn]", ["2:10: \"jsn\" is not a report format", "help: did you mean json?"]),
    ("output: [pdf]", ["2:10: \"pdf\" is not a report format", "sarif"]),
    ("output: [json=]", ["2:10: there is no path after \"=\""]),
    ("output: [json=/etc/x]", ["2:10: the path is outside", "on the command line"]),
    ("output: [json=a/../../x]", ["2:10: the path is outside"]),
    ("output: [text, json]", ["2:16: two reports go to standard output, the first on line 2"]),
    ("source-map: {b: x}", ["2:14: the key is not the start of an address"]),
    ("source-map: {\"s3://b/\": /x}", ["2:25: the path is outside"]),
    ("network: {timeout: 30}", ["2:20: timeout is not a duration", "such as 30s"]),
    ("network: {timeout: 0s}", ["2:20: timeout is not a duration"]),
    ("network: {retries: -1}", ["2:20: \"retries\" is -1"]),
    ("network: {jobs: 0}", ["2:17: \"jobs\" is 0"]),
    ("network: {endpoint: host}", ["2:21: endpoint is not a web address"]),
    ("network: {anonymous: yes}", ["2:22: anonymous is a string", "true or false"]),
    ("profile: a\nprofile: b", ["3:1: key \"profile\" repeats the key on line 2"]),
    ("\tprofile: a", ["2:1"]),
    ("---\nversion: 1", ["a second document begins here"]),
  ]

  @Test("are named with their place and the help", arguments: cases)
  func naming(_ text: String, _ words: [String]) throws {
    let error = try #require(Self.error("version: 1\n" + text))
    for word in words { #expect(error.description.contains(word), "\(error)") }
    #expect(error.description.hasPrefix("scregistry.yml:"))
    #expect(error.faults.count == 1, "\(error)")
  }

  /// Whole texts that are not configurations.
  static let texts: [(String, String)] = [
    ("", ":1:1: the file is empty"), ("# nothing\n", "the file is empty"),
    ("null", "the file is empty"), ("text", "the file is not a mapping"),
    ("[1]", "the file is not a mapping"), ("profile: strict", ":1:1: missing key \"version\""),
    ("version: 2", ":1:10: \"version\" is 2"), ("version: '1'", ":1:10: \"version\" is \"1\""),
    ("version: 1\n\u{0}", "control character 0x00"), ("version: *x", "no anchor"),
    ("a: &a [*a]", "inside its own anchor"),
    (String(repeating: "[", count: 10_000), "nested more than 64 deep"),
    ("a:\n" + String(repeating: "- ", count: 10_000), "nested more than 64 deep"),
    ("version: 1 #" + String(repeating: " ", count: 1 << 20), "more than 1048576 bytes"),
  ]

  @Test("make a text unusable", arguments: texts)
  func refusal(_ text: String, _ words: String) throws {
    let error = try #require(Self.error(text))
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func `in bytes that are not UTF-8 are named`() {
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration(parsing: Array("version: 1\n".utf8) + [0xFF], path: "c.yml")
    }
    #expect(error?.description.hasPrefix("c.yml:2:1: byte 0xFF is not UTF-8") == true)
  }

  @Test func `are all listed, in the order of the text`() throws {
    let text = """
      profil: strict
      rules: {IDX999: off, IDX014: loud}
      suppress: [{rule: IDX014}]
      version: 1
      fail-level: fatal
      """
    let lines = try #require(Self.error(text)).faults.map(\.line)
    #expect(lines == [1, 2, 2, 3, 5])
  }

  @Test
  func `are listed up to a limit`() throws {
    let rules = (0..<20_000).map { "  rule-number-\($0): off\n" }.joined()
    let error = try #require(Self.error("version: 1\nrules:\n" + rules))
    #expect(error.faults.count == 100)
    #expect(error.omitted == 19_900)
    #expect(error.description.hasSuffix("... and 19900 more\n"))
  }

  @Test
  func `include a bomb of aliases`() throws {
    let lines = zip("abcdefgh", "bcdefghi").map { inner, outer in
      "\(outer): &\(outer) [" + Array(repeating: "*\(inner)", count: 9).joined(separator: ",") + "]"
    }
    let error = try #require(Self.error("a: &a [x]\n" + lines.joined(separator: "\n")))
    #expect(error.description.contains("the aliases expand to more than 10000"))
  }

  @Test
  func `include more patterns than can be prepared`() throws {
    let globs = (0..<2100).map { "\"*\($0)*[a-z]?\"" }.joined(separator: ", ")
    let error = try #require(
      Self.error("version: 1\nsuppress: [{rule: IDX014, reason: x, paths: [\(globs)]}]"))
    #expect(error.description.contains("more than 2000 patterns"))
  }

  @Test func `can't play tricks on a terminal`() throws {
    let error = try #require(Self.error("version: 1\n\"\\e[31mx\": 1\nprofile: \"\\e]0;x\\a\""))
    #expect(error.faults.count == 2)
    #expect(!error.description.contains("\u{1B}"))
  }

  private static func error(_ text: String) -> ConfigurationError? {
    #expect(throws: ConfigurationError.self) { try Configuration(text: text) }
  }
}
