internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// Checks one Parquet index file: its schema, then its rows as those of any index file.
struct ParquetJob {
  let job: IndexJob
  let options: CheckOptions

  /// Checks the file.
  func run(_ progress: ValidationProgress) async -> IndexJob.Outcome {
    do throws(StoreError) {
      let source = try await job.file.openParquet()
      do throws(StoreError) {
        return try await check(source, progress)
      } catch {
        let facts = await source.facts
        guard let fault = facts.fault else { throw error }
        progress.filesDone.add(1, ordering: .relaxed)
        var reporter = reporter
        ParquetFaults(facts: facts, table: table).report(fault, to: &reporter)
        return .damaged(reporter, reason: error.description)
      }
    } catch {
      return .unreadable(error)
    }
  }

  private var reporter: FileReporter {
    FileReporter(file: job.file.location, dataset: job.expectation.dataset, options: options)
  }

  private var table: IndexTable { .of(job.expectation.dialect) }

  private func check(
    _ source: ParquetIndexSource, _ progress: ValidationProgress
  ) async throws(StoreError) -> IndexJob.Outcome {
    try await source.begin()
    let columns = await source.facts.columns
    if let obstacle = columns?.obstacle {
      progress.filesDone.add(1, ordering: .relaxed)
      var reporter = reporter
      await ParquetFaults(facts: source.facts, table: table).reportSchema(to: &reporter)
      return .damaged(reporter, reason: "\(job.file.location.uri): \(obstacle)")
    }
    var expectation = job.expectation
    expectation.layout = columns?.layout
    var options = options
    options.silent.formUnion(ParquetFaults.rulesOnText)
    if columns?.start?.form.isTime == true { options.silent.insert(.precisionDiffers) }
    let check = IndexCheck(
      file: job.file.location, expectation: expectation, options: options)
    var (reporter, summary) = try await check.run(source) { bytes, rows in
      progress.note(bytes: bytes, rows: rows)
    }
    progress.filesDone.add(1, ordering: .relaxed)
    if let obstacle = summary.obstacle {
      return .damaged(reporter, reason: "\(job.file.location.uri): \(obstacle)")
    }
    let facts = await source.facts
    let faults = ParquetFaults(facts: facts, table: table)
    summary.groupStarts = facts.groupStarts
    faults.reportSchema(to: &reporter)
    faults.reportRows(to: &reporter)
    return .checked(reporter, summary)
  }
}
