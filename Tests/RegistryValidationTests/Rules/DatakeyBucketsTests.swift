import Testing

@testable import RegistryValidation

@Suite("Buckets of datakeys")
struct DatakeyBucketsTests {
  @Test(
    "are the same, whichever address names them",
    arguments: [
      ("s3://b/a", DatakeyBuckets.Verdict.same), ("S3://b/a", .same), ("S3://b", .same),
      ("S3://b/", .same), ("s3a://b", .same), ("https://b.s3.amazonaws.com/a", .same),
      ("s3://c/a", .other), ("S3://c", .other), ("gs://b/a", .other),
      ("https://example.org/a", .unknown),
    ])
  func judge(_ key: String, _ expected: DatakeyBuckets.Verdict) {
    var buckets = DatakeyBuckets(bucket: "s3://b/")
    #expect(buckets.verdict(on: Array(key.utf8).span) == expected)
    // A bucket that was judged before is judged alike.
    #expect(buckets.verdict(on: Array(key.utf8).span) == expected)
  }
}
