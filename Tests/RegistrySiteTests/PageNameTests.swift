import SharedCloudRegistry
import Testing

@testable import RegistrySite

@Suite("Names of pages")
struct PageNameTests {
  @Test("of plain ids are the ids", arguments: ["aia_0094", "a", "x-1"])
  func plain(_ id: String) {
    #expect(PageName(id).text == id + ".html")
  }

  static let examples = [
    "../x", "..", ".", "", "A", "a/b", "a\\b", "con", "com1", "index", "index.html", "<img>", "a b",
    "a%2Fb",
    "caf\u{E9}", "cafe\u{301}", "\u{202E}gnp", "a~0123456789abcdef", "-", "\u{0}",
    String(repeating: "x", count: 10_000),
  ]

  @Test("of other ids are short, harmless, and have a digest", arguments: examples)
  func hostile(_ id: String) {
    let name = PageName(id).text
    #expect(name.utf8.count < 100)
    #expect(SiteManifest.isOwn("datasets/" + name))
    #expect(id == "-" || name.contains("~"))
  }

  @Test func `differ for ids that a disk or a reader takes for the same`() {
    let ids = Self.examples + ["a", "x", String(repeating: "x", count: 9_999)]
    let names = ids.map { PageName($0).text.lowercased() }
    #expect(Set(names).count == names.count)
  }

  @Test func `can't be copied by an id`() {
    let name = PageName("A").text
    #expect(PageName(String(name.dropLast(5))).text != name)
  }
}
