internal import ObjectStorage
internal import SharedCloudRegistry

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
      FileFacts(await job.run(options, progress: progress))
    }
  }

  func note(_ plan: BucketPlan) {}
}
