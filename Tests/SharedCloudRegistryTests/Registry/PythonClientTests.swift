import Files
import Formats
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

/// One test for each row of the article on the Python client.
@Suite("Features of the Python client", .temporaryFolder)
struct PythonClientTests {
  /// The first column of the article.
  static let names: [String] = {
    let path =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
      .joined(separator: "/")
      + "/Sources/SharedCloudRegistry/SharedCloudRegistry.docc/PythonClient.md"
    let text = (try? SequentialFile(path: path).all(limit: 1 << 20)) ?? []
    return String(decoding: text, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "`").dropFirst().first }
      .map { String($0) }
  }()

  private static let index = """
    # start, stop, datakey, filesize
    2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,s3://b/ds/a.cdf,1
    2015-01-02T00:00:00Z,2015-01-02T01:00:00Z,s3://b/ds/b.txt,2

    """
  private static let catalog = """
    {"version": "1.1", "status": {"code": 1200}, "catalog": [
      {"id": "Ds_one", "index": "s3://b/ds/", "title": "First", "start": "2015-01-01T00:00:00Z",
       "stop": "2015-12-31T00:00:00Z", "collections": ["c"], "tags": ["sun"]},
      {"id": "ds_two", "index": "s3://b/two/", "title": "Second", "start": "2015-01-01T00:00:00Z",
       "stop": "2015-12-31T00:00:00Z"}]}
    """
  private static let registry = """
    {"version": "1.1", "registry": [
      {"endpoint": "FOLDER/", "name": "One", "region": "us-east-1"},
      {"endpoint": "FOLDER/missing/", "name": "Two", "region": "us-west-2"}]}
    """

  private func bucket(
    _ options: RegistryReader.Options = RegistryReader.Options()
  ) async throws
    -> Bucket
  {
    try await LocalRegistry.bucket(
      Self.catalog,
      files: [
        "ds/Ds_one_2015.csv": Self.index, "ds/a.cdf": "x", "ds/b.txt": "xy",
        "two/ds_two_2015.csv": "",
      ], options)
  }

  private func registry() async throws -> GlobalRegistry {
    let folder = TemporaryFolder.current
    try folder.write(
      Self.registry.replacing("FOLDER", with: folder.path), to: "HelioDataRegistry.json")
    return try await RegistryReader().globalRegistry(at: folder.path + "/HelioDataRegistry.json")
  }

  private func collection() async throws -> CatalogCollection {
    _ = try await bucket()
    return await RegistryReader().catalogs(of: try await registry())
  }

  private func text(_ format: RecordFormat) async throws -> String {
    let dataset = try await bucket().dataset("Ds_one")
    var writer = RecordWriter(format, dataset: dataset, query: FileQuery())
    var output: [UInt8] = []
    for try await batch in dataset.files().batches { writer.append(batch, to: &output) }
    writer.finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test("are all present", arguments: names)
  func parity(_ name: String) async throws {
    let test = try #require(Self.tests[name], "the row has no test")
    try await test(self)
  }

  @Test func `have a row for each test`() {
    #expect(Set(Self.names) == Set(Self.tests.keys))
    #expect(Self.names.count == Self.tests.count)
  }

  /// The tests by the names of the rows.
  static let tests: [String: @Sendable (PythonClientTests) async throws -> Void] = [
    "CatalogRegistry(url)": { (test: Self) async throws -> Void in
      #expect(try await test.registry().address.hasSuffix("/HelioDataRegistry.json"))
    },
    "ROOT_CATALOG_REGISTRY_URL": { (_: Self) async throws -> Void in
      #expect(
        RegistryReader.registryAddress { $0 == "ROOT_CATALOG_REGISTRY_URL" ? "x" : nil } == "x")
    },
    "CatalogRegistry()": { (_: Self) async throws -> Void in
      #expect(RegistryReader.registryAddress { _ in nil } == RegistryReader.defaultRegistry)
    },
    "CatalogRegistry.get_catalog": { (test: Self) async throws -> Void in
      let json = try await test.registry().json
      #expect(try JSONParser.parse(Array(json.utf8)).root["registry"]?.count == 2)
    },
    "CatalogRegistry.get_registry": { (test: Self) async throws -> Void in
      #expect(try await test.registry().entries.count == 2)
    },
    "CatalogRegistry.get_entries": { (test: Self) async throws -> Void in
      #expect(try await test.registry().entries.first?.name == "One")
    },
    "CatalogRegistry.get_entries_name_region": { (test: Self) async throws -> Void in
      #expect(
        try await test.registry().entries.map { [$0.name, $0.region] }
          == [["One", "us-east-1"], ["Two", "us-west-2"]])
    },
    "CatalogRegistry.get_endpoint": { (test: Self) async throws -> Void in
      let endpoint = try await test.registry().endpoint(named: "Two", regionPrefix: "us-")
      #expect(endpoint.hasSuffix("/missing/"))
    },
    "CloudCatalog(bucket)": { (test: Self) async throws -> Void in
      #expect(try await test.bucket().datasets.count == 2)
    },
    "cache_folder, cache": { (test: Self) async throws -> Void in
      var options = RegistryReader.Options()
      options.cache = CacheOptions(directory: TemporaryFolder.current.path + "/cache")
      // Local files are not copied; copies from servers are tested with the servers.
      #expect(try await test.bucket(options).datasets.count == 2)
      #expect(PathKind(TemporaryFolder.current.path + "/cache") == .absent)
    },
    "altcatalog": { (_: Self) async throws -> Void in
      try TemporaryFolder.current.write(PythonClientTests.catalog, to: "other.json")
      let path = TemporaryFolder.current.path
      #expect(
        try await RegistryReader().bucket(at: path, catalog: "other.json").datasets.count == 2)
    },
    "client_kwargs": { (_: Self) async throws -> Void in
      var options = RegistryReader.Options()
      options.storage.credentials = S3Credentials(accessKeyID: "a", secretAccessKey: "b")
      options.storage.region = "eu-west-1"
      #expect(RegistryReader(options).options.storage.credentials?.accessKeyID == "a")
    },
    "UnavailableData": { (_: Self) async throws -> Void in
      let error = await #expect(throws: ReadingError.self) {
        try await LocalRegistry.bucket(#"{"status": {"code": 1400}, "catalog": []}"#)
      }
      #expect(error?.code == .unavailable)
    },
    "CloudCatalog.get_catalog": { (test: Self) async throws -> Void in
      let json = try await test.bucket().json
      #expect(try JSONParser.parse(Array(json.utf8)).root["catalog"]?.count == 2)
    },
    "CloudCatalog.get_entries_id_title": { (test: Self) async throws -> Void in
      #expect(
        try await test.bucket().datasets.map { [$0.id, $0.title] }
          == [["Ds_one", "First"], ["ds_two", "Second"]])
    },
    "CloudCatalog.get_entries_dict": { (test: Self) async throws -> Void in
      let entries = try await test.bucket().datasets.map(\.json)
      #expect(try JSONParser.parse(Array(entries[0].utf8)).root["tags"]?.count == 1)
    },
    "CloudCatalog.get_entry": { (test: Self) async throws -> Void in
      let bucket = try await test.bucket()
      #expect(try bucket.dataset("ds_two").title == "Second")
      #expect(throws: ReadingError.self) { try bucket.dataset("DS_TWO") }
    },
    "CloudCatalog.robust_get_entry": { (test: Self) async throws -> Void in
      #expect(try await test.bucket().dataset("DS_TWO", ignoresCase: true).title == "Second")
    },
    "CloudCatalog.request_cloud_catalog": { (test: Self) async throws -> Void in
      let dataset = try await test.bucket().dataset("Ds_one")
      let records = try await LocalRegistry.all(dataset.files(from: TimeText.typed("2015-01-02")))
      #expect(records.map(\.datakey) == ["s3://b/ds/b.txt"])
    },
    "overwrite": { (_: Self) async throws -> Void in
      #expect(CacheOptions.Mode.allCases.contains(.overwrite))
    },
    "hapi_request_cloud_catalog": { (test: Self) async throws -> Void in
      #expect(try await test.text(.hapiCSV).contains("\n2015-01-02T00:00:00.000000000Z,"))
    },
    "hapi_metadata": { (test: Self) async throws -> Void in
      let info = try await test.bucket().dataset("Ds_one").hapiInfo
      let root = try JSONParser.parse(Array(info.utf8)).root
      #expect(root["startDate"]?.text == "2015-01-01T00:00:00Z")
      #expect(root["parameters"]?.count == 4)
    },
    "CloudCatalog.ls_wildcard": { (test: Self) async throws -> Void in
      let dataset = try await test.bucket().dataset("Ds_one")
      let records = try await LocalRegistry.all(dataset.files())
      #expect(records.filter(Wildcard("*.cdf").matches).map(\.name) == ["a.cdf"])
    },
    "CloudCatalog.stream": { (test: Self) async throws -> Void in
      let dataset = try await test.bucket().dataset("Ds_one")
      var sizes: [Int] = []
      for try await content in dataset.contents(of: dataset.files()) {
        sizes.append(try content.bytes.get().count)
      }
      #expect(sizes == [1, 2])
    },
    "CloudCatalog.stream_uri": { (test: Self) async throws -> Void in
      let dataset = try await test.bucket().dataset("Ds_one")
      let keys = try await LocalRegistry.all(dataset.files()).map(\.datakey)
      #expect(keys == ["s3://b/ds/a.cdf", "s3://b/ds/b.txt"])
    },
    "CloudCatalog.reverse_lookup_ids": { (test: Self) async throws -> Void in
      let bucket = try await test.bucket()
      #expect(bucket.datasets(at: "b/two").map(\.id) == ["ds_two"])
      #expect(bucket.datasets { $0.hasSuffix("/ds/") }.map(\.id) == ["Ds_one"])
    },
    "CloudCatalog.sample_file": { (test: Self) async throws -> Void in
      let dataset = try await test.bucket().dataset("Ds_one")
      #expect(try await dataset.sample().map(\.datakey) == ["s3://b/ds/a.cdf"])
    },
    "EntireCatalogSearch": { (test: Self) async throws -> Void in
      #expect(try await test.collection().buckets.count == 1)
    },
    "EntireCatalogSearch.search_by_id": { (test: Self) async throws -> Void in
      #expect(try await test.collection().datasets(whereIDContains: "TWO").map(\.id) == ["ds_two"])
    },
    "EntireCatalogSearch.search_by_title": { (test: Self) async throws -> Void in
      let found = try await test.collection().datasets(whereTitleContains: "fir")
      #expect(found.map(\.id) == ["Ds_one"])
    },
    "EntireCatalogSearch.search_by_keywords": { (test: Self) async throws -> Void in
      let found = try await test.collection().datasets(matching: ["two", "sun"])
      #expect(found.map(\.dataset.id) == ["ds_two", "Ds_one"])
      #expect(found.map(\.count) == [2, 1])
    },
    "failed_entries": { (test: Self) async throws -> Void in
      #expect(try await test.collection().failures.map(\.entry.name) == ["Two"])
    },
    "tree": { (test: Self) async throws -> Void in
      let groups = DatasetGroup.groups(of: try await test.bucket().datasets)
      #expect(groups.map(\.datasets.count) == [2])
    },
    "tree(collection)": { (test: Self) async throws -> Void in
      #expect(try await test.bucket().datasets(inCollection: "c").map(\.id) == ["Ds_one"])
    },
    "spider": { (test: Self) async throws -> Void in
      let counts = try await test.bucket().dataset("Ds_one").yearCounts()
      #expect(counts == [Dataset.YearCount(year: 2015, files: 2, bytes: 3)])
    },
    "spider(create_manifest)": { (test: Self) async throws -> Void in
      #expect(try await test.text(.csv).split(separator: "\n").count == 3)
    },
  ]
}
