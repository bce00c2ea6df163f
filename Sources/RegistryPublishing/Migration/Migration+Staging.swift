internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension Migration {
  /// Makes index files of the rows, and compares them with those at the destination.
  mutating func stage(
    _ drafting: Drafting, sorter: consuming FileSorter
  ) async throws(PublishingError) -> RegistryDraft {
    var drafting = drafting
    let written: (spool: SpoolFile, files: [IndexWriter.YearFile], summaries: [Int: DatasetSummary])
    let rest: RowsAhead.Rest
    do throws(StoreError) {
      let files = JoinedFiles(try sorter.finish(), keepsMissing: true)
      let rows = RowsAhead(RowAssembly(files, of: mission, datasets: datasets))
      var writer = try IndexWriter(mission, datasets: datasets)
      rest = try await rows.forEachBatch { rows throws(StoreError) in try writer.append(rows) }
      written = try writer.finish()
    } catch {
      throw PublishingError(.write, from: error)
    }
    for (number, repeated) in rest.repeated {
      plan.datasets[positions[number]].repeated = repeated
      plan.datasets[positions[number]].rows -= repeated
    }
    for (number, sizes) in rest.contradictions.sorted(by: { $0.key < $1.key }) {
      drafting.refuse(sizes, of: "the rows", dataset: datasets[number].id)
    }
    var staging = Staging(drafting, datasets: datasets, spool: written.spool, files: written.files)
    staging.catalog = isInPlace ? nil : present.catalog
    staging.modifications = modifications
    staging.emptyYears = emptyYears
    if isInPlace {
      staging.formerIDs = formerIDs
      staging.rowsBefore = rowsBefore
    }
    do throws(StoreError) {
      var draft = try await staging.draft(written.summaries)
      if !isInPlace { refuseReplacements(&draft) }
      return draft
    } catch {
      throw PublishingError(.destination, from: error)
    }
  }

  /// The old ids of renamed datasets, by the new ones, unless others have them now.
  private var formerIDs: [String: String] {
    var former: [String: String] = [:]
    for dataset in plan.datasets where dataset.isMigrated && dataset.id != dataset.formerID {
      if !ids.contains(dataset.formerID) { former[dataset.id] = dataset.formerID }
    }
    return former
  }

  /// A registry at another place may have rows that the old registry lacks.
  private func refuseReplacements(_ draft: inout RegistryDraft) {
    for dataset in draft.plan.datasets where !dataset.isNew {
      let changed = dataset.files.count { $0.action == .replace || $0.action == .delete }
      guard changed > 0 else { continue }
      draft.plan.refuse(
        unless: .olderEvidence, dataset: dataset.id,
        reason: "it exists at the destination, and \(changed.counted("index file")) would be "
          + "replaced")
    }
  }
}
