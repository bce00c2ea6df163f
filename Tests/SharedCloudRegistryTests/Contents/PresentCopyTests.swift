import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("A copy whose index has neither size nor checksum", .temporaryFolder)
struct PresentCopyTests {
  /// A dataset with one file, whose server may refuse it.
  private static func dataset(
    size: String = "", _ code: StoreError.Code?
  ) async throws -> Dataset {
    try TemporaryFolder.current.write("12345", to: "ds/a.cdf")
    _ = try await LocalRegistry.dataset(files: [
      "2015.csv": "2015-01-01T00:00:00Z,2015-01-02T00:00:00Z,s3://b/ds/a.cdf,\(size)\n"
    ])
    return try await RefusingStorage.dataset { $0 == "a.cdf" ? code : nil }
  }

  private static func fetch(
    _ dataset: Dataset, _ copy: String, acceptsAnySize: Bool = false
  ) async throws -> FileFetch.Outcome {
    let folder = TemporaryFolder.current
    try folder.write(copy, to: "t/ds/a.cdf")
    let record = try #require(try await LocalRegistry.all(dataset.files()).first)
    return try await FileFetch(
      dataset, to: folder.path + "/t", acceptsAnySize: acceptsAnySize
    ).fetch(record)
  }

  @Test(
    "is compared with the size on the server",
    arguments: [("54321", FileFetch.Outcome.present), ("1234", .fetched(bytes: 5))])
  func compared(_ copy: String, _ outcome: FileFetch.Outcome) async throws {
    #expect(try await Self.fetch(try await Self.dataset(nil), copy) == outcome)
  }

  @Test(
    "may be an old one if the server says nothing, and stays",
    arguments: [StoreError.Code.accessDenied, .unsupported, .notFound, .unavailable, .malformed])
  func unknown(_ code: StoreError.Code) async throws {
    let dataset = try await Self.dataset(code)
    let error = await #expect(throws: ReadingError.self) {
      try await Self.fetch(dataset, "12345")
    }
    #expect(error?.storage == code)
    #expect(error?.detail == "its copy exists, but can't be compared: refused")
    #expect(try TemporaryFolder.current.text("t/ds/a.cdf") == "12345")
  }

  @Test func `needs no request if the index has a size`() async throws {
    let dataset = try await Self.dataset(size: "5", .accessDenied)
    #expect(try await Self.fetch(dataset, "54321") == .present)
  }

  @Test("of another size is requested again if the server says nothing of it")
  func replaced() async throws {
    let dataset = try await Self.dataset(size: "7", .accessDenied)
    let error = await #expect(throws: ReadingError.self) {
      try await Self.fetch(dataset, "12345", acceptsAnySize: true)
    }
    #expect(error?.detail == "refused")
  }
}
