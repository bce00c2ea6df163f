import ObjectStorage
import TestSupport

@testable import SharedCloudRegistry

/// A server that can't be listed, and refuses some objects.
struct RefusingStorage: Storage {
  let base: FileStorage
  let address: String
  /// The error for an absent object.
  let absence: StoreError.Code
  /// The error for a name; nil if the object is not refused.
  let refusal: @Sendable (String) -> StoreError.Code?

  /// The dataset of the folder of the test that runs, read from such a server.
  ///
  /// - Parameters:
  ///   - absence: The error for an absent object.
  ///   - refusal: The error for a name; nil if the object is not refused.
  /// - Returns: The dataset.
  /// - Throws: The error of reading the catalog.
  static func dataset(
    absence: StoreError.Code = .notFound,
    _ refusal: @escaping @Sendable (String) -> StoreError.Code? = { _ in nil }
  ) async throws -> Dataset {
    var options = RegistryReader.Options()
    options.observed = RefusingStorage(
      base: FileStorage(copy: TemporaryFolder.current.path), address: "s3://b/",
      absence: absence, refusal: refusal)
    return try await RegistryReader(options).bucket(at: "s3://b/").dataset("ds")
  }

  private func check(_ key: String) async throws(StoreError) {
    let name = key.split(separator: "/").last.map(String.init) ?? key
    var code = refusal(name)
    do throws(StoreError) {
      _ = try await base.head(key)
    } catch {
      code = code ?? absence
    }
    guard let code else { return }
    throw StoreError(code, address: address + key, detail: "refused")
  }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    try await check(key)
    return try await base.head(key)
  }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    try await check(key)
    return try await base.read(key, part)
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    throw StoreError(.accessDenied, address: address, detail: "no listing")
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: address + key, detail: "read-only")
  }

  func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: address + key, detail: "read-only")
  }
}
