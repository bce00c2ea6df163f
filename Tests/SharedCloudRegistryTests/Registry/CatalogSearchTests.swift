import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Searching catalogs", .temporaryFolder)
struct CatalogSearchTests {
  private func catalogs() async throws -> CatalogCollection {
    CatalogCollection([
      try await LocalRegistry.bucket(
        """
        {"version": "1.1", "catalog": [
          {"id": "mms1_fgm_brst", "index": "s3://b/MMS/mms1/fgm/", "title": "MMS 1 magnetometer"},
          {"id": "MMS2_FGM", "index": "s3://b/two/", "title": "Burst mode", "tags": ["MMS", "mms2"]},
          {"id": "aia_0094", "index": "s3://b/sdo/aia/", "title": "SDO AIA 94 Å", "tags": "sun"},
          {"id": "aaaa", "index": "s3://b/x/", "title": "ÅÅÅ"},
          {"id": "hmi", "index": "s3://b/hmi/", "title": "Sun"}
        ]}
        """)
    ])
  }

  /// Words and the ids that they find, best first.
  static let cases: [(words: [String], ids: [String])] = [
    // Three places in the index, one in the id, one in the title; then id and two tags.
    (["mms"], ["mms1_fgm_brst", "MMS2_FGM"]), (["MMS2"], ["MMS2_FGM"]),
    (["brst"], ["mms1_fgm_brst"]),
    (["sun"], ["aia_0094", "hmi"]), (["SUN", "hmi"], ["hmi", "aia_0094"]), (["nothing"], []),
    ([""], []), ([], []), (["aa"], ["aaaa"]), (["å"], ["aaaa", "aia_0094"]),
    // No match spans two fields.
    (["brsts3"], []),
  ]

  @Test("finds words, the highest counts first", arguments: cases.indices)
  func words(_ number: Int) async throws {
    let example = Self.cases[number]
    let found = try await catalogs().datasets(matching: example.words)
    #expect(found.map(\.dataset.id) == example.ids)
  }

  @Test func `counts each place once`() async throws {
    let found = try await catalogs().datasets(matching: ["mms", "mms1", "aa"])
    // mms: id, index twice, title; mms1: id, index. aa: twice, not three times.
    #expect(found.map(\.count) == [6, 3, 2])
  }

  /// Words and the ids in the order of the ranking.
  static let ranked: [(words: [String], ids: [String])] = [
    // Both words before one, however often; a whole word before parts.
    (["burst", "mms2"], ["MMS2_FGM"]), (["mms", "magnetometer"], ["mms1_fgm_brst", "MMS2_FGM"]),
    (["aa"], ["aaaa"]), (["å"], ["aia_0094", "aaaa"]), (["sun", "sun"], ["aia_0094", "hmi"]),
    (["fgm", "sun", "mode"], ["MMS2_FGM", "mms1_fgm_brst", "aia_0094", "hmi"]),
    (["s3"], []), ([""], []),
  ]

  @Test("ranks by words, then by whole words", arguments: ranked.indices)
  func ranking(_ number: Int) async throws {
    let example = Self.ranked[number]
    let found = try await catalogs().search(example.words).map(\.dataset.id)
    guard example.words != ["s3"] else { return #expect(found.count == 5) }
    #expect(found == example.ids)
  }

  @Test func `puts whole words before parts`() async throws {
    let found = try await CatalogCollection([
      LocalRegistry.bucket(
        """
        {"version": "1.1", "catalog": [
          {"id": "TRACE", "index": "s3://b/trace/", "title": "TRACE of the surface"},
          {"id": "AC_H0", "index": "s3://b/x/", "title": "ACE data"}
        ]}
        """)
    ]).search(["ace"])
    #expect(found.map(\.dataset.id) == ["AC_H0", "TRACE"])
    #expect(found.map(\.wholeWords) == [1, 0])
  }

  @Test func `offers words that are spelled like one that no dataset has`() async throws {
    let unknown = try await catalogs().unknownWords(["magnetomter", "sun", "zzzz"])
    #expect(unknown.map(\.word) == ["magnetomter", "zzzz"])
    #expect(unknown.map(\.near) == [["magnetometer"], []])
  }

  @Test func `finds parts of ids and titles`() async throws {
    let catalogs = try await catalogs()
    #expect(catalogs.datasets(whereIDContains: "FGM").map(\.id) == ["mms1_fgm_brst", "MMS2_FGM"])
    #expect(catalogs.datasets(whereTitleContains: "burst").map(\.id) == ["MMS2_FGM"])
  }

  @Test func `groups datasets by the first word of their ids`() async throws {
    let groups = DatasetGroup.groups(of: try await catalogs().datasets)
    #expect(groups.map(\.name) == ["aaaa", "aia", "hmi", "mms1", "MMS2"])
    #expect(groups.map(\.datasets.count) == [1, 1, 1, 1, 1])
  }

  @Test(
    "finds datasets by a path",
    arguments: [
      ("sdo/aia", ["aia_0094"]), ("s3://b/sdo/aia/2020/file.fits", ["aia_0094"]), ("SDO", []),
      ("s3://b/", ["mms1_fgm_brst", "MMS2_FGM", "aia_0094", "aaaa", "hmi"]), ("elsewhere", []),
    ])
  func lookup(_ path: String, _ ids: [String]) async throws {
    let bucket = try await catalogs().buckets[0]
    #expect(bucket.datasets(at: path).map(\.id) == ids)
    if path == "SDO" {
      #expect(bucket.datasets(at: path, ignoresCase: true).map(\.id) == ["aia_0094"])
    }
  }
}
