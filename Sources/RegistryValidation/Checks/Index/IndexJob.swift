internal import SharedCloudRegistry
internal import Synchronization

/// One index file to be checked.
struct IndexJob: Sendable {
  /// The file.
  var file: BucketTree.File
  /// Its name, split; nil if it is not that of an index file.
  var name: IndexFileName?
  /// What is known of it before it is read.
  var expectation: IndexExpectation

  /// Checks the file.
  func run(
    _ options: CheckOptions, _ progress: ValidationProgress
  ) -> Result<(FileReporter, IndexSummary), StoreError> {
    do throws(StoreError) {
      let source = try file.store.open(file.key)
      let check = IndexCheck(file: file.location, expectation: expectation, options: options)
      let result = try check.run(source) { bytes, rows in progress.note(bytes: bytes, rows: rows) }
      progress.filesDone.add(1, ordering: .relaxed)
      return .success(result)
    } catch {
      return .failure(error)
    }
  }
}
