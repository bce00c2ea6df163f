import Formats
import Testing

@testable import ObjectStorage

@Suite("The bucket of an address")
struct BucketIdentityTests {
  static let one = [
    "s3://b/k", "s3a://b/k", "https://b.s3.amazonaws.com/k", "http://b.s3.amazonaws.com:80/k",
    "https://b.s3.us-west-2.amazonaws.com/k", "https://b.s3-us-west-2.amazonaws.com/k",
    "https://b.s3.dualstack.us-west-2.amazonaws.com/k",
    "https://b.s3-fips.us-gov-west-1.amazonaws.com/k",
    "https://b.s3-fips.dualstack.us-east-1.amazonaws.com/k",
    "https://b.s3-fips-us-gov-west-1.amazonaws.com/k",
    "https://b.s3.cn-north-1.amazonaws.com.cn/k", "https://s3.amazonaws.com/b/k",
    "https://s3-us-west-2.amazonaws.com/b/k", "https://s3.us-west-2.amazonaws.com/b/k",
    "https://s3.dualstack.us-west-2.amazonaws.com:443/b/k",
    "https://s3-external-1.amazonaws.com/b/k", "HTTPS://B.S3.Amazonaws.Com/k",
    "https://b.s3.amazonaws.com/%6B",
  ]

  @Test("is one in all spellings, and so is the key", arguments: one)
  func spelling(_ text: String) throws {
    let identity = try #require(BucketIdentity(text))
    let plain = try #require(BucketIdentity("s3://b/k"))
    #expect(identity.isSame(as: plain).value == true)
    #expect(identity.name == "b")
    #expect(identity.key == "k")
  }

  @Test(
    "differs where both addresses name their bucket",
    arguments: [
      "s3://c/k", "https://c.s3.amazonaws.com/k", "https://s3.amazonaws.com/c/k", "gs://b/k",
      "s3://B/k", "https://a.b.s3.amazonaws.com/k",
    ])
  func other(_ text: String) throws {
    let identity = try #require(BucketIdentity(text))
    #expect(identity.isSame(as: try #require(BucketIdentity("s3://b/"))).value == false)
  }

  @Test(
    "is not known for other web hosts",
    arguments: [
      "https://data.example.org/k", "https://b.s3-accelerate.amazonaws.com/k",
      "https://b.s3.amazonaws.com.evil.org/k", "https://b.s3.evil.org.amazonaws.com/k",
      "https://s3.amazonaws.com/", "https://b.s3-website-us-east-1.amazonaws.com/k",
    ])
  func unknown(_ text: String) throws {
    let identity = try #require(BucketIdentity(text))
    #expect(identity.isSame(as: try #require(BucketIdentity("s3://b/"))).value == nil)
    #expect(identity.isSame(as: identity).value == true)
  }

  @Test("of names with dots is read whole")
  func dots() throws {
    let identity = try #require(BucketIdentity("https://my.s3.bucket.s3.us-west-2.amazonaws.com/"))
    #expect(identity.name == "my.s3.bucket")
  }
}

@Suite("Known values")
struct KnownTests {
  @Test("are compared only where both are known")
  func comparison() {
    let one = Known.known(1, evidence: "line 2")
    let two = Known.known(2, evidence: "line 3")
    let none = Known<Int>.unknown(because: "not read")
    #expect(one.combined(with: two, by: <) == .known(true, evidence: "line 2; line 3"))
    #expect(one.combined(with: none, by: <) == .unknown(because: "not read"))
    #expect(none.combined(with: one, by: <).value == nil)
    #expect(one.map { $0 + 1 } == .known(2, evidence: "line 2"))
  }

  @Test(
    "has a start of its addresses",
    arguments: [
      ("s3://b/d/k", "s3://b/"), ("https://b.s3.amazonaws.com/d/k", "https://b.s3.amazonaws.com/"),
      ("https://s3.us-west-2.amazonaws.com/b/d/k", "https://s3.us-west-2.amazonaws.com/b/"),
      ("https://s3.amazonaws.com:443/b/", "https://s3.amazonaws.com:443/b/"),
      ("https://data.example.org/d/k", "https://data.example.org/"),
    ])
  func prefix(_ address: String, _ expected: String) {
    #expect(BucketIdentity.prefix(of: address) == expected)
  }

  @Test(
    "has keys below an address, whichever names it",
    arguments: [
      ("s3://b/d/k", "s3://b/d/", "k"), ("https://b.s3.amazonaws.com/d/k", "s3://b/d/", "k"),
      ("s3://b/d/k", "https://s3.amazonaws.com/b/", "d/k"), ("s3://b/d/k", "s3://b/e/", nil),
      ("https://b.s3.amazonaws.com/d%20e/k", "s3://b/", "d e/k"), ("s3://c/k", "s3://b/", nil),
      ("https://data.example.org/k", "s3://b/", nil),
      ("s3://b/e\u{301}/k", "s3://b/\u{E9}/", nil), ("s3://b/e\u{301}/k", "s3://b/", "e\u{301}/k"),
    ] as [(String, String, String?)])
  func key(_ address: String, _ root: String, _ expected: String?) {
    let key = BucketIdentity.key(of: address, below: root)
    #expect(key.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test func `keys are compared by their bytes`() {
    #expect(BucketIdentity("s3://b/e\u{301}") != BucketIdentity("s3://b/\u{E9}"))
    #expect(BucketIdentity("s3://b/k") == BucketIdentity("https://s3.amazonaws.com/b/k"))
  }
}
