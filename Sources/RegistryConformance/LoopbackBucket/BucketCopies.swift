internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// The places of a case's copies of buckets.
struct BucketCopies: Sendable {
  /// The copy of one bucket.
  struct Copy: Sendable {
    /// The address of the bucket, with its final slash.
    var bucket: String
    /// The path of its copy, without a final slash.
    var path: String
  }

  /// The copies below the root.
  private let inner: [Copy]
  /// The copy that is the root itself.
  private let outer: Copy

  /// Reads the copies from the input of a case.
  init(_ input: Node, root: String) {
    outer = Copy(bucket: input.virtualRoot, path: root)
    inner =
      input["buckets"]?.members.map {
        Copy(bucket: $0.key.text, path: root + "/" + $0.value.text)
      } ?? []
  }

  /// All copies, those that may be inside another first.
  var all: [Copy] { inner + [outer] }

  /// The directory of each bucket, by the name of the bucket.
  var pathsByName: [String: String] {
    let pairs = all.compactMap { copy in ObjectAddress(copy.bucket).map { ($0.bucket, copy.path) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The directories to check.
  var targets: [String] { [outer.path] + inner.map(\.path) }

  /// The address of a file in its bucket.
  func address(of location: Location) -> String {
    for copy in inner where location.uri.hasPrefix(copy.path + "/") {
      return copy.bucket + location.uri.dropFirst(copy.path.count + 1)
    }
    return outer.bucket + location.key
  }
}
