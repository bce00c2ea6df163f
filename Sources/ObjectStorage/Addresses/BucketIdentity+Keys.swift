internal import Formats

/// Addresses that name the same bucket in different ways.
extension BucketIdentity {
  /// The start of an address, up to and including the slash after its bucket.
  ///
  /// - Parameter address: The address of a bucket, a directory or an object.
  /// - Returns: `s3://b/`, `https://b.s3.amazonaws.com/` or, with the bucket in the path,
  ///   `https://s3.amazonaws.com/b/`; nil if it has no scheme or no bucket.
  package static func prefix(of address: String) -> String? {
    guard let parts = ObjectAddress(address) else { return nil }
    let end = parts.bucket.lastIndex(of: ":") ?? parts.bucket.endIndex
    guard ["http", "https"].contains(parts.scheme),
      let host = AmazonHost(String(parts.bucket[..<end])), host.bucket == nil
    else { return parts.bucketAddress }
    let name = parts.key.utf8.prefix { $0 != UInt8(ascii: "/") }
    guard !name.isEmpty, name.endIndex < parts.key.utf8.endIndex else { return parts.bucketAddress }
    return parts.bucketAddress + String(decoding: Array(name), as: UTF8.self) + "/"
  }

  /// The key of an address below another one.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - root: The address of a bucket or directory, with its final slash.
  /// - Returns: The rest of the address; nil if it is not below the root, or if that is not known.
  package static func key(of address: String, below root: String) -> String? {
    if let rest = address.rest(after: root) { return rest }
    guard let mine = BucketIdentity(address), let other = BucketIdentity(root),
      mine.isSame(as: other).value == true
    else { return nil }
    return mine.key.rest(after: other.key)
  }
}
