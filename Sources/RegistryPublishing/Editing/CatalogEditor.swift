internal import Formats
public import ObjectStorage
internal import RegistryValidation
public import SharedCloudRegistry

/// Edits entries of a catalog, or of the global registry, with the same guards as ``Publisher``:
/// the result is checked first, and written only if nobody else changed the document meanwhile.
public struct CatalogEditor: Sendable {
  /// The directory or address of catalog.json.
  public let destination: String
  /// How storages are reached.
  public var storage: StorageOptions
  /// The present time.
  public var now: SCRTime
  /// Which document is edited.
  package var document = EditedDocument.catalog

  /// Creates a catalog editor.
  ///
  /// - Parameters:
  ///   - destination: A directory, or an address such as `s3://bucket/`.
  ///   - storage: How storages are reached.
  ///   - now: The present time.
  public init(
    _ destination: String, storage: StorageOptions = StorageOptions(), now: SCRTime
  ) {
    self.destination = destination.directoryAddress
    self.storage = storage
    self.now = now
  }

  /// Makes an edit, checks the result, and puts it in place unless its plan is refused.
  ///
  /// - Parameters:
  ///   - edit: The edit.
  ///   - settings: What the run may do.
  ///   - onDraft: Is given the draft before anything is written.
  /// - Returns: What was done.
  /// - Throws: ``PublishingError`` when the catalog can't be read or written, or the edit can't be
  ///   made.
  @discardableResult
  package func run(
    _ edit: CatalogEdit, settings: PublicationSettings = PublicationSettings(),
    onDraft: (RegistryDraft) throws(PublishingError) -> Void = { _ in }
  ) async throws(PublishingError) -> Publication {
    // What an interrupted publication decided is part of the present registry.
    if !settings.isDry { try RegistryDraft.completeInterrupted(at: destination) }
    let draft = try await draft(edit)
    try onDraft(draft)
    return try await draft.carryOut(settings, by: Publisher.Options(now: now))
  }

  /// Makes an edit, without writing anything.
  ///
  /// - Parameter edit: The edit.
  /// - Returns: The draft; its plan refuses edits that cause new errors.
  /// - Throws: ``PublishingError`` when the catalog can't be read or the edit can't be made.
  package func draft(_ edit: CatalogEdit) async throws(PublishingError) -> RegistryDraft {
    let present = try await present()
    guard let catalog = present.catalog else {
      throw PublishingError(
        .destination, address: destination, detail: "there is no \(document.fileName)")
    }
    let text: [UInt8]?
    do throws(CatalogEdit.Refusal) {
      text = try edit.text(of: catalog.root, document: document, now: now.text(precision: .second))
    } catch {
      throw PublishingError(
        .mission, address: destination + document.fileName, detail: error.message)
    }
    var draft = RegistryDraft(RegistryPlan(destination: destination), over: present)
    guard let text else { return draft }
    draft.plan.changesCatalog = true
    if case .rename(let old, let new) = edit, document == .catalog {
      try await moveFiles(of: old, to: new, present: present, draft: &draft)
    }
    draft.objects.append(
      .init(key: document.fileName, content: .bytes(text), etag: present.etag))
    try await refuseNewErrors(from: catalog.source, to: text, plan: &draft.plan)
    return draft
  }

  /// The present catalog.
  ///
  /// - Returns: The registry at the destination.
  /// - Throws: ``PublishingError`` when it can't be read.
  package func present() async throws(PublishingError) -> PresentRegistry {
    do throws(ReadingError) {
      return try await PresentRegistry.read(
        destination, endpoint: nil, storage: storage, document: document)
    } catch {
      throw PublishingError(.destination, from: error)
    }
  }

  private func refuseNewErrors(
    from old: [UInt8], to new: [UInt8], plan: inout RegistryPlan
  ) async throws(PublishingError) {
    let before = try await errors(in: old)
    let after = try await errors(in: new)
    for (rule, count) in after.sorted(by: { $0.key < $1.key }) where count > before[rule] ?? 0 {
      plan.refusals.append(
        .init(
          reason: "errors of rule \(rule) would increase from \(before[rule] ?? 0) to \(count)"
        ))
    }
  }

  /// The number of errors by rule, with the strict rules for publications.
  private func errors(in catalog: [UInt8]) async throws(PublishingError) -> [String: Int] {
    var validator = Validator(publishingAt: now)
    validator.depth = .metadata
    let tree = ObjectTree(memory: [document.fileName: catalog])
    do throws(TargetError) {
      let report = try await validator.validate(tree, named: destination)
      let errors = report.findings.filter { $0.severity == .error }
      return Dictionary(errors.map { ($0.rule, $0.occurrences) }, uniquingKeysWith: +)
    } catch {
      throw PublishingError(.destination, address: error.target, detail: error.detail)
    }
  }

  /// Renames the index files of a dataset for its new id.
  private func moveFiles(
    of old: String, to new: String, present: PresentRegistry, draft: inout RegistryDraft
  ) async throws(PublishingError) {
    guard let dataset = present.datasets[old] else { return }
    let root = present.catalog?.root["endpoint"]?.string ?? ""
    let bucket = BucketIdentity.prefix(of: dataset.index) ?? ""
    let index = dataset.index.directoryAddress
    let directory =
      (root.isEmpty ? nil : BucketIdentity.key(of: index, below: root))
      ?? BucketIdentity.key(of: index, below: bucket) ?? index
    do throws(StoreError) {
      var query = ListingQuery(prefix: present.key(directory + old), delimiter: "/")
      repeat {
        let page = try await present.observed.list(query)
        try page.requireIndexFiles(of: old)
        for object in page.objects {
          let name = object.key.rest(after: present.key(directory)) ?? ""
          guard let ending = name.rest(after: old),
            IndexFileName(name)?.id.hasSameBytes(as: old) ?? false
              || [".json", ".info"].contains(ending)
          else { continue }
          let bytes = try await content(of: object, in: present.observed)
          draft.objects.append(
            .init(key: directory + new + ending, content: .bytes(bytes), etag: nil))
          draft.objects.append(
            .init(key: directory + name, content: nil, etag: object.info.etag))
        }
        try query.advance(past: page, at: present.place.storage.address)
      } while query.continuation != nil
    } catch {
      throw PublishingError(reading: error)
    }
  }

  /// The bytes of a listed object, which is deleted afterwards: so they must be all that the
  /// listing says.
  private func content(
    of object: ListingPage.Object, in storage: ObservedStorage
  ) async throws(StoreError) -> [UInt8] {
    let bytes = try await storage.read(object.key, .stored).all(limit: 1 << 32)
    guard !object.info.isSizeKnown || bytes.count == object.info.size else {
      throw StoreError(
        .unavailable, address: storage.address + object.key,
        detail: "the server gave \(bytes.count) of \(object.info.size) bytes; nothing was changed")
    }
    return bytes
  }
}
