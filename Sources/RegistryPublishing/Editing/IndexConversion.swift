internal import Formats
public import ObjectStorage
internal import Patterns
internal import RegistryValidation
public import SharedCloudRegistry

/// Converts the index files of a dataset to another type, and its catalog entry in the same
/// publication, with the guards of ``Publisher``.
///
/// The rows stay as they are: their order, their times and their further columns.
public struct IndexConversion: Sendable {
  /// The directory or address of catalog.json.
  public let destination: String
  /// How storages are reached.
  public var storage = StorageOptions()
  /// The guards that are open.
  public var allowed: Set<PublishingGuard> = []
  /// The present time.
  public var now: SCRTime

  /// Creates a conversion.
  ///
  /// - Parameters:
  ///   - destination: A directory, or an address such as `s3://bucket/`.
  ///   - now: The present time.
  public init(_ destination: String, now: SCRTime) {
    self.destination = destination.directoryAddress
    self.now = now
  }

  /// Converts the index files of a dataset, checks the result, and puts it in place unless its plan
  /// is refused.
  ///
  /// - Parameters:
  ///   - id: The id of the dataset.
  ///   - format: The new format.
  ///   - settings: What the run may do.
  ///   - onDraft: Is given the draft before anything is written.
  /// - Returns: What was done.
  /// - Throws: ``PublishingError`` when the registry can't be read or written, or a row can't be
  ///   converted.
  @discardableResult
  public func run(
    _ id: String, to format: IndexFileName.Format,
    settings: PublicationSettings = PublicationSettings(),
    onDraft: (RegistryDraft) throws(PublishingError) -> Void = { _ in }
  ) async throws(PublishingError) -> Publication {
    if !settings.isDry { try RegistryDraft.completeInterrupted(at: destination) }
    var draft = try await draft(id, to: format)
    draft.plan.isForced = settings.isForced
    if !draft.plan.isEmpty { try await draft.validate(at: now) }
    try onDraft(draft)
    return try await draft.carryOut(settings, by: Publisher.Options(now: now))
  }

  private func draft(
    _ id: String, to format: IndexFileName.Format
  ) async throws(PublishingError) -> RegistryDraft {
    let present: PresentRegistry
    do throws(ReadingError) {
      present = try await PresentRegistry.read(destination, endpoint: nil, storage: storage)
    } catch {
      throw PublishingError(.destination, from: error)
    }
    guard let catalog = present.catalog else {
      throw PublishingError(
        .destination, address: destination, detail: "there is no catalog.json")
    }
    guard let dataset = present.datasets[id] else {
      throw PublishingError(
        .mission, address: destination + PresentRegistry.catalogName,
        detail: "there is no dataset \(id)"
          + NearMatch.hint(id, among: present.datasets.keys.sorted()))
    }
    var plan = RegistryPlan(destination: destination)
    plan.allowed = allowed
    var draft = RegistryDraft(plan, over: present)
    do throws(StoreError) {
      try await convert(dataset, to: format, in: &draft)
    } catch {
      throw PublishingError(.destination, from: error)
    }
    try edit(catalog, dataset: dataset, format: format, in: &draft)
    return draft
  }

  /// Adds the new entry of the catalog.
  private func edit(
    _ catalog: Document, dataset: Dataset, format: IndexFileName.Format,
    in draft: inout RegistryDraft
  ) throws(PublishingError) {
    let type = format.indexType ?? "csv"
    let isConverted = draft.objects.contains { $0.content != nil }
    guard isConverted || dataset.indexType != type else { return }
    var fields: [(field: String, value: JSONValue?)] = []
    let name = Field.indexType.names.first { dataset.node[$0] != nil } ?? "indextype"
    if dataset.indexType != type { fields.append((name, .string(type))) }
    if dataset.node["modification"] != nil {
      fields.append(("modification", .string(now.text(precision: .second))))
    }
    guard !fields.isEmpty else { return }
    let text: [UInt8]?
    do throws(CatalogEdit.Refusal) {
      text = try CatalogEdit.set(id: dataset.id, fields)
        .text(of: catalog.root, now: now.text(precision: .second))
    } catch {
      throw PublishingError(
        .mission, address: destination + PresentRegistry.catalogName, detail: error.message)
    }
    guard let text else { return }
    draft.plan.changesCatalog = true
    draft.plan.noteFields(of: catalog, to: text)
    draft.objects.append(
      .init(
        key: PresentRegistry.catalogName, content: .bytes(text), etag: draft.present.etag))
  }
}

