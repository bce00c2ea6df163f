import Formats
import Testing

@testable import RegistryConformance

@Suite("Answers are judged")
struct JudgementTests {
  /// An expectation, an answer, and how far it goes.
  struct Example: CustomTestStringConvertible, Sendable {
    var name: String
    var kind = SuiteCase.Kind.validator
    var expected: String
    var answer: String
    var grade: Grade?
    var testDescription: String { name }
  }

  private static let order =
    #"{"verdict":"violations","findings":[{"anyOf":["SCR-4-a","SCR-4-b"],"minSeverity":"error","#
    + #""at":{"uri":"s3://b/x.csv","line":3}}]}"#

  private static func found(_ findings: String, verdict: String = "violations") -> String {
    #"{"verdict":"\#(verdict)","findings":[\#(findings)]}"#
  }

  static let validators = [
    Example(
      name: "all as expected", expected: order,
      answer: found(
        #"{"severity":"error","requirements":["SCR-4-b"],"at":{"uri":"s3://b/x.csv","line":3,"column":1}}"#
      ),
      grade: .location),
    Example(
      name: "another line", expected: order,
      answer: found(
        #"{"severity":"error","requirements":["SCR-4-a"],"at":{"uri":"s3://b/x.csv","line":4}}"#),
      grade: .exact),
    Example(
      name: "no place", expected: order,
      answer: found(#"{"severity":"error","requirements":["SCR-4-a"]}"#), grade: .exact),
    Example(
      name: "one more error", expected: order,
      answer: found(
        #"{"severity":"error","requirements":["SCR-4-a"],"at":{"uri":"s3://b/x.csv","line":3}},"#
          + #"{"severity":"error","requirements":["SCR-9-z"]}"#),
      grade: .requirements),
    Example(
      name: "one more warning", expected: order,
      answer: found(
        #"{"severity":"error","requirements":["SCR-4-a"],"at":{"uri":"s3://b/x.csv","line":3}},"#
          + #"{"severity":"warning","requirements":["SCR-9-z"]}"#),
      grade: .location),
    Example(
      name: "a warning only", expected: order,
      answer: found(#"{"severity":"warning","requirements":["SCR-4-a"]}"#), grade: .verdict),
    Example(
      name: "another requirement", expected: order,
      answer: found(#"{"severity":"error","requirements":["SCR-4-c"]}"#), grade: .verdict),
    Example(
      name: "another verdict", expected: order, answer: found("", verdict: "no-violations")),
    Example(name: "no verdict", expected: order, answer: "{}"),
    Example(name: "a refusal", expected: order, answer: #"{"error":"no"}"#),
    Example(
      name: "nothing wrong", expected: #"{"verdict":"no-violations","forbidden":["*"]}"#,
      answer: found(#"{"severity":"info","requirements":["SCR-4-c"]}"#, verdict: "no-violations"),
      grade: .location),
    Example(
      name: "a false alarm", expected: #"{"verdict":"no-violations","forbidden":["SCR-4-c"]}"#,
      answer: found(
        #"{"severity":"warning","requirements":["SCR-4-c"]}"#, verdict: "no-violations"),
      grade: .requirements),
    Example(
      name: "too few",
      expected:
        #"{"verdict":"violations","findings":[{"anyOf":["SCR-4-a"],"minSeverity":"error","count":2}]}"#,
      answer: found(#"{"severity":"error","requirements":["SCR-4-a"]}"#), grade: .requirements),
    Example(
      name: "too serious",
      expected: #"{"findings":[{"anyOf":["SCR-4-a"],"minSeverity":"info","maxSeverity":"info"}]}"#,
      answer: found(#"{"severity":"error","requirements":["SCR-4-a"]}"#), grade: .verdict),
    Example(
      name: "undetermined", expected: #"{"verdict":"no-violations"}"#,
      answer: found("", verdict: "undetermined")),
  ]

  private static let rows =
    #"{"rows":[{"start":"2010-01-01T00:00:00Z","datakey":"s3://b/a","filesize":1},"#
    + #"{"start":"2010-01-02T00:00:00Z","stop":"2010-01-03Z","datakey":"s3://b/b","filesize":2}]}"#

  static let readers = [
    Example(
      name: "the same instants", kind: .reader, expected: rows,
      answer: #"{"rows":[{"start":"2010-01-01T00:00Z","stop":null,"datakey":"s3://b/a","#
        + #""filesize":1},{"start":"2010-01-02T00:00:00.000Z","stop":"2010-01-03T00:00:00Z","#
        + #""datakey":"s3://b/b","filesize":2}]}"#, grade: .location),
    Example(
      name: "out of order", kind: .reader, expected: rows,
      answer: #"{"rows":[{"start":"2010-01-02T00:00:00Z","stop":"2010-01-03Z","#
        + #""datakey":"s3://b/b","filesize":2},{"start":"2010-01-01Z","datakey":"s3://b/a","#
        + #""filesize":1}]}"#, grade: .requirements),
    Example(
      name: "a row is missing", kind: .reader, expected: rows,
      answer: #"{"rows":[{"start":"2010-01-01T00:00Z","datakey":"s3://b/a","filesize":1}]}"#),
    Example(
      name: "a refusal where one is expected", kind: .reader, expected: #"{"error":true}"#,
      answer: #"{"error":"no"}"#, grade: .location),
    Example(
      name: "an answer where a refusal is expected", kind: .reader, expected: #"{"error":true}"#,
      answer: #"{"rows":[]}"#),
    Example(
      name: "one of two", kind: .reader, expected: #"{"anyOf":[{"error":true},{"rows":[]}]}"#,
      answer: #"{"rows":[]}"#, grade: .location),
    Example(
      name: "some members of a value", kind: .reader, expected: #"{"value":{"id":"ds"}}"#,
      answer: #"{"value":{"id":"ds","title":"x"}}"#, grade: .location),
    Example(
      name: "another member", kind: .reader, expected: #"{"value":{"id":"ds"}}"#,
      answer: #"{"value":{"id":"other"}}"#),
    Example(
      name: "names in another order", kind: .reader, expected: #"{"value":["a","b"]}"#,
      answer: #"{"value":["b","a"]}"#, grade: .requirements),
  ]

  static let writers = [
    Example(
      name: "rows and times", kind: .writer,
      expected:
        #"{"files":{"a.csv":{"rows":[{"start":"2010-01-01Z","datakey":"k","filesize":1}]}},"#
        + #""catalog":{"/catalog/0/start":"2010-01-01Z"},"absent":["b.csv"]}"#,
      answer: ##"{"files":{"a.csv":"# start, stop, datakey, filesize\n2010-01-01T00:00Z,"##
        + ##"2010-01-02T00:00Z,k,1\n","catalog.json":"{\"catalog\":[{\"start\":"##
        + ##"\"2010-01-01T00:00:00Z\"}]}"}}"##, grade: .location),
    Example(
      name: "another text", kind: .writer, expected: #"{"files":{"a.csv":{"text":"x"}}}"#,
      answer: #"{"files":{"a.csv":"y"}}"#, grade: .requirements),
    Example(
      name: "the rows but another text", kind: .writer,
      expected:
        #"{"files":{"a.csv":{"rows":[{"start":"2010-01-01Z","datakey":"k"}],"text":"x"}}}"#,
      answer: #"{"files":{"a.csv":"2010-01-01Z,2010-01-02Z,k,1\n"}}"#, grade: .requirements),
    Example(
      name: "a text that only looks the same", kind: .writer,
      expected: #"{"files":{"a.csv":{"text":"\u00e9"}}}"#,
      answer: #"{"files":{"a.csv":"e\u0301"}}"#, grade: .requirements),
    Example(
      name: "a datakey that only looks the same", kind: .writer,
      expected: #"{"files":{"a.csv":{"rows":[{"start":"2010-01-01Z","datakey":"\u00e9"}]}}}"#,
      answer: #"{"files":{"a.csv":"2010-01-01Z,2010-01-02Z,e\u0301,1\n"}}"#),
    Example(
      name: "a file that must not be there", kind: .writer, expected: #"{"absent":["b.csv"]}"#,
      answer: #"{"files":{"b.csv":""}}"#),
  ]

  @Test("up to a grade", arguments: validators + readers + writers)
  func grade(_ example: Example) throws {
    let expected = try JSONParser.parse(Array(example.expected.utf8)).root
    let answer = try JSONParser.parse(Array(example.answer.utf8)).root
    let judgement = Judgement(answer, by: Expectation(expected, of: example.kind))
    #expect(judgement.grade == example.grade, "\(judgement.reasons)")
    #expect(judgement.reasons.isEmpty == (example.grade == .location))
  }

  /// The value of a function, an answer, and how far it goes.
  static let units: [(expected: String, answer: String, grade: Grade?)] = [
    (#"{"valid":true,"seconds":1}"#, #"{"valid":true,"seconds":1,"more":2}"#, .location),
    (#"{"valid":true,"seconds":1}"#, #"{"valid":true,"seconds":2}"#, .requirements),
    (#"{"valid":true,"seconds":1}"#, #"{"valid":false}"#, nil),
    ("2010", "2010", .location),
    ("2010", "2011", nil),
    (#"["a","b"]"#, #"["a"]"#, nil),
  ]

  @Test("of a function", arguments: units.indices)
  func unit(_ index: Int) throws {
    let example = Self.units[index]
    let expected = try JSONParser.parse(Array(example.expected.utf8)).root
    let answer = try JSONParser.parse(Array("{\"value\":\(example.answer)}".utf8)).root
    #expect(Judgement(answer, by: .unit(expected)).grade == example.grade)
  }
}
