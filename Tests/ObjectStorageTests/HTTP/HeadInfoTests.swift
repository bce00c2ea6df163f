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

  /// The headers of an answer, and the size that they state.
  static let lengths: [(headers: [(String, String)], size: Int?)] = [
    ([("Content-Length", "5")], 5), ([("Content-Length", "5"), ("content-length", "5")], 5),
    ([("Content-Length", "5, 5")], 5), ([("Content-Length", "5"), ("Content-Length", "6")], nil),
    ([("Content-Length", "5, 6")], nil), ([("Content-Length", "five")], nil),
    ([("Content-Length", "")], nil),
    // The transfer coding tells where the body ends.
    ([("Content-Length", "5"), ("Transfer-Encoding", "chunked")], nil),
    ([("Transfer-Encoding", "chunked")], nil),
  ]

  @Test("has a size only if all headers agree", arguments: lengths.indices)
  func length(_ number: Int) {
    let example = Self.lengths[number]
    let info = info(example.headers)
    #expect(info.isSizeKnown == (example.size != nil))
    #expect(info.size == example.size ?? 0)
  }

  /// A status, and what it shows beside the kind of the error.
  static let facts: [(Int, StoreError.Fact?)] = [
    (405, .isAboutMethod), (501, .isAboutMethod), (416, .isAboutRange), (403, nil), (404, nil),
    (500, nil), (200, nil),
  ]

  @Test("is left open by refusals of the method or of the part", arguments: facts)
  func refusal(_ status: Int, _ fact: StoreError.Fact?) {
    #expect(StoreError.Fact(of: HTTPHead(status: status)) == fact)
  }
}
