import Formats
import Testing

@testable import Listings

@Suite("Snapshots")
struct SnapshotTests {
  /// Objects with unusual keys and all metadata.
  private static var objects: [ListingEntry] {
    var first = ListingEntry(key: " lead", size: 5, line: 2)
    first.etag = "\"e\""
    var second = ListingEntry(key: "a\"b,\n.cdf", size: 7, line: 3)
    second.lastModified = Instant(seconds: 1_714_979_289)
    return [first, second, ListingEntry(key: "ünï.cdf", size: nil, line: 4)]
  }

  private func write(
    _ entries: [ListingEntry], isComplete: Bool = true, prefix: String = ""
  ) -> [UInt8] {
    var writer = SnapshotWriter()
    let header = writer.header(target: "s3://b/", created: nil, tool: "t 1")
    let lines = writer.lines(entries)
    return header + lines + writer.footer(isComplete: isComplete, prefix: prefix)
  }

  @Test func `are written line by line`() throws {
    #expect(String(decoding: write(Self.objects), as: UTF8.self) == ListingSample.snapshot)
  }

  @Test func `are read back unchanged`() throws {
    var entries = Self.objects
    var old = ListingEntry(key: "a", size: 1)
    old.isLatest = false
    var deleted = ListingEntry(key: "a", size: nil)
    deleted.isDeleteMarker = true
    let listing = ReadListing(write([old, deleted] + entries, prefix: "p"))
    entries[2].dataTime = nil
    #expect(listing.entries == entries)
    #expect(listing.faults == [])
    #expect(listing.summary.target == "s3://b/")
    #expect(listing.summary.prefix == "p")
    #expect(listing.summary.isSorted)
    #expect(listing.summary.bytes == 12)
  }

  @Test func `of another listing have its time, and no other`() throws {
    for created in [nil, "2026-01-02T03:04:05Z"] {
      var writer = SnapshotWriter()
      let header = writer.header(target: nil, created: nil, tool: "t 1")
      let lines = writer.lines(Self.objects)
      let footer = writer.footer(
        isComplete: true, prefix: "", unlisted: ["a/b"], created: created)
      let listing = ReadListing(header + lines + footer)
      #expect(listing.faults == [])
      #expect(listing.summary.created == created)
      #expect(listing.summary.unlisted == ["a/b"])
    }
  }

  @Test func `say whether they are sorted and complete`() throws {
    func footer(_ keys: String, _ isComplete: Bool) throws -> String {
      let entries = keys.map { ListingEntry(key: String($0), size: 0) }
      let text = String(decoding: write(entries, isComplete: isComplete), as: UTF8.self)
      return String(text.split(separator: "\n").last ?? "")
    }
    #expect(try footer("ab", true).contains(#""complete":true,"count":2,"bytes":0,"sorted":true"#))
    #expect(
      try footer("ba", false).contains(#""complete":false,"count":2,"bytes":0,"sorted":false"#))
    #expect(try footer("aa", true).contains(#""sorted":false"#))
  }

  private static let end = "\(ListingSample.sum)\"}"

  /// Damage to a snapshot, and the kinds of fault that report it.
  static let damages: [(name: String, from: String, to: String, faults: [ListingFault.Code])] = [
    ("the last line", #"{"complete":true"#, "", [.badEntry, .endsEarly]),
    ("a size", #""size":5"#, #""size":6"#, [.differs]),
    ("a byte of a key", "ünï", "ünü", [.differs]),
    ("a line", "{\"key\":\"ünï.cdf\"}\n", "", [.differs, .differs]),
    ("a bracket", "\"e\\\"\"}", "\"e\\\"\"", [.badEntry, .differs]),
    ("the first line", "scregistry-snapshot", "another", [.unclear]),
    ("the version", #""schemaVersion":1"#, #""schemaVersion":2"#, [.unclear]),
    ("completeness", #""complete":true"#, #""complete":false"#, [.endsEarly]),
    ("the checksum", ListingSample.sum, String(repeating: "0", count: 64), [.differs]),
    ("the count", #""count":3"#, #""count":4"#, [.differs]),
    ("what follows", "\(ListingSample.sum)\"}\n", "\(ListingSample.sum)\"}\n{}\n", [.differs]),
    ("a negative size", #""size":5"#, #""size":-5"#, [.badEntry, .differs]),
    ("unlisted places", end, "\(ListingSample.sum)\",\"unlisted\":\"a\"}", [.unclear]),
    ("an unlisted place", end, "\(ListingSample.sum)\",\"unlisted\":[1]}", [.unclear]),
    ("an empty key", #""key":" lead""#, #""key":"""#, [.badEntry, .differs]),
  ]

  @Test("that were changed are incomplete", arguments: damages)
  func damage(
    _ damage: (name: String, from: String, to: String, faults: [ListingFault.Code])
  ) throws {
    let text = ListingSample.snapshot.replacing(damage.from, with: damage.to, maxReplacements: 1)
    #expect(text != ListingSample.snapshot)
    let listing = ReadListing(text, format: .snapshot)
    #expect(listing.summary.faults.map(\.code) == damage.faults, "\(damage.name)")
  }

  @Test func `that are truncated anywhere are incomplete`() {
    let bytes = Array(ListingSample.snapshot.utf8)
    for end in 0..<bytes.count - 1 {
      #expect(!ReadListing(Array(bytes[..<end]), format: .snapshot).summary.isComplete)
    }
    // Only the last line end may be missing.
    #expect(ReadListing(Array(bytes.dropLast()), format: .snapshot).summary.isComplete)
    #expect(ReadListing(bytes).summary.isComplete)
  }
}
