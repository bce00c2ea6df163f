import Formats
import Testing

@testable import Listings

@Suite("Listings")
struct ListingReaderTests {
  /// A listing, its objects and its faults.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var objects: [String]
    var faults: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "aws s3api", text: ListingSample.awsJSON,
      objects: [" lead 5", "a%20bü\"[{.cdf 7"]),
    Case(
      name: "aws s3 ls", text: ListingSample.awsText,
      objects: [" lead 5", "a b.cdf 7", "ünï, 12.cdf 5368709120"]),
    Case(
      name: "aws s3 ls --summarize",
      text: ListingSample.awsText + "\nTotal Objects: 3\n   Total Size: 5368709132\n",
      objects: [" lead 5", "a b.cdf 7", "ünï, 12.cdf 5368709120"]),
    Case(name: "rclone", text: ListingSample.rclone, objects: [" lead 5", "x/doc -"]),
    Case(name: "find", text: ListingSample.find, objects: [" lead 5", "a\tb.cdf 7"]),
    Case(name: "find without times", text: "5\ta\n0\tb c\n", objects: ["a 5", "b c 0"]),
    Case(name: "find with NUL", text: "5\ta\nb\u{0}0\tc\u{0}", objects: ["a\nb 5", "c 0"]),
    Case(
      name: "upload manifest", text: ListingSample.headedCSV,
      objects: ["mms1/a_v4.18.0.cdf 4641642", "mms1/b_v4.18.0.cdf 4603372"]),
    Case(
      name: "CSV with quotes", text: "size,key\r\n1,\"a,\"\"b\"\"\nc\"\r\n\r\n2,d\n",
      objects: ["a,\"b\"\nc 1", "d 2"]),
    Case(name: "CSV without a header", text: "a,1\nb,2\n", objects: ["a 1", "b 2"]),
    Case(
      name: "CSV as scripts cut inventories", text: "bk,a,1,2024-05-06T07:08:09.000Z,h,\n",
      objects: ["a 1"]),
    Case(name: "nginx", text: ListingSample.nginx, objects: ["a b.cdf 1234", "x+y&.cdf 0"]),
    Case(name: "Apache", text: ListingSample.apache, objects: ["a.cdf 512", "b.cdf -"]),
    Case(name: "no object", text: #"{"RequestCharged": null, "Prefix": ""}"#, objects: []),
    Case(name: "an empty array", text: "[]", objects: []),
    Case(
      name: "several pages",
      text: """
        {"Contents": [{"Key": "a", "Size": 1}], "IsTruncated": true, "NextToken": "x"}
        {"Contents": [{"Key": "b", "Size": 2}], "IsTruncated": false, "NextToken": null}
        """, objects: ["a 1", "b 2"]),
    Case(
      name: "versions",
      text: """
        {"Versions": [{"Key": "a", "Size": 1, "IsLatest": false}, {"Key": "b", "Size": 2, \
        "IsLatest": true}], "DeleteMarkers": [{"Key": "a", "IsLatest": true}]}
        """, objects: ["b 2"]),
    // Incomplete listings.
    Case(
      name: "the first of more pages",
      text: #"{"Contents": [{"Key": "a", "Size": 1}], "IsTruncated": true}"#, objects: ["a 1"],
      faults: ["1 endsEarly the last page says that more objects follow"]),
    Case(
      name: "the first of more items",
      text: "{\"Contents\": [{\"Key\": \"a\", \"Size\": 1}],\n \"NextToken\": \"e\"}",
      objects: ["a 1"], faults: ["2 endsEarly the last page says that more objects follow"]),
    Case(
      name: "truncated in an object", text: "[\n{\"Key\": \"a\", \"Size\": 1},\n{\"Key\"",
      objects: ["a 1"],
      faults: ["3 endsEarly the last bracket is not closed"]),
    Case(
      name: "truncated between objects", text: "[\n{\"Key\": \"a\", \"Size\": 1},\n",
      objects: ["a 1"],
      faults: ["3 endsEarly the last bracket is not closed"]),
    Case(
      name: "no JSON any more", text: "[{\"Key\": \"a\", \"Size\": 1}\n{\"Key\": \"b\"}]",
      objects: ["a 1"], faults: ["2 unreadable it is not JSON: \"{\" is not allowed here"]
    ),
    Case(
      name: "directories of S3",
      text: #"{"Contents": [], "CommonPrefixes": [{"Prefix": "x/"}]}"#, objects: [],
      faults: [
        "1 folded directories are listed without their contents; list without a delimiter"
      ]),
    Case(
      name: "directories of rclone", text: "[\n{\"Path\":\"x\",\"Size\":-1,\"IsDir\":true}]",
      objects: [],
      faults: ["2 folded 1 directory is listed without contents; list with -R"]),
    Case(
      name: "pages of two prefixes", text: #"{"Prefix": "a"}{"Prefix": "b"}"#, objects: [],
      faults: ["1 unclear its pages list different prefixes"]),
    Case(
      name: "keys that may be encoded",
      text: #"{"Contents": [{"Key": "a%20b", "Size": 1}], "EncodingType": "url"}"#,
      objects: ["a%20b 1"],
      faults: [
        "1 unclear keys may be URL-encoded or not; list without --no-paginate and "
          + "--encoding-type"
      ]),
    Case(
      name: "keys that can't be encoded",
      text: #"{"Contents": [{"Key": "a%20b c", "Size": 1}], "EncodingType": "url"}"#,
      objects: ["a%20b c 1"]),
    Case(
      name: "objects without key or size",
      text: """
        {"Contents": [{"Size": 1}, {"Key": "a"}, {"Key": "b", "Size": -1},
        {"Key": "c", "Size": 99999999999999999999}, {"Key": "", "Size": 1}, 7,
        {"Key": "d", "Key": "e", "Size": 1}, {"Key": "\\ud800", "Size": 1}, {"Key": "f", "Size": 1}]}
        """, objects: ["f 1"],
      faults: [
        "1 badEntry the object can't be used: it has no Key",
        "1 badEntry the object can't be used: it has no valid Size",
        "1 badEntry the object can't be used: it has no valid Size",
        "2 badEntry the object can't be used: it has no valid Size",
        "2 badEntry the object can't be used: it has no Key",
        "2 badEntry the object can't be used: it is not a JSON object",
        "3 badEntry the object can't be used: it has a duplicate member",
        "3 badEntry the object can't be used: a string in it is not Unicode",
      ]),
    Case(
      name: "a directory of aws s3 ls", text: "                           PRE x/\n", objects: [],
      faults: [
        "1 folded a directory is listed without its contents; list with --recursive"
      ]),
    Case(
      name: "rounded sizes", text: "2026-11-24 04:19:09    5 Bytes a\n", objects: [],
      faults: ["1 badEntry the size is rounded; list without --human-readable"]),
    Case(
      name: "a key with a line end in aws s3 ls",
      text: "2026-11-24 04:19:09          5 a\nb\n", objects: ["a 5"],
      faults: ["2 badEntry no time, size and key: \"b\""]),
    Case(
      name: "aws s3 ls truncated", text: "2026-11-24 04:19:09          5 a", objects: [],
      faults: ["1 endsEarly the last line has no end"]),
    Case(
      name: "a summary of other objects",
      text: "2026-11-24 04:19:09          5 a\n\nTotal Objects: 2\n   Total Size: 5\n",
      objects: ["a 5"],
      faults: ["4 differs the summary says 2 objects, but the listing has 1"]),
    Case(
      name: "invalid lines of find", text: "1\ta\nx\tb\n-1\tc\n3\n4\t\n", objects: ["a 1"],
      faults: [
        "2 badEntry no size before a tab: \"x\tb\"", "3 badEntry no size before a tab: \"-1\tc\"",
        "4 badEntry no size before a tab: \"3\"", "5 badEntry no path",
      ]),
    Case(
      name: "find truncated", text: "1\ta\n2\tb", objects: ["a 1"],
      faults: ["2 endsEarly the last line has no end"]),
    Case(
      name: "CSV of other columns", text: "a,b\nc,d\n", objects: [],
      faults: [
        "1 unclear no header names a key and a size, and the columns are not key,size or "
          + "bucket,key,size"
      ]),
    Case(
      name: "a header without keys", text: "#time, some_other_key, filesize\nt,a,1\n", objects: [],
      faults: [
        "1 unclear no header names a key and a size, and the columns are not key,size or "
          + "bucket,key,size"
      ]),
    Case(
      name: "invalid records of CSV",
      text: "key,size\na,b,1\nc,-1\nd,1\n,1\ne,12 34\nf,99999999999999999999999\n\"g\"h,1\n",
      objects: ["d 1"],
      faults: [
        "2 badEntry the record has 3 fields, not 2",
        "3 badEntry there is no valid size",
        "5 badEntry there is no usable key",
        "6 badEntry there is no valid size",
        "7 badEntry there is no valid size",
        "8 badEntry text follows the closing quote of a field",
      ]),
    Case(
      name: "a quote that is not closed", text: "key,size\n\"a,1\nb,2\n", objects: [],
      faults: ["2 badEntry a quoted field is not closed"]),
    Case(
      name: "objects of two buckets", text: "bk,a,1\nbz,b,1\n", objects: ["a 1"],
      faults: ["2 unclear the objects are in different buckets"]),
    Case(
      name: "directories of a page",
      text: "<pre>\n<a href=\"x/\">x/</a>  24-Nov-2026 03:50  -\n</pre>", objects: [],
      faults: ["2 folded a directory is listed without its contents: x/"]),
    Case(
      name: "a page truncated", text: "<pre>\n<a href=\"x\">x</a>  24-Nov-2026 03:50  1\n",
      objects: ["x 1"], faults: ["2 endsEarly the end of the page is missing"]),
    Case(
      name: "a page without links", text: "<html>no</html>", objects: [],
      faults: ["1 unclear the page has no links"]),
    Case(
      name: "links that lead away",
      text: """
        <pre><a href="https://h/x">x</a>
        <a href="/x">x</a>
        <a href="a%2Fb">a/b</a>
        <a href="%zz">z</a>
        </pre>
        """, objects: [],
      faults: [
        "3 badEntry the link can't be read: \"a%2Fb\"",
        "4 badEntry the link can't be read: \"%zz\"",
      ]),
    Case(
      name: "a manifest without its files", text: #"{"fileSchema": "Key, Size", "files": []}"#,
      objects: [],
      faults: [
        "1 unreadable the manifest names other files; pass its path"
      ]),
  ]

  @Test("are read, and their faults are reported", arguments: cases)
  func reading(_ example: Case) {
    let listing = ReadListing(example.text)
    #expect(listing.objects == example.objects)
    #expect(listing.faults == example.faults)
    #expect(listing.summary.isComplete == example.faults.isEmpty)
    #expect(listing.summary.objects == example.objects.count)
  }

  @Test("are read the same way in pieces of any size", arguments: cases, [1, 2, 7, 64])
  func pieces(_ example: Case, _ chunk: Int) {
    // The first 4096 bytes show the format, so only the rest is read in pieces.
    let isJSON = example.text.hasPrefix("{") || example.text.hasPrefix("[")
    let padding = isJSON ? String(repeating: " ", count: 5000) : ""
    let text = String(example.text.prefix(1)) + padding + example.text.dropFirst()
    let whole = ReadListing(text)
    let pieces = ReadListing(text, chunk: chunk)
    #expect(pieces.entries == whole.entries)
    #expect(pieces.summary == whole.summary)
    #expect(whole.objects == example.objects)
  }

  @Test func `are read the same way in pieces after the first 4096 bytes`() {
    let line = "2026-11-24 04:19:09          5 a b/ü.cdf\n"
    let record = "\"a,\"\"b\"\"\nü\",5\r\n"
    for text in [
      String(repeating: line, count: 300), "key,size\n" + String(repeating: record, count: 500),
    ] {
      let whole = ReadListing(text)
      #expect(whole.summary.isComplete)
      #expect(whole.entries.count == (text.hasPrefix("key") ? 500 : 300))
      for chunk in [1, 3, 50, 4095, 4097] {
        let pieces = ReadListing(text, chunk: chunk)
        #expect(pieces.entries == whole.entries)
        #expect(pieces.summary == whole.summary)
      }
    }
  }

  @Test func `give the other metadata of an object`() throws {
    let object = ReadListing(ListingSample.awsJSON).entries
    #expect(object[0].etag == "\"fb0e22c79ac75679e9881e6ba183b354\"")
    #expect(object.map(\.lastModified?.text) == ["2026-11-24T04:19:09Z", "2026-11-24T02:19:09Z"])
    #expect(object.map(\.line) == [3, 13])
    let found = ReadListing(ListingSample.find).entries
    #expect(
      found.map(\.lastModified?.text) == ["2023-11-14T22:13:20.250000000Z", "2023-11-14T22:13:20Z"])
    let manifest = ReadListing(ListingSample.headedCSV)
    #expect(manifest.entries[0].dataTime == "2015-09-01T12:11:14Z")
    #expect(manifest.entries[0].lastModified == nil)
    let rclone = ReadListing(ListingSample.rclone).entries
    #expect(rclone[1].lastModified?.text == "2026-11-24T03:19:09.500000000Z")
    #expect(ReadListing("bk,a,1\n").summary.target == "s3://bk/")
    #expect(ReadListing(#"{"Name": "bk", "Prefix": "p/"}"#).summary.target == "s3://bk/")
    #expect(ReadListing(#"{"Name": "bk", "Prefix": "p/"}"#).summary.prefix == "p/")
  }

  @Test func `report the order of their keys`() {
    func summary(_ keys: String) -> ListingSummary {
      ReadListing(keys.map { "\($0),1\n" }.joined()).summary
    }
    #expect(summary("abc").isSorted)
    #expect(summary("acb").outOfOrder == 1)
    #expect(summary("acb").firstOutOfOrder == 3)
    #expect(summary("abbc").repeated == 1)
    #expect(summary("abbc").firstRepeated == 3)
    #expect(summary("abbc").isComplete)
    // In byte order, Z comes before a, and é as one scalar differs from é as two.
    #expect(summary("Za").isSorted)
    #expect(ReadListing("e\u{301},1\n\u{E9},1\n").summary.repeated == 0)
  }
}
