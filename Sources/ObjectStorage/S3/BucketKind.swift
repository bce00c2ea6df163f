/// The kinds of bucket names that Amazon gives a meaning.
///
/// Source: Amazon S3 User Guide, "General purpose bucket naming rules", "Access points".
enum BucketKind: Sendable, Hashable {
  /// A bucket, or an alias that behaves like one.
  case usual
  /// Something that needs other servers or signatures; what it is.
  case unsupported(String)

  /// Tells the kind by the name.
  ///
  /// - Parameters:
  ///   - name: The name of the bucket, as in `s3://name/`.
  ///   - isAmazon: Whether the server is Amazon's; other servers give these names no meaning.
  init(_ name: String, isAmazon: Bool) {
    if name.hasPrefix("arn:") {
      self = .unsupported(
        "it is an ARN; pass the name of the bucket, or the alias of the access point (…-s3alias)")
      return
    }
    let endings = [
      ("--x-s3", "it is a directory bucket (S3 Express One Zone)"),
      ("--xa-s3", "it is an access point of a directory bucket"),
      ("--ol-s3", "it is an access point of Object Lambda"),
      ("--op-s3", "it is an access point of S3 on Outposts"),
      ("--table-s3", "it is a table bucket"),
      (".mrap", "it is a multi-region access point"),
    ]
    let found = isAmazon ? endings.first { name.hasSuffix($0.0) } : nil
    self = found.map { .unsupported("\($0.1), which scregistry does not read") } ?? .usual
  }
}
