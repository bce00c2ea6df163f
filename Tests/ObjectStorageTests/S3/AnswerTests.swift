import Testing

@testable import ObjectStorage

@Suite("Answers with a status of success")
struct AnswerTests {
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

  @Test(
    "with parts agree with themselves",
    arguments: [
      ("bytes 3-5/6", 3, true), ("bytes 3-5/6", nil, true), ("bytes 3-4/6", 3, false),
      ("bytes 3-5/5", 3, false), ("bytes 5-3/6", nil, false), ("bytes 3-5/*", 3, true),
      ("bytes 3-5/*", 2, false),
    ])
  func parts(_ range: String, _ length: Int?, _ expected: Bool) {
    var head = HTTPHead(status: 206)
    head.headers.append(.init(name: "Content-Range", value: range))
    #expect(ContentRange(of: head)?.isConsistent(with: length) == expected)
  }

  @Test(
    "redirects that can't be followed say why",
    arguments: [
      ("/b/k", "the server redirects to the same address again"),
      ("mailto:x", "the redirect does not lead to a web address: mailto:x"),
      ("https://other/b/k", "the server redirects to https://other/, which gets no credentials"),
    ])
  func redirects(_ location: String, _ detail: String) {
    var redirects = S3Redirects()
    let request = HTTPRequest(.get, scheme: "https", host: "host", path: "/b/k")
    let error = #expect(throws: StoreError.self) {
      try redirects.follow(
        location, from: request, isSigned: true,
        or: StoreError(.wrongRegion, address: "s3://b/k", detail: "use the bucket's region"))
    }
    #expect(error?.detail.hasPrefix(detail) == true)
  }

  @Test("circles of redirects end")
  func circle() {
    var redirects = S3Redirects()
    let error = #expect(throws: StoreError.self) {
      for number in 0..<20 {
        try redirects.follow(
          "/b/\(number)", from: HTTPRequest(.get, scheme: "https", host: "host", path: "/b/k"),
          isSigned: true, or: StoreError(.wrongRegion, address: "s3://b/k", detail: "x"))
      }
    }
    #expect(error?.detail == "more than 10 redirects")
  }
}
