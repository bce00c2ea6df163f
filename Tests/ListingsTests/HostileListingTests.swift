import TestSupport
import Testing

@testable import Listings

@Suite("Hostile listings")
struct HostileListingTests {
  @Test(
    "don't nest deeper than the limit",
    arguments: ["[", "{\"Contents\":[", "[{\"Path\":"])
  func depth(_ start: String) {
    let text =
      start + String(repeating: "[", count: 10_000)
      + String(repeating: "]", count: 10_000) + (start.hasPrefix("[{") ? "}]" : "]")
    let listing = ReadListing(text)
    #expect(listing.entries.isEmpty)
    #expect(!listing.summary.isComplete)
  }

  @Test("can't fill the memory with one line", arguments: ListingFormat.allCases)
  func length(_ format: ListingFormat) {
    // A line of 8 MB comes in pieces, of which at most one megabyte is kept.
    var reader = ListingReader(format: format)
    let start = format == .awsJSON || format == .rclone ? "[{\"Key\":\"" : "\"a"
    _ = reader.read(Array(start.utf8).span)
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    for _ in 0..<8 { #expect(reader.read(piece.span).isEmpty) }
    _ = reader.read(Array("\n1\tok\n".utf8).span)
    _ = reader.finish()
    #expect(!reader.summary.isComplete)
  }

  @Test func `continue after a line that is too long`() {
    let long = String(repeating: "x", count: 2 << 20)
    let listing = ReadListing("1\ta\n2\t\(long)\n3\tb\n")
    #expect(listing.objects == ["a 1", "b 3"])
    #expect(listing.faults == ["2 badEntry the line is longer than 1048576 bytes"])
    let records = ReadListing("key,size\na,1\n\(long),2\nb,3\n")
    #expect(records.objects == ["a 1", "b 3"])
    #expect(records.faults == ["3 badEntry the record is longer than 1048576 bytes"])
    let json = ReadListing(
      #"[{"Key":"a","Size":1},{"Key":"\#(long)","Size":2},{"Key":"b","Size":3}]"#)
    #expect(json.objects == ["a 1", "b 3"])
    #expect(json.faults == ["1 badEntry the object is longer than a megabyte"])
  }

  @Test("with NUL and bytes that are not text are refused", arguments: ListingFormat.allCases)
  func bytes(_ format: ListingFormat) {
    for noise in [[UInt8](repeating: 0, count: 9000), [0xFF, 0xFE, 0x0A, 0xC3], Array(0...255)] {
      let listing = ReadListing(noise, format: format)
      #expect(listing.entries.isEmpty)
      #expect(!listing.summary.isComplete)
    }
  }

  @Test func `keep keys unchanged, wherever they lead`() {
    let listing = ReadListing(
      #"[{"Key":"../up","Size":1},{"Key":"/a","Size":1},{"Key":"a//b\u0000","Size":1}]"#)
    #expect(listing.entries.map(\.key) == ["../up", "/a", "a//b\u{0}"])
  }

  @Test func `with any byte changed or missing don't crash`() {
    var generator = SeededGenerator(seed: 11)
    let samples = [
      ListingSample.snapshot, ListingSample.awsJSON, ListingSample.awsText, ListingSample.rclone,
      ListingSample.find, ListingSample.headedCSV, ListingSample.nginx, ListingSample.apache,
    ]
    for sample in samples {
      let bytes = Array(sample.utf8)
      for index in bytes.indices {
        var changed = bytes
        changed[index] = UInt8.random(in: 0...255, using: &generator)
        _ = ReadListing(changed)
        let cut = ReadListing(Array(bytes[..<index]), format: ReadListing(bytes).summary.format)
        #expect(cut.entries.count <= ReadListing(bytes).entries.count)
      }
    }
  }

  @Test func `list a limited number of faults, but count all`() {
    let listing = ReadListing("1\ta\n" + String(repeating: "x\n", count: 500))
    #expect(listing.summary.faultCount == 500)
    #expect(listing.summary.faults.count == 20)
  }
}
