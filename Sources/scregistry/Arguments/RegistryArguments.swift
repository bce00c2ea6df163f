internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which catalogs are read.
struct RegistryArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read this global registry (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's).",
      valueName: "address"), completion: .file())
  var registry: String?

  @Option(
    name: .customLong("bucket"),
    help: ArgumentHelp(
      "Read only this bucket, and no global registry. Repeatable.",
      valueName: "address"), completion: .file())
  var buckets: [String] = []

  @Flag(help: "Exit with 3 if entries were skipped; catalogs that can't be read always do that.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Do not report skipped catalogs and entries.")
  var quiet = false

  /// Reads the catalogs, and reports which could not be read.
  ///
  /// - Parameters:
  ///   - reader: The reader.
  ///   - faults: Receives what was skipped.
  /// - Returns: The catalogs.
  /// - Throws: `ToolExit` with 3 if no catalog could be read.
  func catalogs(_ reader: RegistryReader, faults: FaultLog) async throws -> CatalogCollection {
    let collection =
      buckets.isEmpty ? try await all(reader, faults: faults) : try await chosen(reader)
    for bucket in collection.buckets { bucket.faults.forEach(faults.add) }
    for failure in collection.failures {
      faults.add(
        ReadingFault(.unreadCatalog, address: failure.error.address, detail: failure.error.detail))
    }
    if collection.buckets.isEmpty, !collection.failures.isEmpty {
      _ = faults.exitCode()
      Streams().writeError("scregistry: no catalog could be read\n")
      throw ToolExit(code: 3)
    }
    return collection
  }

  private func all(
    _ reader: RegistryReader, faults: FaultLog
  ) async throws(ReadingError) -> CatalogCollection {
    let registry = try await reader.globalRegistry(at: registry)
    registry.faults.forEach(faults.add)
    if let fault = registry.unreadFault { faults.add(fault) }
    return await reader.catalogs(of: registry)
  }

  private func chosen(_ reader: RegistryReader) async throws(ReadingError) -> CatalogCollection {
    var found: [Bucket] = []
    for bucket in buckets { found.append(try await reader.bucket(at: bucket)) }
    return CatalogCollection(found)
  }

  /// Ends a command, with 3 if a file could not be read, or something was skipped and `--strict` is
  /// set.
  func finish(_ faults: FaultLog) throws {
    if let code = faults.exitCode(strict: strict) { throw ToolExit(code: code) }
  }
}

/// The formats of lists of datasets and buckets.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case ndjson
}

extension GlobalRegistry {
  /// The fault that none of the entries can be read; nil if one can, or without entries.
  var unreadFault: ReadingFault? {
    guard entries.isEmpty, !faults.isEmpty else { return nil }
    return ReadingFault(
      .unreadCatalog, address: address, detail: "none of its buckets can be read")
  }
}
