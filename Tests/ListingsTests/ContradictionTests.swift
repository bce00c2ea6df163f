import Testing

@testable import Listings

@Suite("Contradictions in a listing")
struct ContradictionTests {
  @Test(
    "make it incomplete",
    arguments: [
      ("\"a,1\nb,1\nc\",1\nd,1\n", "quotes enclose lines that look like rows"),
      ("k,1\n\"a,1\nb\",1\nd,1\n", "quotes enclose lines that look like rows"),
      (
        "Bucket,Key,Size,IsLatest\nb,k,1,yes\n", "IsLatest is yes, neither true nor false"
      ),
      ("Bucket,Key,Size\nb,k,1\nc,l,1\n", "the objects are in different buckets"),
      (
        #"{"Versions": [{"Key": "a", "Size": 1, "IsLatest": "maybe"}]}"#,
        "IsLatest is neither true nor false"
      ),
      ("key,size\na,1\nb,2", "the last line has no end"),
      (#"{"KeyCount": 2, "Contents": [{"Key": "a", "Size": 1}]}"#, "KeyCount is 2"),
      (
        #"{"Contents": [{"Key": "b", "Size": 1}]} {"Contents": [{"Key": "b", "Size": 1}]}"#,
        "overlaps"
      ),
      (
        #"{"Name": "a", "Contents": []} {"Name": "b", "Contents": []}"#, "different buckets"
      ),
    ])
  func file(_ text: String, _ fault: String) {
    let listing = ReadListing(text)
    #expect(!listing.summary.isComplete)
    #expect(listing.summary.faults.contains { $0.message.contains(fault) })
  }

  @Test func `a key with a line end is not a swallowed row`() {
    #expect(ReadListing("key,size\n\"a\nb\",1\nc,2\n").summary.isComplete)
    #expect(ReadListing("bucket,key,size\nb,\"x\ny, 12\nz\",1\n").summary.isComplete)
  }
}
