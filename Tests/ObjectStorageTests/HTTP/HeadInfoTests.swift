import Testing

@testable import ObjectStorage

@Suite("The metadata of an object in an answer")
struct HeadInfoTests {
  private func info(_ headers: [(String, String)]) -> ObjectInfo {
    let head = HTTPHead(status: 200, headers: headers.map { .init(name: $0.0, value: $0.1) })
    return head.info(size: head.contentLength)
  }

  @Test func `has no size if the server states none`() {
    #expect(!info([]).isSizeKnown)
    #expect(info([]).contentSize == nil)
    #expect(info([("Content-Length", "0")]).contentSize == 0)
  }

  @Test func `has no size of the content if that is encoded`() {
    let info = info([("Content-Length", "422"), ("Content-Encoding", "gzip")])
    #expect(info.size == 422)
    #expect(info.contentSize == nil)
  }

  @Test func `tells pages from other files`() {
    #expect(info([("Content-Type", "text/html; charset=utf-8")]).isPage)
    #expect(!info([("Content-Type", "application/json")]).isPage)
  }
}
