internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension Drafting {
  /// Fixes the states of the present index files before the sources are listed: a row that is
  /// written after that must not be removed because its file is not listed.
  func fixPresent() async throws(PublishingError) {
    var directories: Set<String> = []
    for dataset in present.datasets.map(\.value) {
      guard let place = try? dataset.indexPlace(),
        place.storage.address == present.observed.address
      else { continue }
      directories.insert(place.key)
    }
    do throws(StoreError) {
      try await present.observed.fix(directories.sorted())
    } catch {
      throw PublishingError(reading: error)
    }
  }

  /// Reads the rows of the present index files.
  mutating func readPresent(
    into gathering: inout FileGathering
  ) async throws(PublishingError) {
    let ids = ExactDictionary(
      gathering.datasets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
    var unlisted = UnlistedDatasets(mission)
    for (id, dataset) in present.datasets {
      var found = ids[id]
      if found == nil, !isSelective, gathering.counts.files > 0,
        let own = await unlisted.dataset(for: dataset)
      {
        found = gathering.number(of: own)
      }
      guard let number = found else {
        plan.untouched.append(id)
        continue
      }
      try await readRows(of: dataset, number: number, into: &gathering)
    }
    for (id, number) in ids.sorted(by: { $0.value < $1.value }) where present.datasets[id] == nil {
      try await readUncataloged(number, into: &gathering)
    }
  }

  /// Reads index files of a dataset that the catalog does not list: somebody else may be
  /// publishing it, and has not yet written the catalog.
  private mutating func readUncataloged(
    _ number: Int, into gathering: inout FileGathering
  ) async throws(PublishingError) {
    let fields = EntryFields(mission: mission, dataset: gathering.datasets[number])
    let id = gathering.datasets[number].id
    let root = publisher.destination
    guard fields.index.utf8.starts(with: mission.endpoint.utf8) else { return }
    let text = JSONWriter.write([
      "version": "1.1", "endpoint": .string(mission.endpoint),
      "catalog": [["id": .string(id), "index": .string(fields.index)]],
    ])
    guard let document = try? JSONParser.parse(text) else { return }
    let dataset: Dataset
    do throws(ReadingError) {
      let bucket = try PresentRegistry.bucket(
        of: document, present: present, endpoint: mission.endpoint, root: root,
        storage: options.storage)
      guard let first = bucket.datasets.first, try await !PresentEdges(first).years().isEmpty
      else { return }
      dataset = first
    } catch {
      throw PublishingError(reading: error)
    }
    plan.notices.append("\(id): it has index files that the catalog does not list")
    try await readRows(of: dataset, number: number, into: &gathering)
  }

  private mutating func readRows(
    of dataset: Dataset, number: Int, into gathering: inout FileGathering
  ) async throws(PublishingError) {
    let faults = FaultList()
    defer { judgeColumns(of: dataset, number: number) }
    do throws(ReadingError) {
      let years = try await neighbours(
        of: years(of: number, gathering: gathering), dataset: dataset,
        pattern: gathering.datasets[number].pattern)
      rowsBefore[number] = try await gathering.takeRows(
        of: dataset, as: number, in: years, faults: faults)
      if let years {
        rowsBefore[number]?.edges = try await PresentEdges(dataset).range(outside: years)
      }
    } catch {
      throw PublishingError(reading: error)
    }
    do throws(ReadingError) {
      for fault in faults.faults { try await PresentIndexFile.judge(fault, of: dataset) }
    } catch {
      throw PublishingError(.destination, from: error)
    }
    let missing = faults.faults.filter { isMissing($0) }
    let others = faults.faults.filter { !isMissing($0) }
    // Nobody has seen the rows of a file that can't be read, so none of them can be judged.
    if let unread = others.first(where: { $0.kind == .unreadIndex || $0.kind == .unreadCatalog }) {
      throw PublishingError(
        .destination, address: unread.address,
        detail: "the present index file can't be read: \(unread.detail); nothing was changed")
    }
    for fault in others { plan.notices.append("present index of \(dataset.id): \(fault)") }
    if others.contains(where: { $0.kind == .column }) {
      plan.refuse(
        unless: .lostColumns, dataset: dataset.id,
        reason: "its present index has values that an update can't keep")
    }
    if others.contains(where: { ![.disorder, .secondIndex, .column].contains($0.kind) }) {
      plan.refuse(
        unless: .unreadableRows, dataset: dataset.id,
        reason: "its present index has rows that can't be read")
    }
    if !missing.isEmpty { judge(missing, of: dataset, number: number) }
  }

  /// Refuses to drop columns of the present index, which only its rows may hold.
  private mutating func judgeColumns(of dataset: Dataset, number: Int) {
    guard let lost = rowsBefore[number]?.lostColumns.sorted(), !lost.isEmpty else { return }
    let flags = [("etag", "--with-etag"), ("checksum", "--with-checksum")].filter { name, _ in
      lost.contains { $0.lowercased() == name }
    }.map(\.1)
    plan.refuse(
      unless: .lostColumns, dataset: dataset.id,
      reason: "its present index has \(lost.joined(separator: ", ")), which would be lost; "
        + (flags.isEmpty
          ? "add them to the columns of the mission" : "pass \(flags.joined(separator: " "))"))
  }

  /// The years to read, with the nearest ones that have rows if a file stops at the next start: that
  /// may be years away; nil for all.
  private func neighbours(
    of years: ClosedRange<Int>?, dataset: Dataset, pattern: Int
  ) async throws(ReadingError) -> ClosedRange<Int>? {
    let stop = mission.datasets[pattern].stop
    // The gap depends on the distances of all starts.
    guard let years, stop != .nextStartNearby else { return nil }
    guard stop.dependsOnNext else { return years }
    let all = try await PresentEdges(dataset).years()
    let before = all.last { $0 <= years.lowerBound } ?? years.lowerBound
    let after = all.first { $0 >= years.upperBound } ?? years.upperBound
    return before...after
  }

  /// Whether a fault says that an index file does not exist, also at the edges of the dataset.
  private func isMissing(_ fault: ReadingFault) -> Bool {
    if fault.kind == .missingIndex { return true }
    return fault.kind == .unreadIndex && state(of: fault) == .absent
  }

  private func state(of fault: ReadingFault) -> ObservedStorage.State? {
    let prefix = present.observed.address.utf8.count
    return present.observed.state(of: String(fault.address.utf8.dropFirst(prefix)) ?? "")
  }

  /// Judges missing index files: a year without files has none, so only a missing start or end of
  /// the dataset shows that rows are lost.
  private mutating func judge(_ missing: [ReadingFault], of dataset: Dataset, number: Int) {
    let hidden = missing.filter { state(of: $0) == .hidden }
    if let first = hidden.first {
      plan.notices.append(
        "present index of \(dataset.id): \(hidden.count.counted("year")) absent or forbidden, "
          + "first \(first.address)")
    }
    rowsBefore[number]?.lacksYears = true
  }
}

extension PublishingError {
  /// Takes an error of reading a destination, which may mean that somebody else changed it.
  init(reading error: StoreError) {
    self.init(Self.code(error.code), from: error)
  }

  /// Takes an error of reading a destination, which may mean that somebody else changed it.
  init(reading error: ReadingError) {
    guard error.storage == .malformed else {
      self.init(Self.code(error.storage), from: error)
      return
    }
    // Its rows would be lost: only the user knows whether the sources list all of their files.
    self.init(
      .destination, address: error.address,
      detail: "\(error.detail); restore it, or delete it if the sources list all of its files")
  }

  private static func code(_ code: StoreError.Code?) -> Code {
    code == .preconditionFailed || code == .changed ? .conflict : .destination
  }
}
