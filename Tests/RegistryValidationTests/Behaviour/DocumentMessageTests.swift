import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Messages on documents")
struct DocumentMessageTests {
  private static func findings(
    _ members: String, version: String = "1.1"
  ) async throws -> [Finding] {
    let text = """
      {
        "version": "\(version)", "name": "n", "contact": "c", "egress": "public",
        "status": {"code": 1200, "message": "OK"}, "catalog": [{"id": "ds", \(members)}]
      }
      """
    return try await Validator.forTests(profile: .default)
      .validate([TestTarget.document(text, key: "catalog.json", .catalog)]).findings
  }

  @Test(arguments: [
    ("about_url", "about"), ("aboutUrl", "about"), ("creation_date", "creation"),
    ("resource_id", "resource"), ("start_date", "start"), ("index_type", "indextype"),
    ("fileFormats", "filetype"),
  ])
  func `a hint names the key of the document's version`(_ key: String, _ own: String) async throws {
    let findings = try await Self.findings("\"\(key)\": \"x\"")
    let finding = try #require(findings.first { $0.rule == "DST026" })
    #expect(finding.message == "unknown key \"\(key)\"; did you mean \"\(own)\"?")
    #expect(finding.expected?.contains("aboutURL") == false)
  }

  @Test(arguments: [
    ("1.1", "public, egress-alowed", "egress has \"egress-alowed\"; its version lists free, "),
    ("0.5", "public, egress-allowed", "egress has \"public\"; its version lists no-egress, "),
  ])
  func `an unknown word of egress is named, with the words of the version`(
    _ version: String, _ egress: String, _ start: String
  ) async throws {
    let text = """
      {"version": "\(version)", "name": "n", "contact": "c", "egress": "\(egress)",
       "status": {"code": 1200, "message": "OK"}, "catalog": []}
      """
    let report = try await Validator.forTests(profile: .default)
      .validate([TestTarget.document(text, key: "catalog.json", .catalog)])
    let finding = try #require(report.findings.first { $0.rule == "CAT016" })
    #expect(finding.message.hasPrefix(start), "\(finding.message)")
  }

  @Test func `an index that is a file is named as one`() async throws {
    let findings = try await Self.findings("\"index\": \"s3://b/ds/ds_2010.csv\"")
    let finding = try #require(findings.first { $0.rule == "DST004" })
    #expect(
      finding.message
        == "index is the file ds_2010.csv; it has to be the directory of the index files")
  }

  @Test func `a key of another version has its name in this one`() async throws {
    let findings = try await Self.findings(
      "\"aboutURL\": \"https://example.org\", \"contactID\": 1")
    #expect(
      findings.filter { $0.rule == "DST030" }.map(\.message) == [
        "\"aboutURL\" is \"about\" in version 1.1", "version 1.1 has no \"contactID\"",
      ])
  }

  @Test func `patterns are described in words`() async throws {
    for members in [
      #""index": "s3://b/ds""#, #""index": "s3://b c/ds/""#, #""title": " ""#,
      #""indextype": "CSV""#, #""filetype": "CDF""#, #""filetype": "cdf, fits""#,
      #""about": "x""#,
    ] {
      for finding in try await Self.findings(members) {
        #expect(finding.expected?.contains("matches") != true, "\(finding.rule)")
        #expect(finding.expected?.contains("^") != true, "\(finding.rule)")
      }
    }
  }

  @Test func `a wrong type names the value, its type and the right one`() async throws {
    let findings = try await Self.findings(#""index": 5, "description": ["a"]"#)
    #expect(
      Set(findings.map(\.message)).isSuperset(of: [
        "catalog[0].index is 5; a string is expected",
        "catalog[0].description is an array; a string is expected",
      ]))
  }
}