// MARK: - Index files

extension IndexConversion {
  private func convert(
    _ dataset: Dataset, to format: IndexFileName.Format, in draft: inout RegistryDraft
  ) async throws(StoreError) {
    let directory = Self.directory(of: dataset, in: draft.present)
    let objects = try await Self.objects(of: dataset.id, in: directory, draft.present)
    var plan = RegistryPlan.Dataset(id: dataset.id, index: dataset.index)
    var old: [RegistryDraft.Object] = []
    let parts = Dictionary(grouping: objects.filter { $0.name != nil }) { $0.name?.part }
    for object in objects where object.name == nil { draft.kept.insert(object.key) }
    for (part, files) in parts.sorted(by: { $0.value[0].key < $1.value[0].key }) {
      guard let part, let name = files[0].name else { continue }
      let isMade = files.contains { $0.name?.format == format }
      let key = directory + IndexFileName(id: dataset.id, part: part, format: format).text
      for file in files where file.name?.format != format {
        old.append(.init(key: file.key, content: nil, etag: file.etag))
      }
      let file = files.first { $0.name?.format == format } ?? files[0]
      for other in files where other.key != file.key {
        try await file.requireSameRows(as: other, in: draft.present.observed)
      }
      var losses: [String] = []
      let lines = try await file.lines(in: draft.present.observed) { losses.append($0) }
      let rows = try Self.rowCount(lines)
      plan.rows += rows
      plan.files.append(
        .init(key: key, year: name.year ?? 0, rows: rows, action: isMade ? .keep : .create))
      guard !isMade else {
        draft.kept.insert(key)
        continue
      }
      for loss in losses {
        draft.plan.refuse(
          unless: .lostColumns, dataset: dataset.id,
          reason: "\(file.key) would lose \(loss)")
      }
      let content = try lines.packed(
        as: format, named: IndexFileName(id: dataset.id, part: part).text)
      draft.objects.append(.init(key: key, content: content, etag: nil))
    }
    for object in old {
      plan.files.append(.init(key: object.key, year: 0, rows: 0, action: .delete))
    }
    draft.objects += old
    plan.rowsBefore = plan.rows
    (plan.start, plan.stop) = (dataset.start?.text, dataset.stop?.text)
    draft.plan.datasets.append(plan)
  }

  /// The key of the directory of the index files, below the endpoint.
  private static func directory(of dataset: Dataset, in present: PresentRegistry) -> String {
    let root = present.catalog?.root["endpoint"]?.string ?? ""
    let bucket = BucketIdentity.prefix(of: dataset.index) ?? ""
    let key =
      (root.isEmpty ? nil : BucketIdentity.key(of: dataset.index, below: root))
      ?? BucketIdentity.key(of: dataset.index, below: bucket) ?? dataset.index
    return key.isEmpty || key.hasSuffix("/") ? key : key + "/"
  }

  private static func objects(
    of id: String, in directory: String, _ present: PresentRegistry
  ) async throws(StoreError) -> [PresentIndexFile] {
    var found: [PresentIndexFile] = []
    var query = ListingQuery(prefix: present.key(directory + id), delimiter: "/")
    repeat {
      let page = try await present.observed.list(query)
      try page.requireIndexFiles(of: id)
      for object in page.objects {
        let name = object.key.rest(after: present.key(directory)) ?? ""
        let index = IndexFileName(name)
        let isOwn = index?.id.hasSameBytes(as: id) ?? false
        guard isOwn || name == id + ".json" || name == id + ".info" else { continue }
        found.append(
          PresentIndexFile(
            key: directory + name, fullKey: object.key, name: isOwn ? index : nil,
            etag: object.info.etag, size: object.info.isSizeKnown ? object.info.size : nil))
      }
      try query.advance(past: page, at: present.place.storage.address)
    } while query.continuation != nil
    return found
  }
}
