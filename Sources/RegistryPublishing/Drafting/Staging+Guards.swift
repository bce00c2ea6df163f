internal import Formats
internal import SharedCloudRegistry

extension Staging {
  /// Refuses what is probably not intended, unless its guard is open.
  mutating func refuse(
    _ plan: RegistryPlan.Dataset, before: PresentRows, summary: DatasetSummary,
    time: TimeWriter
  ) {
    refuseLostYears(plan, before: before, summary: summary, time: time)
    guard before.count > 0 else { return }
    refuseOldEvidence(plan, oldestReplacement: summary.oldestReplacement)
    // A move takes a row from its key, as a removal does.
    let lost = plan.changes.removed + plan.changes.relocated
    if Double(lost) / Double(before.count) > drafting.options.largestRemoval {
      let moved = plan.changes.relocated
      draft.plan.refuse(
        unless: .removal, dataset: plan.id,
        reason: "\(lost) of \(before.count.counted("row")) would be removed"
          + (moved > 0 ? ", of them \(moved) moved to another key" : ""))
    }
    guard plan.changes.removed > 0 else { return }
    refuseRange(plan.id, summary: summary, start: before.start, stop: before.stop, time: time)
  }

  /// Refuses to shorten a dataset.
  private mutating func refuseRange(
    _ id: String, summary: DatasetSummary, start: Int64?, stop: Int64?, time: TimeWriter
  ) {
    var time = time
    if let start, summary.start > time.cut(start) {
      draft.plan.refuse(
        unless: .laterStart, dataset: id,
        reason: "it would start later: \(time.text(summary.start)), not \(time.text(start))")
    }
    if let stop, summary.stop < time.cut(stop) {
      draft.plan.refuse(
        unless: .earlierEnd, dataset: id,
        reason: "it would end earlier: \(time.text(summary.stop)), not \(time.text(stop))")
    }
  }

  /// Refuses to shorten a dataset because index files are missing.
  ///
  /// A year without files has no index file. But if the rows do not explain the range in the
  /// catalog, then those of its missing years are lost.
  private mutating func refuseLostYears(
    _ plan: RegistryPlan.Dataset, before: PresentRows, summary: DatasetSummary,
    time: TimeWriter
  ) {
    guard before.lacksYears, before.years == nil, let present = present.datasets[plan.id],
      let start = present.start?.microseconds, let stop = present.stop?.microseconds
    else { return }
    refuseRange(
      plan.id, summary: summary, start: before.start > start ? start : nil,
      stop: before.stop < stop ? stop : nil, time: time)
  }

  /// Refuses to remove or move rows, or to set other sizes, because of a listing that is older than
  /// the rows may be.
  ///
  /// A file that was written after the dataset was modified is newer than its row. Of two times of
  /// one second, either may be the earlier one.
  private mutating func refuseOldEvidence(
    _ plan: RegistryPlan.Dataset, oldestReplacement: Int64
  ) {
    let number = datasets.firstIndex { $0.id.utf8.elementsEqual(plan.id.utf8) }
    let isByTime = number.map { mission.datasets[datasets[$0].pattern].versions == .newest }
    let lost = plan.changes.removed + plan.changes.relocated
    let removed = lost + (isByTime == true ? plan.changes.superseded : 0)
    let dataset = present.datasets[plan.id]
    let modified = dataset?.modificationEnd == nil ? nil : dataset?.modification
    refuseUnknownAge(plan.id, removed: lost, modified: modified)
    guard let evidence = drafting.ages.oldest, let modified, let end = dataset?.modificationEnd,
      evidence.time < end
    else { return }
    let replaced = oldestReplacement < end.microseconds ? plan.changes.replaced : 0
    for (count, words) in [
      (removed, "be removed or moved"), (replaced, "get another size"),
    ] where count > 0 {
      draft.plan.refuse(
        unless: .olderEvidence, dataset: plan.id,
        reason: "\(count.counted("row")) would \(words), but \(evidence.source) shows the files "
          + "of \(evidence.time.text), and the dataset was modified at \(modified.text)")
    }
  }

  /// Refuses to remove or move rows if the listing, or the dataset, may be of any age.
  private mutating func refuseUnknownAge(_ id: String, removed: Int, modified: SCRTime?) {
    guard removed > 0 else { return }
    let rows = "\(removed.counted("row")) would be removed or moved"
    if let source = drafting.ages.unknown {
      draft.plan.refuse(
        unless: .olderEvidence, dataset: id,
        reason: "\(rows), but \(source) does not show when it was made: it may be older than the "
          + "dataset" + (modified.map { ", modified at \($0.text)" } ?? ""))
    } else if modified == nil, let evidence = drafting.ages.oldest {
      draft.plan.refuse(
        unless: .olderEvidence, dataset: id,
        reason: "\(rows), but the catalog does not tell when the dataset was modified: it may be "
          + "newer than \(evidence.source), which shows the files of \(evidence.time.text)")
    }
  }

  /// Names the files that are gone, moved or superseded.
  mutating func name(
    _ plan: inout RegistryPlan.Dataset, number: Int, summary: DatasetSummary
  ) {
    var changes = dropped[number]?.changes ?? RowChanges()
    if let removed = removed[number] { changes.add(removed.named) }
    // If the sources list only some of the files, the others are not gone.
    if !drafting.isSelective, !isOlder(than: &plan) { changes.add(summary.named) }
    plan.named = changes.named
    plan.olderVersions = changes[.olderVersion]
  }

  /// Whether the sources may be older than the dataset: then rows that they lack may be newer, and
  /// their files are not gone.
  private mutating func isOlder(than plan: inout RegistryPlan.Dataset) -> Bool {
    guard plan.changes.missing > 0, let evidence = drafting.ages.oldest, evidence.isExact,
      let dataset = present.datasets[plan.id], let modified = dataset.modification,
      let end = dataset.modificationEnd, evidence.time < end
    else { return false }
    draft.plan.notices.append(
      "\(plan.id): \(plan.changes.missing.counted("row")) not in \(evidence.source), which is "
        + (evidence.time < modified ? "older than" : "of the same time as")
        + " the dataset: their files may be newer")
    plan.changes.missing = 0
    return true
  }

  /// Sets `multiyear` if a file covers a whole year after the year in which it starts.
  mutating func setMultiyear(
    _ members: inout [CatalogDraft.Member], summary: DatasetSummary, id: String
  ) {
    guard let key = summary.yearlong else { return }
    let name = String(decoding: key, as: UTF8.self)
    guard members.contains(where: { $0.key == "multiyear" }) else {
      members.append(("multiyear", true))
      draft.plan.notices.append("\(id): multiyear is true, since \(name) covers a whole year more")
      return
    }
  }
}
