internal import ObjectStorage
internal import SharedCloudRegistry

/// Where a run finds stores, and what it learns about index files.
///
/// A run on one machine looks for itself. A run over parts of a plan is told what other machines
/// saw; everything after that is the same code.
protocol Evidence: Sendable {
  /// The store of a directory that the user mapped to an address.
  func directory(_ path: String) -> ObjectTree

  /// The storage of a bucket that a document names.
  func place(
    of bucket: String, namedIn document: String
  ) throws(StoreError) -> StoragePlace

  /// The facts of index files, in their order.
  func facts(of jobs: [IndexJob], options: CheckOptions) async -> [FileFacts]

  /// Notes the files that belong to a bucket: others of its tree are not needed again.
  func note(_ plan: BucketPlan)
}

/// What this machine sees.
struct LiveEvidence: Evidence {
  private let validator: Validator

  init(_ validator: Validator) { self.validator = validator }

  func directory(_ path: String) -> ObjectTree { ObjectTree(copy: path) }

  func place(
    of bucket: String, namedIn document: String
  ) throws(StoreError) -> StoragePlace {
    try validator.storages.place(of: bucket, namedIn: document)
  }

  func facts(of jobs: [IndexJob], options: CheckOptions) async -> [FileFacts] {
    let progress = validator.progress
    progress.expect(files: jobs.count, bytes: jobs.reduce(0) { $0 + $1.file.size })
    return await jobs.parallelMap(width: validator.jobs) { job in
      FileFacts(await job.run(options, progress))
    }
  }

  func note(_ plan: BucketPlan) {}
}
