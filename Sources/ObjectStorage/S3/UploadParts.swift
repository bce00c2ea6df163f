/// The parts in which large objects are written.
///
/// S3 allows 10,000 parts, each of at least 5 MiB except the last, and of at most 5 GiB.
struct UploadParts: Sendable, Hashable {
  /// The largest object that is written in one request, in bytes.
  var largestWhole = 64 << 20
  /// The size of a part, in bytes.
  var size = 16 << 20
  /// The maximum number of parts that are sent at the same time.
  var width = 4

  private static let most = 10_000

  /// The size of the parts of an object.
  ///
  /// - Parameter total: The size of the object.
  /// - Returns: The size, larger than usual if there would be too many parts.
  func size(forTotal total: Int) -> Int {
    Swift.max(1, size, (total + Self.most - 1) / Self.most)
  }
}
