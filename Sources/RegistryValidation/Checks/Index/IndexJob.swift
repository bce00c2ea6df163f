internal import ObjectStorage
package import SharedCloudRegistry
internal import Synchronization

/// One index file to be checked.
package struct IndexJob: Sendable {
  /// The file.
  package var file: BucketTree.File
  /// Its name, split; nil if it is not the name of an index file.
  package var name: IndexFileName?
  /// Facts that are known before it is read.
  package var expectation: IndexExpectation

  /// The result of checking a file.
  enum Outcome: Sendable {
    /// It was read to its end.
    case checked(FileReporter, IndexSummary)
    /// Its rows can't be evaluated: it is an archive that can't be decoded to its end, or it is not
    /// an index file.
    case damaged(FileReporter, reason: String)
    /// It could not be read.
    case unreadable(StoreError)
  }

  /// Checks the file.
  func run(_ options: CheckOptions, progress: ValidationProgress) async -> Outcome {
    if file.isParquet { return await ParquetJob(job: self, options: options).run(progress) }
    var archive: DecompressingReader?
    do throws(StoreError) {
      let stored = try await file.store.open(file.key)
      archive = file.unpacked(stored)
      let check = IndexCheck(file: file.location, expectation: expectation, options: options)
      var (reporter, summary) = try await check.run(archive ?? stored) { bytes, rows in
        progress.note(bytes: bytes, rows: rows)
      }
      if archive == nil { try checkSize(of: stored.info, summary) }
      progress.filesDone.add(1, ordering: .relaxed)
      if let obstacle = summary.obstacle {
        if let refusal = WebAnswer.refusal(obstacle, from: file.store, at: file.key) {
          return .unreadable(refusal)
        }
        return .damaged(reporter, reason: "\(file.location.uri): \(obstacle)")
      }
      if let archive { await ArchiveChecks(file: file).check(archive.memberName, to: &reporter) }
      return .checked(reporter, summary)
    } catch {
      guard let fault = await archive?.fault else { return .unreadable(error) }
      progress.filesDone.add(1, ordering: .relaxed)
      var reporter = FileReporter(
        file: file.location, dataset: expectation.dataset, options: options)
      ArchiveChecks(file: file).report(fault, to: &reporter)
      return .damaged(reporter, reason: error.description)
    }
  }

  /// Checks that a server sent the object that its listing shows.
  ///
  /// An error page with status 200, an empty answer or a cut one would else be a fault of the
  /// registry.
  ///
  /// - Throws: ``StoreError`` if it has another size.
  private func checkSize(of info: ObjectInfo, _ summary: IndexSummary) throws(StoreError) {
    guard file.store.kind == .published, file.size > 0, info.contentEncoding == nil else { return }
    // A server may leave out the size.
    let sent = info.size > 0 || summary.obstacle != nil ? info.size : summary.bytes
    guard sent != file.size, sent > 0 || summary.obstacle == nil else { return }
    throw StoreError.otherSize(at: file.location.uri, sent: sent, listed: file.size)
  }
}
