internal import Formats
internal import SharedCloudRegistry

/// Makes objects of what was written, and compares them with those that stand at the destination.
struct Staging {
  private let drafting: Drafting
  private let datasets: [KeyMatcher.Dataset]
  private let spool: SpoolFile
  private let files: [IndexWriter.YearFile]
  /// What the rows of the present indexes come to, by dataset.
  var rowsBefore: [Int: PresentRows] = [:]
  /// What is gone, by dataset.
  var removed: [Int: DatasetSummary] = [:]
  /// What was left out for a later version, by dataset.
  var dropped: [Int: RowAssembly.Dropped] = [:]
  /// The catalog that is brought up to date; nil to make it anew.
  var catalog: Document?
  /// When datasets were changed last, by their ids, where that is known otherwise.
  var modifications: [String: String] = [:]
  /// Other ids under which index files of datasets stand, which go, by the present ids.
  var formerIDs: [String: String] = [:]
  private var draft: RegistryDraft
  /// The present index files by the keys of their directories.
  private var listed: [String: [ListingPage.Object]] = [:]
  /// The directories that may not be listed.
  private var unlisted: Set<String> = []

  private var mission: Mission { drafting.mission }
  private var present: PresentRegistry { drafting.present }

  init(
    _ drafting: Drafting, _ datasets: [KeyMatcher.Dataset], _ spool: SpoolFile,
    _ files: [IndexWriter.YearFile]
  ) {
    self.drafting = drafting
    self.datasets = datasets
    self.spool = spool
    self.files = files
    catalog = drafting.present.catalog
    draft = RegistryDraft(drafting.plan, over: drafting.present)
  }

  /// Makes the draft.
  ///
  /// - Parameter summaries: What the rows of the datasets come to, by number.
  /// - Returns: The draft.
  /// - Throws: ``StoreError`` when what stands at the destination can't be read.
  mutating func draft(
    _ summaries: [Int: DatasetSummary]
  ) async throws(StoreError) -> RegistryDraft {
    let byDataset = Dictionary(grouping: files, by: \.dataset)
    var entries: [CatalogDraft.Entry] = []
    let order = datasets.indices.sorted {
      datasets[$0].id.utf8.lexicographicallyPrecedes(datasets[$1].id.utf8)
    }
    for number in order {
      guard let summary = summaries[number] else {
        refuseEmpty(number)
        continue
      }
      let (dataset, entry) = try await stage(number, summary, byDataset[number] ?? [])
      draft.plan.datasets.append(dataset)
      if let entry { entries.append(entry) }
    }
    stageCatalog(entries)
    return draft
  }

  /// A dataset whose last row would go is not emptied.
  private mutating func refuseEmpty(_ number: Int) {
    let id = datasets[number].id
    draft.plan.refusals.append(.init(dataset: id, reason: "no row would be left"))
  }
}

// MARK: - Datasets

extension Staging {
  private mutating func stage(
    _ number: Int, _ summary: DatasetSummary, _ files: [IndexWriter.YearFile]
  ) async throws(StoreError) -> (RegistryPlan.Dataset, CatalogDraft.Entry?) {
    let fields = EntryFields(mission: mission, dataset: datasets[number])
    let id = datasets[number].id
    var plan = RegistryPlan.Dataset(id: id, index: fields.index)
    let before = rowsBefore[number] ?? PresentRows()
    plan.isNew = present.datasets[id] == nil
    plan.rowsBefore = before.count
    plan.rows = summary.rows
    plan.changes = changes(number, summary)
    plan.samples = summary.samples + (removed[number]?.samples ?? [])
    plan.years = before.years
    let time = TimeWriter(mission.precision(of: datasets[number]))
    let (start, stop) = range(of: id, summary, before, time)
    (plan.start, plan.stop) = (start, stop)
    refuse(plan, before, summary, time)
    draft.plan.doubt(plan, summary, at: drafting.options.now)
    guard let directory = key(of: fields.index) else {
      draft.plan.refusals.append(
        .init(dataset: id, reason: "\(fields.index) does not lie below \(mission.endpoint)"))
      return (plan, nil)
    }
    plan.files = try await stageFiles(id, directory, number, files, before.years)
    var isChanged = plan.isChanged
    if let file = fields.information {
      isChanged =
        try await stageInformation(file.text, directory + id + file.suffix) || isChanged
    }
    let key = try firstDatakey(of: files)
    return (
      plan,
      .init(
        id: id, members: fields.members(start: start, stop: stop, datakey: key),
        modification: modifications[id], isChanged: isChanged)
    )
  }

