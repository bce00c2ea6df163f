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
    let contents = try contents(of: files, number: number, before: before, years: years)
    for (year, rows, count) in contents {
      let key = directory + IndexFileName(id: id, part: .year(year), format: format).text
      let content = try rows.packed(
        as: format, named: IndexFileName(id: id, part: .year(year)).text)
      var object = before.removeValue(forKey: key)
      if object == nil, unlisted.contains(directory) { object = try await head(key) }
      object = try asRead(object, key: key, number: number)
      var plan = RegistryPlan.File(key: key, year: year, rows: count, action: .create)
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
      var isKept = isElsewhere
      if !isKept {
        isKept = try await isEmptyYear(year, number: number, files: files, object: object)
      }
      guard !isKept else {
        draft.kept.insert(key)
        continue
      }
      try requireRead(object, number: number)
      plans.append(.init(key: key, year: year, rows: 0, action: .delete))
      draft.objects.append(.init(key: key, content: nil, etag: object.info.etag))
    }
    return plans
  }

  /// The lines of each index file, by year: those with rows, and those with a header alone.
  ///
  /// A year between others that lost its last row keeps an index file, since a missing one may be a
  /// mistake.
  private func contents(
    of files: [IndexWriter.YearFile], number: Int, before: [String: ListingPage.Object],
    years: ClosedRange<Int>?
  ) throws(StoreError) -> [(year: Int, lines: StagedContent, rows: Int)] {
    var contents = files.map {
      (year: $0.year, lines: StagedContent.spool(spool, $0.range), rows: $0.rows)
    }
    let filled = Set(files.map(\.year))
    guard let first = files.first, let start = filled.min(), let stop = filled.max() else {
      return contents
    }
    var empty = emptyYears[number] ?? []
    for key in before.keys {
      let year = IndexFileName(key.split(separator: "/").last.map(String.init) ?? key)?.year
      guard let year, year > start, year < stop, years?.contains(year) ?? true,
        rowsBefore[number]?.ofYears.contains(year) == true
      else { continue }
      empty.insert(year)
    }
    empty.subtract(filled)
    guard !empty.isEmpty else { return contents }
    let bytes = try StagedContent.spool(spool, first.range).bytes(
      0..<min(first.range.count, 1 << 16))
    let header = Array(bytes.prefix { $0 != 0x0A }) + [0x0A]
    contents += empty.map { ($0, .bytes(header), 0) }
    return contents.sorted { $0.year < $1.year }
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
  private func isEmptyYear(
    _ year: Int, number: Int, files: [IndexWriter.YearFile], object: ListingPage.Object
  ) async throws(StoreError) -> Bool {
    guard let before = rowsBefore[number], !before.ofYears.contains(year),
      !files.contains(where: { $0.year == year })
    else { return false }
    let storage = present.observed
    let file = PresentIndexFile(
      at: storage.address + object.key, in: storage, listedAs: object.info)
    guard file.name?.year != nil else { return true }
    // Rows in the file of another year than theirs move to that of their own.
    return try await file.lines(in: storage).rowCount() == 0
  }

  /// Makes sure that the rows of an index file were read before it is deleted.
  private func requireRead(_ object: ListingPage.Object, number: Int) throws(StoreError) {
    guard replacesReadOnly, rowsBefore[number] != nil, !present.observed.hasRead(object.key) else {
      return
    }
    throw StoreError(
      .unavailable, address: present.observed.address + object.key,
      detail: "its rows were not read, so it can't be deleted; remove it if it is not needed")
  }

  /// The present index files of a dataset, by their keys below the endpoint.
  private mutating func indexFiles(
    of id: String, in directory: String
  ) async throws(StoreError) -> [String: ListingPage.Object] {
    if listed[directory] == nil { listed[directory] = try await list(directory) }
    try listed[directory]?.requireIndexFiles(of: id)
    var found: [String: ListingPage.Object] = [:]
    for object in listed[directory]?.objects ?? [] {
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

  private mutating func list(_ directory: String) async throws(StoreError) -> ListingPage {
    var whole = ListingPage()
    var query = ListingQuery(prefix: present.key(directory), delimiter: "/")
    repeat {
      let page: ListingPage
      do throws(StoreError) {
        page = try await present.observed.list(query)
      } catch  where error.code == .notFound {
        return whole
      } catch  where error.code == .accessDenied {
        unlisted.insert(directory)
        draft.plan.notices.append(
          "\(present.place.address)\(directory) may not be listed: unused index files are not found"
        )
        return ListingPage()
      } catch {
        throw error
      }
      whole.objects += page.objects
      whole.failures += page.failures
      try query.advance(past: page, at: present.place.storage.address)
    } while query.continuation != nil
    return whole
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

  mutating func stageCatalog(_ entries: [CatalogDraft.Entry]) throws(StoreError) {
    // A bare list has no place for what a catalog says besides, and its entries would be lost.
    if let root = catalog?.root, root.kind != .object {
      throw StoreError(
        .malformed, address: present.place.address + PresentRegistry.catalogName,
        detail: "the catalog is a bare list of entries; migrate makes a catalog of it")
    }
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
