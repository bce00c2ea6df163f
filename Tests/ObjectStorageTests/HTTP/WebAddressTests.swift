import Testing

@testable import ObjectStorage

@Suite("Web addresses")
struct WebAddressTests {
  @Test func `are split into parts that stay as written`() throws {
    let address = try #require(WebAddress("HTTPS://Example.ORG:8443/a%20b/../c?x=%2F&y#fragment"))
    #expect(address.scheme == "https")
    #expect(address.host == "example.org:8443")
    #expect(address.path == "/a%20b/../c")
    #expect(address.query == "x=%2F&y")
    #expect(WebAddress("http://h")?.description == "http://h/")
    #expect(WebAddress("http://h?q")?.description == "http://h/?q")
  }

  @Test(
    "are refused if they could mislead",
    arguments: [
      "", "/path", "http:/h", "http://", "http:///path", "file:///etc/passwd", "ftp://h/",
      "http://user@h/", "http://user:secret@h/", "http://h/a b", "http://h/\r\nHost: x",
      "http://h\\@evil/", "http://h/\u{0}",
    ])
  func refused(text: String) { #expect(WebAddress(text) == nil) }

  @Test(
    "are resolved from references",
    arguments: [
      ("x", "http://h/a/b/x"), ("./x", "http://h/a/b/x"), ("../x", "http://h/a/x"),
      ("../../../x", "http://h/x"), ("/x", "http://h/x"), ("//g/x", "http://g/x"),
      ("?y", "http://h/a/b/c?y"), ("", "http://h/a/b/c?q"), ("#f", "http://h/a/b/c?q"),
      ("x/", "http://h/a/b/x/"), (".", "http://h/a/b/"), ("..", "http://h/a/"),
      ("https://g:1/y?z", "https://g:1/y?z"), ("x?a=b:c", "http://h/a/b/x?a=b:c"),
      ("file:///etc/passwd", nil), ("javascript:x", nil), ("//user@g/", nil),
    ] as [(String, String?)])
  func resolved(reference: String, result: String?) throws {
    let base = try #require(WebAddress("http://h/a/b/c?q"))
    #expect(base.resolve(reference)?.description == result)
  }
}

@Suite("Redirects")
struct RedirectTests {
  private func next(
    from url: String, to location: String, _ method: HTTPRequest.Method = .get, status: Int = 302
  ) throws -> HTTPRequest? {
    var request = HTTPRequest(method, try #require(WebAddress(url)))
    request.headers = [.init(name: "Authorization", value: "a"), .init(name: "Range", value: "r")]
    var redirects = Redirects()
    return try redirects.next(
      after: HTTPHead(status: status, headers: [.init(name: "Location", value: location)]),
      to: request)
  }

  @Test func `lead to the same server with all headers, to others without credentials`() throws {
    let own = try #require(try next(from: "https://h/a", to: "/b"))
    #expect(own.url == "https://h/b")
    #expect(own.headers.map(\.name) == ["Authorization", "Range"])
    let other = try #require(try next(from: "https://h/a", to: "https://g/b"))
    #expect(other.headers.map(\.name) == ["Range"])
    let upgraded = try #require(try next(from: "http://h/a", to: "https://h/a"))
    #expect(upgraded.headers.map(\.name) == ["Range"])
  }

  @Test func `never lead from https to http, nor anywhere for requests that change something`() {
    #expect(throws: HTTPFailure.self) { try next(from: "https://h/a", to: "http://h/a") }
    #expect(throws: HTTPFailure.self) { try next(from: "https://h/a", to: "/b", .put) }
    #expect(throws: HTTPFailure.self) { try next(from: "https://h/a", to: "/b", .delete) }
  }

  @Test func `other responses are not redirects`() throws {
    #expect(try next(from: "https://h/a", to: "/b", status: 200) == nil)
    #expect(try next(from: "https://h/a", to: "/b", status: 304) == nil)
  }
}
