internal import ObjectStorage

/// Why none of the names that an index file may have gave one.
struct IndexAbsence: Sendable {
  private(set) var errors: [StoreError] = []
  /// Whether the server sent its start page in place of a file, as some do for every name.
  var isPage = false

  /// Notes why a name gave no file.
  ///
  /// - Parameter error: The error.
  /// - Returns: False if the error is more than the absence of the file.
  mutating func add(_ error: StoreError) -> Bool {
    // Without permission to list a bucket, S3 answers "access denied" for absent objects. The
    // cache may have a copy in another form.
    guard [.notFound, .accessDenied, .notCached].contains(error.code), error.fact != .isAboutBucket
    else { return false }
    // Of the names that gave a page the cache has no copies.
    if isPage, error.code == .notCached { return true }
    errors.append(error)
    return true
  }

  /// The error that tells most: a file that is refused may be there.
  var main: StoreError? { errors.first { $0.code != .notFound } ?? errors.first }

  /// The refusals of files.
  var refusals: [StoreError] { errors.filter { $0.code == .accessDenied } }

  /// Whether the server says of some name that there is no such file: then one that it refuses
  /// exists.
  var tellsAbsence: Bool { errors.contains { $0.code == .notFound } }
}