  /// The first start and the last stop of a dataset.
  private func range(
    of id: String, _ summary: DatasetSummary, _ before: PresentRows, _ time: TimeWriter
  ) -> (start: String, stop: String) {
    var time = time
    var (start, stop) = (summary.start, summary.stop)
    // What was not read has not changed.
    if before.years != nil, let dataset = present.datasets[id] {
      start = min(start, dataset.start.map { time.cut($0.microseconds) } ?? start)
      stop = max(stop, dataset.stop.map { time.cut($0.microseconds) } ?? stop)
    }
    return (time.text(start), time.text(stop))
  }

  private func changes(_ number: Int, _ summary: DatasetSummary) -> RegistryPlan.Changes {
    var changes = summary.changes
    changes.removed += removed[number]?.changes.removed ?? 0
    changes.superseded = dropped[number]?.supersededRows.values.reduce(0, +) ?? 0
    return changes
  }

  private mutating func refuse(
    _ plan: RegistryPlan.Dataset, _ before: PresentRows, _ summary: DatasetSummary,
    _ time: TimeWriter
  ) {
    guard before.count > 0 else { return }
    let lost = Double(plan.changes.removed) / Double(before.count)
    if lost > drafting.options.largestRemoval {
      draft.plan.refusals.append(
        .init(
          dataset: plan.id,
          reason: "\(plan.changes.removed) of \(before.count) rows would go"))
    }
    var time = time
    if summary.start > time.cut(before.start) && plan.changes.removed > 0 {
      draft.plan.refusals.append(
        .init(
          dataset: plan.id,
          reason:
            "it would begin later: \(time.text(summary.start)), not \(time.text(before.start))"))
    }
    if summary.stop < time.cut(before.stop) && plan.changes.removed > 0 {
      draft.plan.refusals.append(
        .init(
          dataset: plan.id,
          reason: "it would end earlier: \(time.text(summary.stop)), not \(time.text(before.stop))")
      )
    }
  }

  private func key(of address: String) -> String? {
    guard address.utf8.starts(with: mission.endpoint.utf8) else { return nil }
    let key = String(address.utf8.dropFirst(mission.endpoint.utf8.count)) ?? ""
    return ObjectAddress(scheme: "s3", bucket: "b", key: key).hasUnsafeKey ? nil : key
  }

  /// The datakey of the first row, which shows the type of the files.
  private func firstDatakey(of files: [IndexWriter.YearFile]) throws(StoreError) -> String {
    guard let file = files.first else { return "" }
    let bytes = try spool.bytes(
      file.range.lowerBound..<min(file.range.upperBound, file.range.lowerBound + 8192))
    let lines = bytes.split(separator: 0x0A, maxSplits: 2)
    guard lines.count > 1 else { return "" }
    var fields = CSVFields()
    let line = Array(lines[1])
    fields.split(line.span)
    return fields.count > 2 ? String(decoding: line[fields[2].range], as: UTF8.self) : ""
  }
}

// MARK: - Objects

