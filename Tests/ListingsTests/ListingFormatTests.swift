import Testing

@testable import Listings

@Suite("Formats of listings")
struct ListingFormatTests {
  static let beginnings: [(text: String, format: ListingFormat?)] = [
    (ListingSample.snapshot, .snapshot),
    (ListingSample.awsJSON, .awsJSON),
    (ListingSample.awsText, .awsText),
    ("                           PRE x/\n", .awsText),
    (ListingSample.rclone, .rclone),
    ("  [", .rclone),
    (ListingSample.find, .find),
    ("0\tx\0", .find),
    (ListingSample.headedCSV, .csv),
    ("a.cdf,12\n", .csv),
    ("\"bucket\",\"a.cdf\",\"12\"\n", .csv),
    (ListingSample.nginx, .page),
    (ListingSample.apache, .page),
    (#"{"sourceBucket":"b","destinationBucket":"arn:aws:s3:::d","fileSchema":"Key"}"#, .inventory),
    (#"{"IsTruncated": false}"#, .awsJSON),
    ("", nil), (" \n\n", nil), ("hello\n", nil), ("2026-11-24 04:19:09\n", nil),
    ("total 12\n", nil), ("a\0,b", nil), ("-1\ta\n", nil),
  ]

  @Test("are detected by the first bytes", arguments: beginnings)
  func detection(_ text: String, _ format: ListingFormat?) {
    #expect(ListingFormat(beginning: Array(text.utf8)[...]) == format)
  }

  @Test func `have names that lead back to them`() {
    for format in ListingFormat.allCases {
      #expect(ListingFormat(rawValue: format.rawValue) == format)
      #expect(ListingFormat.names.contains(format.rawValue))
    }
  }

  @Test(arguments: ["", "hello\n", "\u{FEFF}"])
  func `of other files are unclear`(_ text: String) {
    let listing = ReadListing(text)
    #expect(listing.summary.faults.map(\.code) == [.unclear])
    #expect(listing.entries.isEmpty)
    #expect(listing.summary.format == nil)
  }

  @Test("may have addresses as keys", arguments: ["s3", "S3", "gs", "https"])
  func addresses(_ scheme: String) {
    let listing = ReadListing("key,size\n\(scheme)://b/a.cdf,12\n\(scheme)://b/b.cdf,13\n")
    #expect(listing.summary.addressesLine == 2)
  }

  @Test func `may have one key that looks like an address`() {
    let listing = ReadListing("key,size\ns3://b/a.cdf,12\na.cdf,13\n")
    #expect(listing.summary.addressesLine == nil)
    #expect(listing.objects == ["s3://b/a.cdf 12", "a.cdf 13"])
  }

  @Test func `are detected after a byte order mark too`() {
    let listing = ReadListing("\u{FEFF}a.cdf,12\n")
    #expect(listing.objects == ["a.cdf 12"])
  }
}
