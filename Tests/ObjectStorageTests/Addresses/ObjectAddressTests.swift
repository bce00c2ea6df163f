import ObjectStorage
import Testing

@Suite("Addresses of objects")
struct ObjectAddressTests {
  /// A string and its parts; nil if it is not an address.
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var parts: [String]?
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ parts: [String]?) {
      self.text = text
      self.parts = parts
    }
  }

  static let cases = [
    Case("s3://bucket/a/b.cdf", ["s3", "bucket", "a/b.cdf"]),
    Case("s3://bucket/", ["s3", "bucket", ""]),
    Case("s3://bucket", ["s3", "bucket", ""]),
    Case("S3://Bucket/Key", ["s3", "Bucket", "Key"]),
    Case("https://host:8080/a?b=c#d", ["https", "host:8080", "a?b=c#d"]),
    Case("gs://b/k", ["gs", "b", "k"]),
    Case("git+ssh.x-1://b/k", ["git+ssh.x-1", "b", "k"]),
    // Nothing is decoded or tidied up.
    Case("s3://b/a%20b+c", ["s3", "b", "a%20b+c"]),
    Case("s3://b//a", ["s3", "b", "/a"]),
    Case("s3://b/a//b/../c ", ["s3", "b", "a//b/../c "]),
    Case("s3://b/é", ["s3", "b", "é"]),
    Case("s3://b/s3://c/d", ["s3", "b", "s3://c/d"]),
    Case("", nil), Case("s3", nil), Case("s3:", nil), Case("s3:/b/k", nil), Case("s3://", nil),
    Case("s3:///key", nil), Case("://b/k", nil), Case("b/k", nil), Case("/b/k", nil),
    Case(" s3://b/k", nil), Case("3s://b/k", nil), Case("a/b://c/d", nil), Case("./x://c/d", nil),
    Case("a,b://c/d", nil), Case("s_3://c/d", nil), Case("é://c/d", nil),
    Case("s3\u{0}://c/d", nil),
    Case("'s3://b/k'", nil),
  ]

  @Test("are split into scheme, bucket and key", arguments: cases)
  func split(_ example: Case) {
    let address = ObjectAddress(example.text)
    #expect(address.map { [$0.scheme, $0.bucket, $0.key] } == example.parts)
  }

  @Test("are written unchanged, except the scheme", arguments: cases.filter { $0.parts != nil })
  func description(_ example: Case) throws {
    let address = try #require(ObjectAddress(example.text))
    #expect(ObjectAddress(address.description) == address)
    #expect(address.description.hasPrefix(address.bucketAddress))
    #expect(
      ObjectAddress(scheme: address.scheme, bucket: address.bucket, key: address.key) == address)
  }

  @Test(
    "whose key would lead outside the bucket are unsafe",
    arguments: [
      ("a/b.cdf", false), ("", false), ("a..b/c", false), ("...", false), ("a/.hidden", false),
      ("a/b..", false), ("a//b", false), ("..", true), ("a/..", true), ("../a", true),
      ("a/../b", true), ("./a", true), ("a/./b", true), ("/a", true), ("a\nb", true),
      ("a\u{0}b", true), ("a\u{7F}", true), ("é/ü", false),
    ])
  func unsafeKey(_ key: String, _ isUnsafe: Bool) {
    #expect(ObjectAddress(scheme: "s3", bucket: "b", key: key).hasUnsafeKey == isUnsafe)
  }
}
