internal import Files
internal import ObjectStorage
internal import SharedCloudRegistry

extension ValidationRun {
  /// Judges the name of a file that was given alone, unless its tree has done so.
  mutating func checkName(ofLone file: BucketTree.File) {
    let wasRegular = file.store.storage is RecordedStorage
    guard let name = LoneFileName(file, wasRegular: wasRegular) else { return }
    let reporter = name.check(validator.dialect ?? .spec10, options: options)
    guard !reporter.tallies.isEmpty else { return }
    let codes = Set(reporter.tallies.keys)
    let identity = TargetIdentity(file.store, at: file.key)
    let isKnown = reporters.contains { other in
      !codes.isDisjoint(with: other.tallies.keys)
        && (other.file.uri == file.location.uri
          || identity != nil && identity == Self.identity(other.file.uri))
    }
    if !isKnown { reporters.append(reporter) }
  }

  private static func identity(_ uri: String) -> TargetIdentity? {
    if let address = BucketIdentity(uri) { return .remote(address) }
    return FilePlace(uri).map { .local($0) }
  }
}
