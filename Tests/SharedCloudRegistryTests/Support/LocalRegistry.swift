import TestSupport
import Testing

@testable import SharedCloudRegistry

/// Registries in the folder of the test that runs.
enum LocalRegistry {
  /// Writes a catalog with one dataset and reads the dataset.
  ///
  /// - Parameters:
  ///   - fields: The members of its entry besides id, index and title.
  ///   - version: The version of the catalog.
  ///   - files: Index files by the ends of their names, such as `2015.csv`.
  /// - Returns: The dataset.
  /// - Throws: The error of reading it.
  static func dataset(
    _ fields: String = #""start": "2015-01-01T00:00:00Z", "stop": "2016-12-31T00:00:00Z""#,
    version: String = "1.1", files: [String: String]
  ) async throws -> Dataset {
    let catalog = """
      {"version": "\(version)", "endpoint": "s3://b/", "status": {"code": 1200}, "catalog": [
        {"id": "ds", "index": "s3://b/ds/", "title": "A dataset", \(fields)}]}
      """
    return try await bucket(
      catalog, files: Dictionary(uniqueKeysWithValues: files.map { ("ds/ds_" + $0.key, $0.value) })
    ).dataset("ds")
  }

  /// Writes a catalog and other files, and reads the bucket.
  static func bucket(
    _ catalog: String, files: [String: String] = [:],
    _ options: RegistryReader.Options = RegistryReader.Options()
  ) async throws -> Bucket {
    let folder = TemporaryFolder.current
    try folder.write(catalog, to: "catalog.json")
    for (name, text) in files { try folder.write(text, to: name) }
    var options = options
    // No request goes to a server.
    options.mappings.append(AddressMapping("s3://b/", to: folder.path + "/"))
    return try await RegistryReader(options).bucket(at: folder.path)
  }

  /// All records of a sequence.
  static func all(_ files: FileSequence) async throws -> [FileRecord] {
    var records: [FileRecord] = []
    for try await record in files { records.append(record) }
    return records
  }

  /// The names of the selected files.
  static func names(_ dataset: Dataset, _ query: FileQuery) async throws -> String {
    try await all(dataset.files(query)).map { String($0.name) }.joined(separator: " ")
  }
}

/// Remembers faults.
final class FaultList: Sendable {
  private let list = SharedValue<[ReadingFault]>([])

  func add(_ fault: ReadingFault) { list.change { $0.append(fault) } }

  /// The faults in the order of their places.
  var all: [ReadingFault] {
    list.value.sorted { ($0.address, $0.line ?? 0) < ($1.address, $1.line ?? 0) }
  }

  /// The kinds of fault.
  var kinds: [String] { all.map(\.kind.rawValue).sorted() }
}
