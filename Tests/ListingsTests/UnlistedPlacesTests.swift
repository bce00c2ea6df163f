import Testing

@testable import Listings

@Suite("Places without listed content")
struct UnlistedPlacesTests {
  static let examples: [(key: String, length: Int?)] = [
    ("data/x", 6), ("data/x/a.cdf", 6), ("data/x/y/a.cdf", 8), ("data/xy/a.cdf", nil),
    ("data/a.cdf", nil), ("x/a", nil), ("", nil),
  ]

  @Test("have what is below them", arguments: examples)
  func contain(_ example: (key: String, length: Int?)) {
    var places = UnlistedPlaces()
    #expect(places.isEmpty && !places.contain(Array(example.key.utf8)))
    places.add(["data/x/", "data/x/y"])
    #expect(places.longest(containing: Array(example.key.utf8)) == example.length)
    #expect(places.contain(Array(example.key.utf8)) == (example.length != nil))
  }
}
