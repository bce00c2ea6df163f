import Testing

@testable import ObjectStorage

@Suite("Pages of a listing")
struct ListingQueryTests {
  /// Goes on through pages; returns after how many the listing is given up.
  private func given(up limit: Int, _ page: (Int) -> ListingPage) -> Int? {
    var query = ListingQuery()
    for number in 0..<limit {
      do throws(StoreError) {
        try query.advance(past: page(number), at: "s3://b/")
      } catch {
        #expect(error.code == .malformed)
        return number
      }
    }
    return nil
  }

  private func page(_ number: Int, token: String? = nil, isEmpty: Bool = false) -> ListingPage {
    var page = ListingPage()
    if !isEmpty {
      page.objects = [.init(key: "k\(number + 1_000_000)", info: ObjectInfo(size: 1))]
    }
    page.continuation = token ?? "\(number)"
    return page
  }

  @Test("whose tokens come again end", arguments: [1, 2, 3, 7, 100])
  func circle(length: Int) throws {
    let end = try #require(given(up: 10_000) { page($0, token: "\($0 % length)") })
    #expect((length...3 * length).contains(end))
  }

  @Test func `that are empty end`() {
    #expect(given(up: 10_000) { page($0, isEmpty: true) } == 999)
    #expect(given(up: 10_000) { page($0, isEmpty: $0 % 900 != 0) } == nil)
  }

  @Test func `that overlap or have foreign keys end`() {
    #expect(given(up: 10) { page($0 == 3 ? 1 : $0) } == 3)
    var query = ListingQuery(prefix: "d/")
    #expect(throws: StoreError.self) { try query.advance(past: page(0), at: "s3://b/") }
  }

  @Test func `may be many`() {
    #expect(given(up: 20_000) { page($0) } == nil)
  }
}
