import Foundation
import ObjectStorage
import TestSupport
import Testing

@testable import Listings

@Suite("S3 Inventory", .temporaryFolder)
struct InventoryTests {
  /// A part of an inventory and its MD5.
  private static let parts = [
    """
    "src","x/b%20c%2B+d.cdf","12","2024-05-06T07:08:09.000Z","true","false"
    "src","a.cdf","5","2024-05-06T07:08:09.000Z","true","false"

    """,
    """
    "src","a.cdf","4","2023-05-06T07:08:09.000Z","false","false"
    "src","old.cdf","","2023-05-06T07:08:09.000Z","true","true"
    "src","%C3%BC%0A.cdf","7","2024-05-06T07:08:09.000Z","true","false"

    """,
  ]
  private static let sums = [
    "470baf075c4e2e41c482c303494c74c9", "9aaf11cd2684d2063ee5677e888e3fbf",
  ]

  private static func manifest(
    schema: String = "Bucket, Key, Size, LastModifiedDate, IsLatest, IsDeleteMarker",
    format: String = "CSV", sums: [String] = sums
  ) -> String {
    """
    {
      "sourceBucket" : "src",
      "destinationBucket" : "arn:aws:s3:::dest",
      "version" : "2016-11-30",
      "creationTimestamp" : "1714953600000",
      "fileFormat" : "\(format)",
      "fileSchema" : "\(schema)",
      "files" : [
        {"key" : "inv/src/all/data/p0.csv", "size" : 128, "MD5checksum" : "\(sums[0])"},
        {"key" : "inv/src/all/data/p1.csv", "size" : 191, "MD5checksum" : "\(sums[1])"}
      ]
    }
    """
  }

  private func read(_ manifest: String) throws -> (entries: [ListingEntry], summary: ListingSummary)
  {
    let folder = TemporaryFolder.current
    try folder.write(manifest, to: "manifest.json")
    var entries: [ListingEntry] = []
    let summary = try ListingFile(path: folder.path + "/manifest.json").read { entries += $0 }
    return (entries, summary)
  }

  @Test(
    "is read from its files, wherever they were copied",
    arguments: ["", "data/", "inv/src/all/data/", "../data/", "../inv/src/all/data/"])
  func places(_ place: String) throws {
    let folder = TemporaryFolder.current
    try folder.makeFolder("sub")
    for (index, part) in Self.parts.enumerated() {
      try folder.write(part, to: "sub/\(place)p\(index).csv")
    }
    try folder.write(Self.manifest(), to: "sub/manifest.json")
    var entries: [ListingEntry] = []
    let summary = try ListingFile(path: folder.path + "/sub/manifest.json").read { entries += $0 }
    #expect(summary.faults.map(\.description) == [])
    #expect(entries.filter(\.isPresent).map(\.key) == ["x/b c+ d.cdf", "a.cdf", "ü\n.cdf"])
    #expect(entries.filter(\.isPresent).map(\.size) == [12, 5, 7])
    #expect(summary.pastVersions == 2)
    #expect(summary.target == "s3://src/")
    #expect(summary.created == "2024-05-06T00:00:00Z")
    #expect(summary.format == .inventory)
    #expect(ListingFile(path: folder.path + "/sub/manifest.json").target == "s3://src/")
  }

  @Test func `has its columns in the order of the schema`() throws {
    try TemporaryFolder.current.write("\"9\",\"x\",\"a\"\n", to: "p0.csv")
    try TemporaryFolder.current.write("", to: "p1.csv")
    let manifest = Self.manifest(schema: "Size, StorageClass, Key")
      .replacing("\"MD5checksum\"", with: "\"other\"")
    let (entries, summary) = try read(manifest)
    #expect(summary.isComplete)
    #expect(entries == [ListingEntry(key: "a", size: 9, line: 1)])
  }

  @Test func `with another checksum or without a file is not complete`() throws {
    try TemporaryFolder.current.write(Self.parts[0], to: "p0.csv")
    let (_, summary) = try read(Self.manifest(sums: [Self.sums[1], Self.sums[1]]))
    #expect(
      summary.faults.map(\.description) == [
        "inv/src/all/data/p0.csv, line 1: the MD5 of the file differs from the manifest",
        "inv/src/all/data/p1.csv, line 1: it can't be read: it is neither next to the manifest "
          + "nor in data/",
      ])
  }

  @Test func `may be compressed, and its checksums are those of the compressed files`() throws {
    let folder = TemporaryFolder.current
    var sums: [String] = []
    for (index, part) in Self.parts.enumerated() {
      let packed = Gzip.compress(Array(part.utf8))
      try Data(packed).write(to: URL(filePath: folder.path + "/p\(index).csv"))
      let digest = RunningDigest(.md5)
      digest.add(packed.span)
      sums.append(digest.finish())
    }
    let (entries, summary) = try read(Self.manifest(sums: sums))
    #expect(summary.faults.map(\.description) == [])
    #expect(entries.filter(\.isPresent).map(\.key) == ["x/b c+ d.cdf", "a.cdf", "ü\n.cdf"])
    #expect(try read(Self.manifest()).summary.faults.map(\.code) == [.differs, .differs])
  }

  @Test("that is compressed and truncated is reported", arguments: [1, 5, 30, 60])
  func truncated(_ cut: Int) throws {
    let folder = TemporaryFolder.current
    for (index, part) in Self.parts.enumerated() {
      let packed = Gzip.compress(Array(part.utf8)).dropLast(cut)
      try Data(packed).write(to: URL(filePath: folder.path + "/p\(index).csv"))
    }
    let summary = try read(Self.manifest()).summary
    #expect(summary.faults.count >= 2)
    #expect(!summary.isComplete)
  }

  @Test(
    "in ORC or another format, or unusable, is refused",
    arguments: [
      (
        manifest(format: "ORC"),
        "ORC is not supported; set the inventory to Parquet or CSV, or convert its files: python"
      ),
      (
        manifest(format: "Avro"),
        "the inventory has the format Avro; set it to Parquet or CSV"
      ),
      (manifest(schema: "Key"), "the inventory has no column Key or no column Size"),
      (
        manifest().replacing("inv/src/all/data/p0.csv", with: "../../etc/passwd"),
        "a file of the manifest has no usable key"
      ),
      (
        manifest().replacing("\"files\"", with: "\"file\""),
        "the manifest lacks fileSchema or files"
      ),
      (manifest().replacing("]", with: ""), "the manifest is not JSON"),
    ])
  func refusal(_ manifest: String, _ message: String) throws {
    let (entries, summary) = try read(manifest)
    #expect(entries.isEmpty)
    #expect(summary.faults.count == 1)
    #expect(summary.faults.first?.message.hasPrefix(message) == true)
  }
}
