import ObjectStorage
import Testing

@Suite("Addresses of directories")
struct DirectoryAddressTests {
  @Test(
    "have one final slash",
    arguments: [("", "/"), ("a", "a/"), ("a/", "a/"), ("s3://b", "s3://b/"), ("/", "/")])
  func directory(_ text: String, _ directory: String) {
    #expect(text.directoryAddress == directory)
  }

  @Test(
    "without a scheme begin at the root of the bucket",
    arguments: ["x/", "./x/", "././x/", "/x/", ".//x/", "//x/"])
  func relative(_ text: String) {
    #expect(text.relativeKey == "x/")
  }

  @Test(
    "keep what only looks like the start", arguments: ["../x/", ".x/", "x/./y/", "x//y/", "..x/"])
  func otherwise(_ text: String) {
    #expect(text.relativeKey == text)
  }
}
