import Listings
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Columns that identify bytes", .temporaryFolder)
struct IdentityColumnTests: PublishingTests {
  private static let keys = ["data/2020/ds_2020010100_v1.cdf", "data/2020/ds_2020010200_v1.cdf"]
  private static let lines = keys.map { $0 + ",10" }
  private static let digests = [
    String(repeating: "1a", count: 32), String(repeating: "2b", count: 32),
  ]

  /// Makes a publisher of a mission with columns of checksums.
  private func publisher(
    lists: [String: String], etags: Bool = false,
    _ change: (inout Publisher.Options) -> Void = { _ in }
  ) throws -> Publisher {
    var options = Publisher.Options(now: SCRTime(seconds: 1_790_000_000))
    for (name, text) in lists {
      try folder.write(text, to: name)
      options.evidence.append(folder.path + "/" + name)
    }
    change(&options)
    var mission = try Mission(parsing: Array(Self.mission.utf8), path: "mission.yml")
    if etags { mission.addETagColumns() }
    mission.addChecksumColumns()
    return Publisher(mission, destination: folder.path + "/registry", options: options)
  }

  /// The further columns of the rows of 2020, in their order.
  private func columns() throws -> [String] {
    try text("index/ds_2020.csv").split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).dropFirst(4)
        .joined(separator: ",")
    }
  }

  @Test(
    "come from lists of any form",
    arguments: [
      "\(digests[0])  \(keys[0])\n\(digests[1]) *./\(keys[1])\n",
      "SHA256 (\(keys[0])) = \(digests[0])\r\nSHA256 (s3://b/\(keys[1])) = \(digests[1])",
      "# words\n\n\(digests[0])  s3://b/\(keys[0])\n\(digests[0])  other\n\(digests[1])  \(keys[1])\n",
      "\(String(repeating: "3", count: 32))  \(keys[0])\n\(digests[0])  \(keys[0])\n\(digests[1])  \(keys[1])\n",
    ])
  func lists(_ list: String) async throws {
    let publisher = try publisher(lists: ["SUMS": list])
    let draft = try await draft(publisher, Self.lines)
    #expect(draft.plan.refusals == [] && draft.plan.notices == [])
    try await publisher.publish(draft)
    #expect(try columns() == Self.digests.map { $0 + ",sha256" })
  }

  @Test(
    "are empty where nothing is known for sure",
    arguments: [
      ("", "no list of checksums names it"),
      ("\(digests[0])  \(keys[0]).md5\n", "no list of checksums names it"),
      (
        "b,\(keys[0]),,failed,500,,\"{\"\"algorithm\"\":\"\"sha256\"\",\"\"value\"\":\"\"\(digests[0])\"\"}\"\n",
        "no list of checksums names it"
      ),
    ])
  func gaps(_ list: String, _ reason: String) async throws {
    let publisher = try publisher(lists: [
      "SUMS": list + "\(Self.digests[1])  \(Self.keys[1])\n"
    ])
    let draft = try await draft(publisher, Self.lines)
    #expect(draft.plan.refusals == [])
    #expect(
      draft.plan.notices == [
        "no checksum is known of 1 file, first \(Self.keys[0]): \(reason)"
      ])
    try await publisher.publish(draft)
    #expect(try columns() == [",", Self.digests[1] + ",sha256"])
  }

  @Test(
    "come from no list that contradicts itself or can't be read",
    arguments: [
      (
        "\(digests[0])  \(keys[0])\n\(digests[1])  \(keys[0])\n", PublishingGuard.contradiction,
        "\(keys[0]): it has two different sha256 checksums"
      ),
      ("no checksum\n", .incompleteSource, "SUMS, line 1: it is not a checksum with a path"),
    ])
  func refusals(_ list: String, _ opening: PublishingGuard, _ reason: String) async throws {
    let publisher = try publisher(lists: ["SUMS": list])
    let refusals = try await draft(publisher, Self.lines).plan.refusals
    #expect(refusals.map(\.opening) == [opening])
    #expect(refusals.first?.reason.hasSuffix(reason) == true)
  }

  @Test func `come from a report of S3 Batch Operations only for the object with its ETag`()
    async throws
  {
    let key = "data/2020/ds_2020010100_v1.cdf"
    func row(_ etag: String) -> String {
      let result =
        "{\"checksum_hex\":\"\(Self.digests[0])\",\"checksumAlgorithm\":\"SHA256\",\"etag\":\"\(etag)\"}"
      return
        "b,\(key.replacing("_", with: "%5F")),,succeeded,200,,\"\(result.replacing("\"", with: "\"\""))\"\n"
    }
    for (etag, expected) in [("e1", "e1,\(Self.digests[0]),sha256"), ("e2", "e1,,")] {
      let publisher = try publisher(lists: ["report.csv": row(etag)], etags: true) {
        $0.allowed = [.lostColumns]
      }
      try folder.write("key,size,etag\n\(key),10,e1\n", to: "listing.csv")
      let draft = try await publisher.draft(
        from: [try PublishingSource(folder.path + "/listing.csv")])
      try await publisher.publish(draft)
      #expect(try columns() == [expected])
      try folder.remove("registry")
    }
  }

  @Test func `are not kept if another column shows that the file changed`() async throws {
    let list = "\(Self.digests[0])  \(Self.keys[0])\n"
    func publish(_ publisher: Publisher, etag: String) async throws {
      try folder.write("key,size,etag\n\(Self.keys[0]),10,\(etag)\n", to: "listing.csv")
      let draft = try await publisher.draft(
        from: [try PublishingSource(folder.path + "/listing.csv")])
      try await publisher.publish(draft)
    }
    try await publish(try publisher(lists: ["SUMS": list], etags: true), etag: "e1")
    #expect(try columns() == ["e1,\(Self.digests[0]),sha256"])
    try await publish(try publisher(lists: [:], etags: true), etag: "e1")
    #expect(try columns() == ["e1,\(Self.digests[0]),sha256"])
    try await publish(try publisher(lists: [:], etags: true), etag: "e2")
    #expect(try columns() == ["e2,,"])
  }

  @Test func `keep the value of a row if a source states none and the size is the same`()
    async throws
  {
    let list = zip(Self.digests, Self.keys).map { "\($0)  \($1)\n" }.joined()
    let first = try publisher(lists: ["SUMS": list])
    try await first.publish(try await draft(first, Self.lines))
    let second = try publisher(lists: [:]) { $0.allowed = [.olderEvidence] }
    let draft = try await draft(second, [Self.lines[0], Self.keys[1] + ",11"])
    try await second.publish(draft)
    #expect(try columns() == [Self.digests[0] + ",sha256", ","])
  }

  @Test func `of the present index go to the columns of their names`() async throws {
    let list = "\(Self.digests[0])  \(Self.keys[0])\n"
    let first = try publisher(lists: ["SUMS": list])
    try await first.publish(try await draft(first, [Self.lines[0]]))
    let second = try publisher(lists: [:], etags: true) { $0.isPartial = true }
    try await second.publish(try await draft(second, [Self.lines[1]]))
    #expect(try columns() == [",\(Self.digests[0]),sha256", ",,"])
  }

  @Test func `are not dropped unless that is allowed`() async throws {
    let first = try publisher(lists: ["SUMS": "\(Self.digests[0])  \(Self.keys[0])\n"])
    try await first.publish(try await draft(first, Self.lines))
    let plain = try publisher()
    let refusals = try await draft(plain, Self.lines).plan.refusals
    #expect(refusals.map(\.opening) == [.lostColumns])
    #expect(
      refusals.first?.reason
        == "its present index has checksum, checksum_algorithm, which would be lost; pass "
        + "--with-checksum")
    let open = try publisher { $0.allowed = [.lostColumns] }
    try await open.publish(try await draft(open, Self.lines))
    #expect(try columns() == ["", ""])
  }

  @Test func `of local files are not taken from a list that contradicts their bytes`() async throws
  {
    try folder.write("abc", to: "tree/" + Self.keys[0])
    let publisher = try publisher(lists: ["SUMS": "\(Self.digests[0])  \(Self.keys[0])\n"])
    let draft = try await publisher.draft(from: [try PublishingSource(folder.path + "/tree")])
    #expect(draft.plan.refusals.map(\.opening) == [.contradiction])
  }

  @Test func `of local files are hashes of their bytes`() async throws {
    try folder.write("abc", to: "tree/" + Self.keys[0])
    let publisher = try publisher(lists: [:])
    let draft = try await publisher.draft(from: [try PublishingSource(folder.path + "/tree")])
    try await publisher.publish(draft)
    #expect(
      try columns() == [
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad,sha256"
      ])
  }
}
