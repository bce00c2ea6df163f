internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which catalogs are looked at.
struct RegistryArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The global registry. (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's)",
      valueName: "address"))
  var registry: String?

  @Option(
    name: .customLong("bucket"),
    help: ArgumentHelp(
      "Look at this bucket only, and ask no global registry; may be repeated.",
      valueName: "address"))
  var buckets: [String] = []

  @Flag(help: "Exit with 3 if any catalog could not be read, or entries had to be left out.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Do not say what had to be left out.")
  var quiet = false

  /// Reads the catalogs, and says which could not be read.
  ///
  /// - Parameters:
  ///   - reader: Reads them.
  ///   - faults: Is told what was left out.
  /// - Returns: The catalogs.
  /// - Throws: `ToolExit` with 3 if none could be read.
  func catalogs(_ reader: RegistryReader, _ faults: FaultLog) async throws -> CatalogCollection {
    let collection =
      buckets.isEmpty ? try await all(reader, faults) : try await chosen(reader)
    for bucket in collection.buckets { bucket.faults.forEach(faults.add) }
    for failure in collection.failures {
      faults.add(
        ReadingFault(.entry, address: failure.error.address, detail: failure.error.detail))
    }
    if collection.buckets.isEmpty, !collection.failures.isEmpty {
      _ = faults.finish()
      Streams().writeError("scregistry: no catalog could be read\n")
      throw ToolExit(code: 3)
    }
    return collection
  }

  private func all(
    _ reader: RegistryReader, _ faults: FaultLog
  ) async throws(ReadingError) -> CatalogCollection {
    let registry = try await reader.globalRegistry(at: registry)
    registry.faults.forEach(faults.add)
    return await reader.catalogs(of: registry)
  }

  private func chosen(_ reader: RegistryReader) async throws(ReadingError) -> CatalogCollection {
    var found: [Bucket] = []
    for bucket in buckets { found.append(try await reader.bucket(at: bucket)) }
    return CatalogCollection(found)
  }

  /// Ends a command: with 3 if something was left out and that matters.
  func finish(_ faults: FaultLog) throws {
    if faults.finish(), strict { throw ToolExit(code: 3) }
  }
}

/// The forms in which lists of datasets and buckets are written.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case ndjson
}
