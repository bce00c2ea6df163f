import Testing

@testable import ObjectStorage

@Suite("Pages and errors in place of an object")
struct MarkupKindTests {
  @Test(
    "are told from objects by their first bytes",
    arguments: [
      ("<html>", "", MarkupKind.page), (" \n<!DOCTYPE HTML PUBLIC", "text/plain", .page),
      ("\u{FEFF}<html>", "", .page), ("<!-- a --><html>", "", .page), ("<p>", "text/html", .page),
      ("<?xml version=\"1.0\"?>\n<Error><Code>", "application/xml", .error),
      ("<Error>", "", .error),
      ("<?xml version=\"1.0\"?><!-- x --><Granule>", "", .other), ("<Errors>", "", .other),
      ("# start, stop", "text/html", nil), ("{\"a\": \"<html>\"}", "application/xml", nil),
      ("", "text/html", nil), ("CDF", "application/xml", nil),
    ])
  func kinds(_ text: String, _ type: String, _ expected: MarkupKind?) {
    #expect(MarkupKind(Array(text.utf8), type: type) == expected)
  }

  /// A key, and whether a page, an error and another XML document are refused in its place.
  static let keys: [(key: String, page: Bool, error: Bool, other: Bool)] = [
    ("d/a.cdf", true, true, false), ("d/a.votable", true, true, false), ("d/a", true, true, false),
    ("catalog.json", true, true, true), ("ds_2020.csv", true, true, true),
    ("ds_2020.csv.zip", true, true, true), ("ds_2020.csv.gz", true, true, true),
    // A name alone is no ending.
    (".json", true, true, false),
  ]

  @Test("are refused, other XML only in place of files of a registry", arguments: keys.indices)
  func refused(_ number: Int) {
    let example = Self.keys[number]
    #expect((MarkupKind.page.failure(insteadOf: example.key) != nil) == example.page)
    #expect((MarkupKind.error.failure(insteadOf: example.key) != nil) == example.error)
    #expect((MarkupKind.other.failure(insteadOf: example.key) != nil) == example.other)
  }

  @Test(
    "are expected if the name of the file says so",
    arguments: [
      ("a.html", true), ("a.HTM", true), ("d/a.xhtml", true), ("a.xml", true), ("a.XML", true),
      ("a.cdf", false), ("html", false), (".html", false), ("a.html.gz", false), ("", false),
    ])
  func expected(_ key: String, _ isExpected: Bool) {
    #expect(MarkupKind.isExpected(of: key) == isExpected)
  }
}
