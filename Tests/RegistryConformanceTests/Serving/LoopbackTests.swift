import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryConformance

@Suite("Trees are served as buckets")
struct LoopbackTests {
  @Test func `readers get the same answers`() async throws {
    var options = Runner.Options()
    options.filter.kinds = [.reader]
    options.servesTrees = true
    options.jobs = 2
    let adapter = AdapterSpec.inProcess(OwnAdapter.Options(toolVersion: "test"))
    let report = try await Runner(
      try ProjectSuite.suite.get(), adapter: adapter, options: options
    ).run()
    #expect(report.results.count > 20)
    let plain = try await ProjectSuite.plain.value.results.filter { $0.kind == .reader }
    #expect(report.results.map(\.id) == plain.map(\.id))
    #expect(report.results.map(\.outcome) == plain.map(\.outcome))
    #expect(report.results.map(\.reasons) == plain.map(\.reasons))
    #expect(report.results.allSatisfy { $0.reproduction.hasSuffix("--serve") })
  }

  static let ranges: [(text: String, bounds: Range<Int>?)] = [
    ("bytes=0-4", 0..<5), ("bytes=5-", 5..<10), ("bytes=-3", 7..<10), ("bytes=-30", 0..<10),
    ("bytes=0-99", 0..<10), ("bytes=10-", 0..<0), ("bytes=5-4", nil), ("bytes=a-", nil),
    ("bytes=0-1,3-4", nil), ("items=0-1", nil), ("bytes=-1-2", nil),
  ]

  @Test("ranges", arguments: ranges.indices)
  func range(_ index: Int) {
    #expect(BucketFiles.bounds(Self.ranges[index].text, size: 10) == Self.ranges[index].bounds)
  }

  @Test func `listings come in pages, with common prefixes`() {
    let keys = ["a/1", "a/2", "b", "c/1", "c/2", "d"]
    func names(_ query: [String: String]) -> ([String], String?) {
      let page = BucketPage(keys.map { .init(key: $0, size: 1) }, query: query)
      return (page.entries.map(\.name), page.next)
    }
    #expect(names([:]) == (keys, nil))
    #expect(names(["delimiter": "/"]) == (["a/", "b", "c/", "d"], nil))
    #expect(names(["prefix": "c/"]) == (["c/1", "c/2"], nil))
    #expect(names(["max-keys": "2", "delimiter": "/"]) == (["a/", "b"], "b"))
    #expect(
      names(["max-keys": "2", "delimiter": "/", "continuation-token": "b"]) == (["c/", "d"], nil))
    #expect(names(["start-after": "b"]) == (["c/1", "c/2", "d"], nil))
  }

  static let heads: [(text: String, key: String?)] = [
    ("GET /b/a%20b%2Fc?x=1 HTTP/1.1\r\nHost: x\r\n\r\n", "a b/c"),
    ("GET /b HTTP/1.1\r\n\r\n", ""), ("GET b HTTP/1.1\r\n\r\n", nil), ("nonsense\r\n\r\n", nil),
    ("\r\n\r\n", nil), ("GET /b/%zz%4 HTTP/1.0\r\n\r\n", "%zz%4"),
  ]

  @Test("heads of requests", arguments: heads.indices)
  func head(_ index: Int) {
    #expect(LoopbackRequest(Array(Self.heads[index].text.utf8))?.key == Self.heads[index].key)
  }

  @Test(
    "a key leads to nothing outside", arguments: ["../secret", "/etc/passwd", "a/../../b", "."])
  func inside(_ key: String) throws {
    let files = BucketFiles(path: ProjectSuite.path + "/data/demo-good")
    var request = try #require(LoopbackRequest(Array("GET /b/x HTTP/1.1\r\n\r\n".utf8)))
    request.key = key
    #expect(files.object(request).status == 404)
  }
}
