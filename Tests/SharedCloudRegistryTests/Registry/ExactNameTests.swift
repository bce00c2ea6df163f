import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Names in catalogs are bytes, and addresses of one bucket are one", .temporaryFolder)
struct ExactNameTests {
  private static let composed = "\u{E9}"
  private static let decomposed = "e\u{301}"

  @Test func `two ids that look alike are two datasets, each with its files`() async throws {
    let ids = [Self.composed, Self.decomposed]
    let entries = ids.map {
      """
      {"id": "\($0)", "index": "s3://b/ds/", "title": "T", "start": "2015-01-01T00:00:00Z",
       "stop": "2015-01-02T00:00:00Z"}
      """
    }
    let folder = TemporaryFolder.current
    for (number, id) in ids.enumerated() {
      try folder.write(
        "# start, stop, datakey, filesize\n"
          + "2015-01-01T00:00:00Z,2015-01-02T00:00:00Z,s3://b/\(number).cdf,1\n",
        to: "ds/\(id)_2015.csv")
    }
    let bucket = try await LocalRegistry.bucket(
      #"{"version": "1.1", "endpoint": "s3://b/", "catalog": ["#
        + entries.joined(separator: ",") + "]}")
    #expect(bucket.faults.map(\.kind) == [])
    for (number, id) in ids.enumerated() {
      let dataset = try bucket.dataset(id)
      #expect(dataset.id.utf8.elementsEqual(id.utf8))
      #expect(try await LocalRegistry.names(dataset, FileQuery()) == "\(number).cdf")
    }
  }

  @Test(
    "an id that no dataset has is answered with the nearest one",
    arguments: [
      ("AIA_0094", "aia_0094"), ("aia0094", "aia_0094"), ("aia-0094", "aia_0094"),
      ("aia_094", "aia_0094"), ("hmi", "hmi_V"), ("mms", nil), ("--", nil),
    ] as [(String, String?)])
  func nearest(_ id: String, _ near: String?) async throws {
    let entries = ["hmi_V", "aia_0094"].map {
      """
      {"id": "\($0)", "index": "s3://b/\($0)/", "title": "T", "start": "2015-01-01T00:00:00Z",
       "stop": "2015-01-02T00:00:00Z"}
      """
    }
    let bucket = try await LocalRegistry.bucket(
      #"{"version": "1.1", "endpoint": "s3://b/", "catalog": ["#
        + entries.joined(separator: ",") + "]}")
    let error = #expect(throws: ReadingError.self) { try bucket.dataset(id) }
    let words = near.map { "the nearest id is \($0)" } ?? "scregistry datasets lists the ids"
    #expect(error?.detail.contains(words) == true, "\(error?.detail ?? "")")
  }

  @Test(
    "lookup and mappings take any address of the bucket",
    arguments: [
      "s3://b/ds/", "https://b.s3.amazonaws.com/ds/", "https://s3.us-west-2.amazonaws.com/b/ds/",
    ])
  func addresses(_ index: String) async throws {
    let rows =
      "# start, stop, datakey, filesize\n"
      + "2015-01-01T00:00:00Z,2015-01-02T00:00:00Z,s3://b/ds/a.cdf,1\n"
    let bucket = try await LocalRegistry.bucket(
      """
      {"version": "1.1", "endpoint": "s3://b/", "catalog": [
        {"id": "ds", "index": "\(index)", "title": "T", "start": "2015-01-01T00:00:00Z",
         "stop": "2015-01-02T00:00:00Z"}]}
      """, files: ["ds/ds_2015.csv": rows])
    #expect(try await LocalRegistry.names(try bucket.dataset("ds"), FileQuery()) == "a.cdf")
    for address in [
      "s3://b/ds/", "s3://b/ds/a.cdf", "https://b.s3-us-west-2.amazonaws.com/ds/a.cdf",
      "https://s3.amazonaws.com/b/ds/",
    ] {
      #expect(bucket.datasets(at: address).map(\.id) == ["ds"], "\(address)")
    }
    #expect(bucket.datasets(at: "https://c.s3.amazonaws.com/ds/").isEmpty)
  }
}
