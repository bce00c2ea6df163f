import TestSupport
import Testing

@testable import ObjectStorage

@Suite("Gaps of listings", .temporaryFolder)
struct ListingGapTests {
  let folder = TemporaryFolder.current
  private let error = StoreError(.unavailable, address: "", detail: "busy")

  @Test(
    "cover what is at and below them",
    arguments: [
      ("ds/", true), ("ds", true), ("ds/ds_2020.csv", true), ("ds2/", false), ("d", false),
      ("a/b", true), ("a/bc", false), ("a/", false), ("", false),
    ])
  func covering(_ key: String, _ isCovered: Bool) {
    let gaps = ListingGaps([ListingGap("ds/", error: error), ListingGap("a/b", error: error)])
    #expect((gaps.covering(key) != nil) == isCovered)
  }

  @Test func `of the root cover everything`() {
    let gaps = ListingGaps([ListingGap("", error: error)])
    #expect(gaps.covering("x/y") != nil && gaps.covering("") != nil)
  }

  @Test func `name links as what they are`() throws {
    try folder.write("", to: "m/file")
    try folder.link("broken", to: "nowhere")
    try folder.link("circle", to: "circle")
    try folder.link("again", to: "m")
    let gaps = try FileStorage(copy: folder.path).listAll().gaps
    let kinds = Dictionary(uniqueKeysWithValues: gaps.map { ($0.key, $0.kind) })
    #expect(
      kinds == ["broken": .brokenLink, "circle": .circularLink, "again": .repeatedLink])
    let details = gaps.map(\.error.detail)
    #expect(details.contains("it is a symbolic link to nowhere, which does not exist"))
    #expect(details.contains("it is a symbolic link that leads back to itself"))
  }
}
