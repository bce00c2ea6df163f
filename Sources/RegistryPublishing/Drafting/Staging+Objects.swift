internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension Staging {
  mutating func stageFiles(
    _ id: String, directory: String, number: Int, files: [IndexWriter.YearFile],
    years: ClosedRange<Int>?
  ) async throws(StoreError) -> [RegistryPlan.File] {
    let format = mission.datasets[datasets[number].pattern].indexFormat
    var before = try await indexFiles(of: id, in: directory)
    if let former = formerIDs[id] {
      before.merge(try await indexFiles(of: former, in: directory)) { own, _ in own }
    }
    var plans: [RegistryPlan.File] = []
    for file in files {
      let key = directory + IndexFileName(id: id, part: .year(file.year), format: format).text
      let rows = StagedContent.spool(spool, file.range)
      let content = try rows.packed(
        as: format, named: IndexFileName(id: id, part: .year(file.year)).text)
      var object = before.removeValue(forKey: key)
      if object == nil, unlisted.contains(directory) { object = try await head(key) }
      object = try asRead(object, key: key, number: number)
      var plan = RegistryPlan.File(key: key, year: file.year, rows: file.rows, action: .create)
      if let object {
        plan.action = try await isSame(object, content: content) ? .keep : .replace
      }
      if plan.action == .keep {
        draft.kept.insert(key)
      } else {
        draft.objects.append(.init(key: key, content: content, etag: object?.info.etag))
      }
      plans.append(plan)
    }
    for (key, object) in before.sorted(by: { $0.key < $1.key }) {
      let year = IndexFileName(key.split(separator: "/").last.map(String.init) ?? key)?.year ?? 0
      let isElsewhere = years.map { !$0.contains(year) } ?? false
      if isElsewhere || isEmptyYear(year, number: number, files: files) {
        draft.kept.insert(key)
        continue
      }
      plans.append(.init(key: key, year: year, rows: 0, action: .delete))
      draft.objects.append(.init(key: key, content: nil, etag: object.info.etag))
    }
    return plans
  }

  /// The object in the state in which its rows were read, so that only that state is replaced.
  private func asRead(
    _ object: ListingPage.Object?, key: String, number: Int
  ) throws(StoreError) -> ListingPage.Object? {
    guard var object else { return nil }
    switch present.observed.state(of: object.key) {
    case .absent?: return nil
    case .present(let etag)?: object.info.etag = etag ?? object.info.etag
    case .hidden?, nil: break
    }
    guard !replacesReadOnly || rowsBefore[number] != nil else {
      throw StoreError(
        .preconditionFailed, address: present.place.address + key,
        detail: "it exists, but its rows were not read")
    }
    return object
  }

  /// Whether a present index file had no rows, and its year gets no row: it stays, since a header
  /// alone is a legal year without files.
  private func isEmptyYear(_ year: Int, number: Int, files: [IndexWriter.YearFile]) -> Bool {
    guard let before = rowsBefore[number] else { return false }
    return !before.ofYears.contains(year) && !files.contains { $0.year == year }
  }

  /// The present index files of a dataset, by their keys below the endpoint.
  private mutating func indexFiles(
    of id: String, in directory: String
  ) async throws(StoreError) -> [String: ListingPage.Object] {
    if listed[directory] == nil { listed[directory] = try await list(directory) }
    var found: [String: ListingPage.Object] = [:]
    for object in listed[directory] ?? [] {
      let key = String(object.key.dropFirst(present.place.key.count))
      guard IndexFileName(String(key.dropFirst(directory.count)))?.id == id else { continue }
      found[key] = object
    }
    return found
  }

  /// Requests an index file by its name, if the directory may not be listed.
  private func head(_ key: String) async throws(StoreError) -> ListingPage.Object? {
    do throws(StoreError) {
      let info = try await present.observed.head(present.key(key))
      return .init(key: present.key(key), info: info)
    } catch  where error.code == .notFound || error.code == .accessDenied {
      // Without permission to list, S3 answers "forbidden" for an absent object too.
      return nil
    } catch {
      throw error
    }
  }

  private mutating func list(_ directory: String) async throws(StoreError) -> [ListingPage.Object] {
    var objects: [ListingPage.Object] = []
    var query = ListingQuery(prefix: present.key(directory), delimiter: "/")
    repeat {
      let page: ListingPage
      do throws(StoreError) {
        page = try await present.observed.list(query)
      } catch  where error.code == .notFound {
        return []
      } catch  where error.code == .accessDenied {
        unlisted.insert(directory)
        draft.plan.notices.append(
          "\(present.place.address)\(directory) may not be listed: unused index files are not found"
        )
        return []
      } catch {
        throw error
      }
      objects += page.objects
      try query.advance(past: page, at: present.place.storage.address)
    } while query.continuation != nil
    return objects
  }

  /// Tells whether the present object already has the same bytes.
  private func isSame(
    _ object: ListingPage.Object, content: StagedContent
  ) async throws(StoreError) -> Bool {
    guard object.info.size == content.size else { return false }
    let reader = try await present.observed.read(object.key, .whole)
    return try await content.isSame(as: reader)
  }

  mutating func stageInformation(
    _ text: [UInt8], key: String
  ) async throws(StoreError) -> Bool {
    var etag: String?
    do throws(StoreError) {
      let object = try await present.observed.read(present.key(key), .whole)
      etag = object.info.etag
      if try await object.all(limit: 1 << 20) == text {
        draft.kept.insert(key)
        return false
      }
    } catch  where error.code == .notFound {
      etag = nil
    } catch {
      throw error
    }
    draft.objects.append(.init(key: key, content: .bytes(text), etag: etag))
    return true
  }

  mutating func stageCatalog(_ entries: [CatalogDraft.Entry]) {
    let fields = mission.bucketFields.map { (key: $0.name, value: $0.filled(with: [:])) }
    let catalog = CatalogDraft(
      catalog, now: drafting.options.now.text(precision: .second))
    let endpoint: CatalogDraft.Member = ("endpoint", .string(mission.endpoint))
    guard let text = catalog.text([endpoint] + fields, entries: entries) else { return }
    // The new catalog may equal the present one.
    if let present = present.catalog, JSONWriter.write(present.root) == text { return }
    draft.plan.changesCatalog = true
    if let present = present.catalog { draft.plan.noteFields(of: present, to: text) }
    draft.objects.append(
      .init(key: PresentRegistry.catalogName, content: .bytes(text), etag: present.etag))
  }
}
