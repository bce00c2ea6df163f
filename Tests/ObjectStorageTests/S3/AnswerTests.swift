import Testing

@testable import ObjectStorage

@Suite("Answers of a server")
struct AnswerTests {
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

  /// A status, the body of an error, and what it shows beside its kind.
  static let facts: [(status: Int, body: String, fact: StoreError.Fact?)] = [
    (404, "<Error><Code>NoSuchBucket</Code></Error>", .isAboutBucket),
    (404, "<Error><Code>NoSuchKey</Code><Message>NoSuchBucket: x</Message></Error>", nil),
    (404, "<Error><Message>NoSuchBucket: x</Message></Error>", nil), (404, "", nil),
    (405, "<Error><Code>MethodNotAllowed</Code></Error>", .isAboutMethod),
    (405, "", .isAboutMethod),
    (501, "<Error><Code>NotImplemented</Code></Error>", .isAboutMethod),
    (416, "<Error><Code>InvalidRange</Code></Error>", .isAboutRange), (416, "", .isAboutRange),
    (403, "<Error><Code>AccessDenied</Code></Error>", nil),
  ]

  @Test("of failure tell what they are about, whatever their words", arguments: facts.indices)
  func fact(_ number: Int) {
    let example = Self.facts[number]
    let response = HTTPResponse(
      head: HTTPHead(status: example.status), body: Array(example.body.utf8))
    #expect(StoreError(S3Error(response, address: "s3://b/k")).fact == example.fact)
  }
}
