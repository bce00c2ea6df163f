import RegistryMirrors
import Testing

@Suite("The map of addresses")
struct AddressMapTests {
  @Test func `the longest start wins, and only at the start`() throws {
    let map = try AddressMap(parsing: ["s3://a/=s3://m/", "s3://a/x/=s3://m/y/z/"])
    #expect(map.mapped("s3://a/x/1.cdf") == "s3://m/y/z/1.cdf")
    #expect(map.mapped("s3://a/k=v/s3://a/1") == "s3://m/k=v/s3://a/1")
    #expect(map.mapped("s3://ab/1") == nil)
    #expect(map.unmapped("s3://m/y/z/1.cdf") == "s3://a/x/1.cdf")
  }

  @Test(
    "a text that is no map is refused",
    arguments: ["", "s3://a/", "s3://a=s3://b/", "s3://a/=s3://b", "s3://a/=", "=s3://b/"])
  func refusal(_ text: String) {
    #expect(throws: MirrorError.self) { try AddressMap(parsing: [text]) }
  }

  @Test func `one start has one meaning`() {
    #expect(throws: MirrorError.self) {
      try AddressMap(parsing: ["s3://a/=s3://b/", "s3://a/=s3://c/"])
    }
  }
}
