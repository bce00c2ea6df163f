internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension ValidationRun {
  mutating func checkDocument(
    _ store: ObjectTree, at key: String, kind: DocumentKind?, name: String
  ) async throws(TargetError) {
    guard let result = await read(store, at: key, kind: kind) else { return }
    guard result.kind != nil || result.document == nil else {
      throw TargetError(
        name,
        "the document is not a registry, catalog, dataset entry or info file; give its kind with "
          + "--kind")
    }
    take(result)
    guard result.kind == .catalog || result.kind == .dataset else { return }
    if validator.depth != .metadata, !validator.roots.isEmpty, result.isCertain {
      // The roots have the index files.
      let tree = BucketTree(try await mountsOfRoots())
      await checkBucket(result, tree: tree)
    } else {
      coverage.exclude([.bucket], because: "no tree of index files was given")
    }
  }

  /// Reads and checks a document; returns nil and adds a notice if it can't be read.
  mutating func read(
    _ store: ObjectTree, at key: String, kind: DocumentKind?, expecting size: Int? = nil
  ) async -> DocumentResult? {
    let location = Location(uri: store.displayName(of: key), key: key)
    do throws(StoreError) {
      let bytes = try await WebAnswer.document(
        at: key, of: store, limit: options.documentSize, expecting: size)
      coverage.bytes += bytes.count
      coverage.files += 1
      readFiles.append(.init(store: store, key: key, size: bytes.count))
      let result = documents.check(bytes, file: location, kind: kind)
      targets.append(
        Report.Target(
          uri: location.uri, kind: (result.kind ?? kind)?.rawValue ?? "document",
          size: bytes.count, declared: result.detection?.declared, dialect: result.dialect,
          digest: Self.digest(of: bytes, location.uri)))
      if result.hasMoreFailures {
        noteUncounted(location.uri, scopes: Self.scopes(of: result.kind))
      }
      return result
    } catch {
      unreadable(error, uri: location.uri, scopes: Self.scopes(of: kind))
      return nil
    }
  }

  private mutating func noteUncounted(_ uri: String, scopes: [Rule.Scope]) {
    let detail = "more than \(options.documentFailures) faults; they may not all be counted"
    notices.append(Notice(.uncountedFaults, detail, uri: uri))
    coverage.obstruct(scopes, because: "\(uri) has \(detail)")
  }

  static func scopes(of kind: DocumentKind?) -> [Rule.Scope] {
    switch kind {
    case .registry: [.document, .registry]
    case .catalog: [.document, .catalog, .dataset]
    case .dataset: [.document, .dataset]
    case .info: [.document, .info]
    case nil: [.document]
    }
  }

  /// Counts a document, makes the checks beyond its schema, and keeps it for comparison.
  mutating func take(_ result: DocumentResult) {
    var result = result
    coverage.note(.document)
    guard result.document != nil else {
      // A document that is not JSON, or of another kind, can't be checked further; its finding says
      // why.
      coverage.obstruct(
        Self.scopes(of: result.kind).filter { $0 != .document },
        because: "\(result.reporter.file.uri) \(result.obstacle)")
      if result.kind == .registry { hasUnreadRegistry = true }
      reporters.append(result.reporter)
      return
    }
    if let recovery = result.recovery, !recovery.isCertain { return takeRecovered(result) }
    switch result.kind {
    case .registry:
      coverage.note(.registry)
      result.reporter = RegistryChecks.check(result, latest: latestTime)
      registries.append(result)
    case .catalog, .dataset:
      coverage.note(.catalog, count: result.kind == .catalog ? 1 : 0)
      coverage.note(.dataset, count: result.entries.count)
      result.reporter = CatalogChecks.check(result, now: validator.now, latest: latestTime)
      for (rule, reason) in UnreadableTimes.openRules(of: result, isTimeKnown: validator.now != nil)
      {
        coverage.tolerate([], rules: [rule], because: reason)
      }
      catalogs.append(result)
    case .info:
      coverage.note(.info)
      result.reporter = InfoChecks.check(result)
    case nil: break
    }
    if !result.isJSON { result.withholdFixes() }
    reporters.append(result.reporter)
  }

  /// The latest time that is not in the future.
  var latestTime: SCRTime? {
    let grace = options.option("grace", of: .timeInTheFuture)
    return validator.now.map { SCRTime(seconds: $0.seconds + Int64(grace)) }
  }

  mutating func unreadable(_ error: StoreError, uri: String, scopes: [Rule.Scope]) {
    notices.append(
      Notice(
        .unreadable, "can't be read: \(error.detail)", uri: uri,
        isTransient: error.code == .unavailable))
    coverage.obstruct(scopes, because: "\(uri) can't be read: \(error.detail)")
    if scopes.contains(.registry) { hasUnreadRegistry = true }
  }
}
