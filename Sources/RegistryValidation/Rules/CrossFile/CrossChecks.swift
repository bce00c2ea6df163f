internal import Formats
internal import SharedCloudRegistry

/// Checks whether catalogs and global registries of one run agree.
struct CrossChecks {
  let options: CheckOptions

  /// Compares all catalogs with one another and with the registries.
  func check(catalogs: [DocumentResult], registries: [DocumentResult]) -> [FileReporter] {
    var reporters = catalogs.map { catalog in
      var fresh = catalog
      fresh.reporter = FileReporter(file: catalog.reporter.file, dataset: nil, options: options)
      return CatalogReporter(fresh)
    }
    compareIDs(catalogs, to: &reporters)
    for (index, catalog) in catalogs.enumerated() where catalog.kind == .catalog {
      compare(catalog, with: registries, to: &reporters[index])
    }
    return reporters.map(\.file)
  }

  /// Reports ids of later catalogs that an earlier one has, ignoring case.
  private func compareIDs(_ catalogs: [DocumentResult], to reporters: inout [CatalogReporter]) {
    guard catalogs.count > 1 else { return }
    var seen: [ExactText: (catalog: Int, id: String, line: Int?)] = [:]
    for (number, catalog) in catalogs.enumerated() {
      for (position, entry) in catalog.entries.enumerated() {
        guard let id = entry.id else { continue }
        let name = ExactText(id.lowercased())
        guard let first = seen[name] else {
          seen[name] = (number, id, reporters[number].line(of: entry.node))
          continue
        }
        guard first.catalog != number else { continue }
        let other = catalogs[first.catalog].reporter.file.uri
        reporters[number].report(
          .idInTwoCatalogs,
          first.id.hasSameBytes(as: id)
            ? "id \"\(id)\" is also in \(other)"
            : "id \"\(id)\" differs only in case from \"\(first.id)\" in \(other)",
          entry: entry, position: position, field: .id
        ) { $0.related = [.init(uri: other, line: first.line, message: "the first one")] }
      }
    }
  }

  private func compare(
    _ catalog: DocumentResult, with registries: [DocumentResult], to report: inout CatalogReporter
  ) {
    guard !registries.isEmpty, let root = catalog.content else { return }
    let endpoint = root["endpoint"]?.string ?? BucketPlan.bucket(of: catalog)
    guard let endpoint else { return }
    let own = RegistryChecks.identity(endpoint)
    let buckets = registries.flatMap(\.elements)
    let listed = buckets.first {
      $0["endpoint"]?.string.map(RegistryChecks.identity) == own
    }
    guard let listed else {
      report.report(
        .endpointDiffersFromRegistry, "endpoint \(endpoint) is not in the global registry",
        key: "endpoint"
      ) { $0.actual = endpoint }
      return
    }
    guard let name = root["name"]?.string, let listedName = listed["name"]?.string,
      name != listedName
    else { return }
    report.report(
      .nameDiffersFromRegistry, "name differs from the name in the global registry", key: "name"
    ) {
      $0.expected = listedName
      $0.actual = name
    }
  }
}
