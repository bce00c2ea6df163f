internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Makes objects from the written rows, and compares them with those at the destination.
struct Staging {
  let drafting: Drafting
  let datasets: [KeyMatcher.Dataset]
  let spool: SpoolFile
  private let files: [IndexWriter.YearFile]
  /// The summaries of the present rows, by dataset.
  var rowsBefore: [Int: PresentRows] = [:]
  /// The summaries of removed rows, by dataset.
  var removed: [Int: DatasetSummary] = [:]
  /// Files that were skipped for a later version, by dataset.
  var dropped: [Int: RowAssembly.Dropped] = [:]
  /// The years that get an index file without rows, by dataset.
  var emptyYears: [Int: Set<Int>] = [:]
  /// The catalog to update; nil to make a new one.
  var catalog: Document?
  /// When datasets were last changed, by id, if known from elsewhere.
  var modifications: [String: String] = [:]
  /// Former ids of datasets, whose index files are deleted, by the present ids.
  var formerIDs: [String: String] = [:]
  /// Whether index files may only be replaced if their rows were read.
  var replacesReadOnly = false
  var draft: RegistryDraft
  /// The present index files by the keys of their directories.
  var listed: ExactDictionary<ListingPage> = [:]
  /// The directories that may not be listed.
  var unlisted: ExactSet = []

  var mission: Mission { drafting.mission }
  var present: PresentRegistry { drafting.present }

  init(
    _ drafting: Drafting, datasets: [KeyMatcher.Dataset], spool: SpoolFile,
    files: [IndexWriter.YearFile]
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
  /// - Parameter summaries: The summaries of the datasets' rows, by number.
  /// - Returns: The draft.
  /// - Throws: ``StoreError`` when the destination can't be read.
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
      let (dataset, entry) = try await stage(
        number, summary: summary, files: byDataset[number] ?? [])
      draft.plan.datasets.append(dataset)
      if let entry { entries.append(entry) }
    }
    try stageCatalog(entries)
    return draft
  }

  /// Refuses to remove the last row of a dataset.
  private mutating func refuseEmpty(_ number: Int) {
    let gone = removed[number]
    let first = gone?.named.named.first.map { ", first \($0.datakey)" } ?? ""
    let files = gone.map { ": all \($0.changes.removed.counted("file")) are gone\(first)" } ?? ""
    draft.plan.refuse(
      unless: .empty, dataset: datasets[number].id,
      reason: "no row would remain\(files); it stays as it is; scregistry catalog remove removes it"
    )
  }
}

// MARK: - Datasets

extension Staging {
  private mutating func stage(
    _ number: Int, summary: DatasetSummary, files: [IndexWriter.YearFile]
  ) async throws(StoreError) -> (RegistryPlan.Dataset, CatalogDraft.Entry?) {
    let fields = EntryFields(mission: mission, dataset: datasets[number])
    let id = datasets[number].id
    var plan = RegistryPlan.Dataset(id: id, index: fields.index)
    let before = rowsBefore[number] ?? PresentRows()
    plan.isNew = present.datasets[id] == nil
    plan.rowsBefore = before.count
    plan.rows = summary.rows
    plan.changes = changes(number, summary: summary)
    plan.samples = summary.samples + (removed[number]?.samples ?? [])
    name(&plan, number: number, summary: summary)
    plan.years = before.years
    let time = TimeWriter(mission.precision(of: datasets[number]))
    let (start, stop) = range(of: id, summary: summary, before: before, time: time)
    (plan.start, plan.stop) = (start, stop)
    refuse(plan, before: before, summary: summary, time: time)
    draft.plan.doubt(
      plan, summary: summary, stop: mission.datasets[datasets[number].pattern].stop,
      at: drafting.options.now)
    guard let directory = key(of: fields.index) else {
      draft.plan.refusals.append(
        .init(dataset: id, reason: "\(fields.index) is not below \(mission.endpoint)"))
      return (plan, nil)
    }
    plan.files = try await stageFiles(
      id, directory: directory, number: number, files: files, years: before.years)
    var isChanged = plan.isChanged
    if let file = fields.information {
      isChanged =
        try await stageInformation(file.text, key: directory + id + file.suffix) || isChanged
    }
    let key = try firstDatakey(of: files)
    var members = fields.members(start: start, stop: stop, datakey: key)
    setMultiyear(&members, summary: summary, id: id)
    return (
      plan,
      .init(id: id, members: members, modification: modifications[id], isChanged: isChanged)
    )
  }

  /// The first start and the last stop of a dataset.
  private func range(
    of id: String, summary: DatasetSummary, before: PresentRows, time: TimeWriter
  ) -> (start: String, stop: String) {
    var time = time
    var (start, stop) = (summary.start, summary.stop)
    // Years that were not read have not changed.
    if before.years != nil, let dataset = present.datasets[id] {
      start = min(start, dataset.start.map { time.cut($0.microseconds) } ?? start)
      stop = max(stop, dataset.stop.map { time.roundedUp($0.microseconds) } ?? stop)
    }
    if let edges = before.edges {
      start = min(start, time.cut(edges.lowerBound))
      stop = max(stop, time.roundedUp(edges.upperBound))
    }
    return (time.text(start), time.text(stop))
  }

  private func changes(_ number: Int, summary: DatasetSummary) -> RegistryPlan.Changes {
    var changes = summary.changes
    changes.removed += removed[number]?.changes.removed ?? 0
    changes.removedPresent += removed[number]?.changes.removedPresent ?? 0
    changes.relocated = dropped[number]?.relocated ?? 0
    changes.superseded = dropped[number]?.supersededRows.values.reduce(0, +) ?? 0
    return changes
  }

  private func key(of address: String) -> String? {
    guard let key = BucketIdentity.key(of: address, below: mission.endpoint) else { return nil }
    return ObjectAddress(scheme: "s3", bucket: "b", key: key).hasUnsafeKey ? nil : key
  }

  /// The datakey of the first row; its ending gives the type of the files.
  private func firstDatakey(of files: [IndexWriter.YearFile]) throws(StoreError) -> String {
    guard let file = files.first else { return "" }
    let start = file.range.lowerBound..<min(file.range.upperBound, file.range.lowerBound + 8192)
    let bytes = try StoreError.describing(spool.bytes(start))
    let lines = bytes.split(separator: 0x0A, maxSplits: 2)
    guard lines.count > 1 else { return "" }
    var fields = CSVFields()
    let line = Array(lines[1])
    fields.split(line.span)
    return fields.count > 2 ? String(decoding: line[fields[2].range], as: UTF8.self) : ""
  }
}
