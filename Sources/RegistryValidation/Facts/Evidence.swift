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
