import Formats
import SharedCloudRegistry
import Testing

@Suite("Detection of the dialect")
struct DialectDetectionTests {
  /// A catalog, and the expected result.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// The version keys of the catalog.
    var keys: String
    /// The fields of each entry.
    var entries: [String]
    var declared: Dialect?
    var fields: Dialect?
    var dialect: Dialect
    var isCertain = true
    var disagrees = false
    var testDescription: String { name }

    var text: String {
      let entries = entries.map { entry in
        "{" + entry.split(separator: " ").map { "\"\($0)\": \"\"" }.joined(separator: ", ") + "}"
      }
      let head = keys.isEmpty ? "" : keys + ", "
      return "{\(head)\"catalog\": [\(entries.joined(separator: ", "))]}"
    }
  }

  static let lower01 = "id loc title startdate enddate modificationdate indexformat fileformat"
  static let camel01 = "id loc title startDate endDate modificationDate indexformat fileformat"
  static let v02 = "id loc title startDate stopDate modificationDate indexformat fileformat"
  static let v022 = "id loc title startDate stopDate modificationDate indexFormat fileFormat"
  static let v03 = "id index title start stop modification indextype filetype"

  static let agreeing = [
    Case(
      name: "0.1, lower case", keys: "\"Cloudy\": \"0.1\"", entries: [lower01],
      declared: .spec01a, fields: .spec01a, dialect: .spec01a),
    Case(
      name: "0.1, camel case", keys: "\"Cloudy\": \"0.1\"", entries: [camel01],
      declared: .spec01b, fields: .spec01b, dialect: .spec01b),
    Case(
      name: "0.2", keys: "\"Cloudy\": \"0.2\"", entries: [v02],
      declared: .spec02, fields: .spec02, dialect: .spec02),
    Case(
      name: "0.2.2", keys: "\"Cloudy\": \"0.2.2\"", entries: [v022],
      declared: .spec022, fields: .spec022, dialect: .spec022),
    Case(
      name: "0.2.2 as its own sample has it, which says 0.2", keys: "\"Cloudy\": \"0.2\"",
      entries: [v022], declared: .spec022, fields: .spec022, dialect: .spec022),
    Case(
      name: "0.3.1", keys: "\"Cloudy\": \"0.3.1\"", entries: [v03],
      declared: .spec03, fields: .spec03, dialect: .spec03),
    Case(
      name: "0.4", keys: "\"version\": \"0.4\"", entries: [v03],
      declared: .spec03, fields: .spec03, dialect: .spec03),
    Case(
      name: "0.6", keys: "\"version\": \"0.6\"", entries: [v03],
      declared: .spec05, fields: .spec05, dialect: .spec05),
    Case(
      name: "1.0", keys: "\"version\": \"1.0\"", entries: [v03],
      declared: .spec10, fields: .spec10, dialect: .spec10),
    Case(
      name: "1.1 as a number", keys: "\"version\": 1.1", entries: [v03],
      declared: .spec10, fields: .spec10, dialect: .spec10),
    Case(
      name: "the catalog in production", keys: "\"Cloudy\": \"1.1\"",
      entries: ["id index title start stop collections", v03],
      declared: .spec10, fields: .spec10, dialect: .spec10),
    Case(
      name: "only an index field", keys: "\"version\": \"1.1\"", entries: ["id index"],
      declared: .spec10, fields: .spec10, dialect: .spec10),
    Case(
      name: "a registry, which has no entries", keys: "\"CloudMe\": \"0.1\"", entries: [],
      declared: .spec01b, fields: nil, dialect: .spec01b),
  ]

  static let disagreeing = [
    Case(
      name: "0.3 under 0.2, as published in June 2023", keys: "\"Cloudy\": \"0.2\"",
      entries: [v03], declared: .spec02, fields: .spec03, dialect: .spec03, disagrees: true),
    Case(
      name: "0.2 under 0.1", keys: "\"Cloudy\": \"0.1\"", entries: [v02],
      declared: .spec01b, fields: .spec02, dialect: .spec02, disagrees: true),
    Case(
      name: "0.2.2 under 0.2.1", keys: "\"Cloudy\": \"0.2.1\"", entries: [v022],
      declared: .spec02, fields: .spec022, dialect: .spec022, disagrees: true),
    Case(
      name: "0.2 under 0.2.2", keys: "\"Cloudy\": \"0.2.2\"", entries: [v02],
      declared: .spec022, fields: .spec02, dialect: .spec02, disagrees: true),
    Case(
      name: "0.1 under 1.1", keys: "\"version\": \"1.1\"", entries: [lower01],
      declared: .spec10, fields: .spec01a, dialect: .spec01a, disagrees: true),
    Case(
      name: "most entries decide", keys: "\"version\": \"1.1\"", entries: [v02, v03, v03],
      declared: .spec10, fields: .spec10, dialect: .spec10),
    Case(
      name: "if equally many, the older is taken", keys: "\"version\": \"1.1\"",
      entries: [v03, v02],
      declared: .spec10, fields: .spec02, dialect: .spec02, disagrees: true),
  ]

  static let undeclared = [
    Case(
      name: "no key, new fields", keys: "", entries: [v03],
      declared: nil, fields: nil, dialect: .spec10, isCertain: false),
    Case(
      name: "no key, 0.1", keys: "", entries: [lower01],
      declared: nil, fields: .spec01a, dialect: .spec01a),
    Case(
      name: "no key, 0.1 in camel case", keys: "", entries: [camel01],
      declared: nil, fields: .spec01b, dialect: .spec01b),
    Case(
      name: "no key, 0.2", keys: "", entries: [v02],
      declared: nil, fields: .spec02, dialect: .spec02),
    Case(
      name: "no key, 0.2.2", keys: "", entries: [v022],
      declared: nil, fields: .spec022, dialect: .spec022),
    Case(
      name: "no key, no entries", keys: "", entries: [],
      declared: nil, fields: nil, dialect: .spec10, isCertain: false),
    Case(
      name: "a version that was never published", keys: "\"version\": \"3.0\"", entries: [v03],
      declared: nil, fields: nil, dialect: .spec10, isCertain: false),
    Case(
      name: "a version that was never published, old fields", keys: "\"version\": \"3.0\"",
      entries: [v02], declared: nil, fields: .spec02, dialect: .spec02),
    Case(
      name: "a version that is not a string", keys: "\"version\": null", entries: [v03],
      declared: nil, fields: nil, dialect: .spec10, isCertain: false),
    Case(
      name: "entries without a telling field", keys: "", entries: ["id title", ""],
      declared: nil, fields: nil, dialect: .spec10, isCertain: false),
  ]

  @Test("if the key and the fields agree", arguments: agreeing)
  func agreement(_ example: Case) throws { try check(example) }

  @Test("if they disagree, the fields count", arguments: disagreeing)
  func disagreement(_ example: Case) throws { try check(example) }

  @Test("if the key says nothing", arguments: undeclared)
  func missingKey(_ example: Case) throws { try check(example) }

  private func check(_ example: Case) throws {
    let root = try JSONParser.parse(Array(example.text.utf8)).root
    let entries = (root["catalog"]?.elements).map(Array.init) ?? []
    let detection = DialectDetection(root: root, entries: entries)
    #expect(detection.declaredDialect == example.declared)
    #expect(detection.fieldDialect == example.fields)
    #expect(detection.dialect == example.dialect)
    #expect(detection.isCertain == example.isCertain)
    #expect(detection.disagrees == example.disagrees)
  }

  @Test(
    "the version key is the current one, else an old one",
    arguments: [
      ("{\"version\": \"1.1\", \"Cloudy\": \"0.2\"}", "version", "1.1"),
      ("{\"Cloudy\": \"0.2\", \"version\": \"1.1\"}", "version", "1.1"),
      ("{\"version\": null, \"Cloudy\": \"0.2\"}", "Cloudy", "0.2"),
      ("{\"version\": {}, \"CloudMe\": \"0.1\"}", "CloudMe", "0.1"),
      ("{\"CloudCatalog\": \"0.1\"}", "CloudCatalog", "0.1"),
      ("{\"version\": 1.0}", "version", "1.0"),
      ("{\"version\": \"next\"}", "version", "next"), ("{\"Version\": \"1.1\"}", nil, nil),
      ("[\"version\"]", nil, nil), ("\"version\"", nil, nil),
    ] as [(String, String?, String?)])
  func versionKey(_ text: String, _ key: String?, _ version: String?) throws {
    let root = try JSONParser.parse(Array(text.utf8)).root
    let detection = DialectDetection(root: root, entries: [])
    #expect(detection.versionKey == key)
    #expect(detection.declared == version)
  }
}
