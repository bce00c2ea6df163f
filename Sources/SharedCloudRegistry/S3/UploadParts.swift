/// In which parts objects are written that are too large to be sent at once.
///
/// S3 takes 10,000 parts, each of 5 MiB at least but for the last, and of 5 GiB at most.
struct UploadParts: Sendable, Hashable {
  /// The largest object that is written in one request, in bytes.
  var largestWhole = 64 << 20
  /// The size of a part, in bytes.
  var size = 16 << 20
  /// The most parts that are sent at the same time.
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