extension Staging {
  private mutating func stageFiles(
    _ id: String, _ directory: String, _ number: Int, _ files: [IndexWriter.YearFile],
    _ years: ClosedRange<Int>?
  ) async throws(StoreError) -> [RegistryPlan.File] {
    let isZipped = mission.datasets[datasets[number].pattern].isZipped
    var before = try await indexFiles(of: id, in: directory)
    if let former = formerIDs[id] {
      before.merge(try await indexFiles(of: former, in: directory)) { own, _ in own }
    }
    var plans: [RegistryPlan.File] = []
    for file in files {
      let name = "\(id)_\(Self.text(ofYear: file.year)).csv"
      let key = directory + name + (isZipped ? ".zip" : "")
      var content = StagedContent.spool(spool, file.range)
      if isZipped { content = .bytes(try Self.archive(of: content, named: name)) }
      var object = before.removeValue(forKey: key)
      if object == nil, unlisted.contains(directory) { object = try await head(key) }
      var plan = RegistryPlan.File(key: key, year: file.year, rows: file.rows, action: .create)
      if let object {
        plan.action = try await isSame(object, content) ? .keep : .replace
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
      if let years, !years.contains(year) {
        draft.kept.insert(key)
        continue
      }
      plans.append(.init(key: key, year: year, rows: 0, action: .delete))
      draft.objects.append(.init(key: key, content: nil, etag: object.info.etag))
    }
    return plans
  }

  private static func text(ofYear year: Int) -> String {
    let text = String(year)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }

  private static func archive(
    of content: StagedContent, named name: String
  ) throws(StoreError) -> [UInt8] {
    do throws(ArchiveFault) {
      return try ZipWriter.archive(of: try bytes(of: content), named: name)
    } catch {
      throw StoreError(.tooLarge, address: name, detail: "\(error)")
    }
  }

  private static func bytes(of content: StagedContent) throws(ArchiveFault) -> [UInt8] {
    (try? content.allBytes()) ?? []
  }

  /// The index files of a dataset that are there, by their keys below the endpoint.
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

  /// Asks for an index file by its name, where the directory may not be listed.
  private func head(_ key: String) async throws(StoreError) -> ListingPage.Object? {
    do throws(StoreError) {
      let info = try await present.place.storage.head(present.key(key))
      return .init(key: present.key(key), info: info)
    } catch  where error.code == .notFound || error.code == .accessDenied {
      // Who may not list is not told what is absent.
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
        page = try await present.place.storage.list(query)
      } catch  where error.code == .notFound {
        return []
      } catch  where error.code == .accessDenied {
        unlisted.insert(directory)
        draft.plan.notices.append(
          "\(present.place.address)\(directory) may not be listed: index files that nothing names any more are not found"
        )
        return []
      } catch {
        throw error
      }
      objects += page.objects
      query.continuation = page.continuation
    } while query.continuation != nil
    return objects
  }

  /// Tells whether what is there has the same bytes already.
  private func isSame(
    _ object: ListingPage.Object, _ content: StagedContent
  ) async throws(StoreError) -> Bool {
    guard object.info.size == content.size else { return false }
    let reader = try await present.place.storage.read(object.key, .whole)
    let source = StagedSource(content)
    while let part = try await reader.next() {
      guard try source.begins(with: part) else { return false }
    }
    return true
  }

  private mutating func stageInformation(
    _ text: [UInt8], _ key: String
  ) async throws(StoreError) -> Bool {
    var etag: String?
    do throws(StoreError) {
      let object = try await present.place.storage.read(present.key(key), .whole)
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

  private mutating func stageCatalog(_ entries: [CatalogDraft.Entry]) {
    let fields = mission.bucketFields.map { (key: $0.name, value: $0.filled(with: [:])) }
    let catalog = CatalogDraft(
      catalog, now: drafting.options.now.text(precision: .second))
    let endpoint: CatalogDraft.Member = ("endpoint", .string(mission.endpoint))
    guard let text = catalog.text([endpoint] + fields, entries) else { return }
    // What is made anew may be what stands there.
    if let present = present.catalog, JSONWriter.write(present.root) == text { return }
    draft.plan.changesCatalog = true
    draft.objects.append(
      .init(key: PresentRegistry.catalogName, content: .bytes(text), etag: present.etag))
  }
}

extension StagedSource {
  /// Tells whether so many bytes that come next are these.
  func begins(with bytes: [UInt8]) throws(StoreError) -> Bool {
    var own = [UInt8](repeating: 0, count: bytes.count)
    var end = 0
    while end < own.count {
      let start = end
      let count = try unsafe own.withUnsafeMutableBufferPointer {
        (buffer) throws(StoreError) -> Int in
        let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[start...])
        return unsafe try read(into: UnsafeMutableRawBufferPointer(room))
      }
      guard count > 0 else { return false }
      end += count
    }
    return own == bytes
  }
}
