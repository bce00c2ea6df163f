import Formats
import Testing

@testable import ObjectStorage

@Suite("Listings that contradict themselves")
struct ListingContinuityTests {
  private static func page(
    _ keys: [String], _ prefixes: [String] = [], next: String? = nil
  ) -> ListingPage {
    var page = ListingPage()
    page.objects = keys.map { .init(key: $0, info: ObjectInfo(size: 1)) }
    page.prefixes = prefixes
    page.continuation = next
    return page
  }

  private static func fault(_ pages: [ListingPage], prefix: String = "") -> String? {
    var continuity = ListingContinuity(of: "s3://b/", ListingQuery(prefix: prefix))
    do throws(StoreError) {
      for page in pages { try continuity.check(page) }
      return nil
    } catch {
      #expect(error.code == .malformed)
      return error.detail.split(separator: ": ").last.map(String.init)
    }
  }

  @Test func `pages that follow one another are a listing`() {
    let pages = [
      Self.page(["a", "b"], next: "1"), Self.page(["c"], ["d/"], next: "2"),
      Self.page([], next: "3"),
      Self.page(["e"]),
    ]
    #expect(Self.fault(pages) == nil)
  }

  @Test("pages that overlap are not", arguments: [["b", "c"], ["a"]])
  func overlap(_ keys: [String]) {
    let fault = Self.fault([Self.page(["a", "b"], next: "1"), Self.page(keys)])
    #expect(fault == "its pages overlap at \(keys[0])")
  }

  @Test func `common prefixes count too`() {
    let pages = [Self.page(["a"], ["c/"], next: "1"), Self.page(["b"])]
    #expect(Self.fault(pages) == "its pages overlap at b")
  }

  @Test func `a token that leads back ends the listing`() {
    let pages = [
      Self.page(["a"], next: "1"), Self.page(["b"], next: "2"), Self.page(["c"], next: "1"),
      Self.page(["b"], next: "2"),
    ]
    #expect(Self.fault(pages) == "its pages repeat")
    let same = [Self.page(["a"], next: "1"), Self.page([], next: "1")]
    #expect(Self.fault(same) == "its pages repeat")
  }

  @Test func `keys that nobody asked about and duplicates are faults`() {
    #expect(
      Self.fault([Self.page(["x/a"])], prefix: "d/")
        == "it has the key x/a, which does not begin with d/")
    #expect(Self.fault([Self.page(["a", "a"])]) == "it has the key a twice")
  }

  @Test func `pages of a server that does not sort can't be compared`() {
    #expect(Self.fault([Self.page(["b", "a"], next: "1"), Self.page(["a0"])]) == nil)
  }

  @Test(
    "an answer of S3 that contradicts itself",
    arguments: [
      ("<IsTruncated>false</IsTruncated>", nil as String?),
      ("", "it does not say whether more objects follow"),
      (
        "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>", nil
      ),
      ("<IsTruncated>false</IsTruncated><KeyCount>1</KeyCount>", nil),
      (
        "<IsTruncated>true</IsTruncated>",
        "it says that more objects follow, but not where"
      ),
      (
        "<IsTruncated>false</IsTruncated><NextContinuationToken>t</NextContinuationToken>",
        "it is the last page, but says where to continue"
      ),
      (
        "<NextContinuationToken>t</NextContinuationToken>",
        "it says where to continue, but not that more objects follow"
      ),
      ("<IsTruncated>1</IsTruncated>", "IsTruncated is 1, neither true nor false"),
      (
        "<IsTruncated>false</IsTruncated><KeyCount>2</KeyCount>",
        "it has 1 keys, but KeyCount is 2"
      ),
      ("<IsTruncated>false</IsTruncated><Name>b</Name><Prefix/>", nil),
      ("<IsTruncated></IsTruncated>", "it does not say whether more objects follow"),
      (
        "<IsTruncated>false</IsTruncated><Name>other</Name>",
        "it is of the bucket other, not of b"
      ),
      (
        "<IsTruncated>false</IsTruncated><Prefix>zz/</Prefix>",
        "it is of the prefix zz/, not of all keys"
      ),
      (
        "<IsTruncated>false</IsTruncated><KeyCount>two</KeyCount>",
        "KeyCount is two, not a number"
      ),
      (
        "<IsTruncated>true</IsTruncated><IsTruncated>false</IsTruncated>",
        "it has IsTruncated twice, false and true"
      ),
      (
        "<IsTruncated>false</IsTruncated><Error><Code>InternalError</Code></Error>",
        "it holds the error InternalError"
      ),
      (
        "<IsTruncated>false</IsTruncated><NextMarker>a</NextMarker>",
        "it is the last page, but says where to continue"
      ),
    ])
  func answerOfS3(_ members: String, _ fault: String?) throws {
    let text =
      "<ListBucketResult>\(members)<Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>"
    let root = try XMLParser.parse(Array(text.utf8))
    let page = try S3ListingPage(root)
    #expect(ListingContradiction(page, in: root, bucket: "b", prefix: "").words == fault)
  }

  @Test func `an answer of S3 without keys that says nothing`() throws {
    let root = try XMLParser.parse(Array("<ListBucketResult/>".utf8))
    let page = try S3ListingPage(root)
    let words = ListingContradiction(page, in: root, bucket: "b", prefix: "").words
    #expect(words == "it does not say whether more objects follow")
  }

  @Test(
    "an answer of S3 with an element that is missing or can't be read names it",
    arguments: [
      ("<Contents><Key>a/b</Key></Contents>", "the listing has no Size for a/b"),
      (
        "<Contents><Key>a</Key><Size>x</Size></Contents>",
        "the listing has the Size x, which can't be read, for a"
      ),
      (
        "<Contents><Key>a</Key><Size>-1</Size></Contents>",
        "the listing has the Size -1, which can't be read, for a"
      ),
      ("<Contents><Size>1</Size></Contents>", "the listing has no Key for entry 1"),
      ("<Contents><Key/><Size>1</Size></Contents>", "the listing has an empty Key for entry 1"),
      ("<CommonPrefixes/>", "the listing has no Prefix for common prefix 1"),
    ])
  func incomplete(_ members: String, _ words: String) throws {
    let root = try XMLParser.parse(Array("<ListBucketResult>\(members)</ListBucketResult>".utf8))
    let fault = #expect(throws: ListingFault.self) { try S3ListingPage(root) }
    #expect(fault?.words == words)
  }
}
