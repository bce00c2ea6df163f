/// A host of Amazon S3, in one of the forms that Amazon has documented.
///
/// Virtual-hosted (`b.s3.us-west-2.amazonaws.com`), path style (`s3.us-west-2.amazonaws.com`),
/// without a region, with a dash before the region, dual-stack, FIPS, and the same below
/// `amazonaws.com.cn`. Hosts for transfer acceleration and for websites are not among them.
package struct AmazonHost: Sendable, Hashable {
  /// The bucket that the host names; nil for a host of path style, where the path names it.
  package let bucket: String?
  /// The region that the host names; nil if it names none.
  package let region: String?

  /// Reads the name of a host.
  ///
  /// - Parameter host: The host, without a port; the result is nil if it is not of Amazon S3.
  package init?(_ host: String) {
    let host = host.lowercased()
    guard
      let suffix = [".amazonaws.com", ".amazonaws.com.cn"].first(where: { host.hasSuffix($0) })
    else { return nil }
    let labels = host.dropLast(suffix.count).split(
      separator: ".", omittingEmptySubsequences: false
    ).map(String.init)
    // Names of buckets may hold dots and labels such as "s3": the last form that fits is it.
    for start in labels.indices.reversed() {
      guard let service = Self.service(labels[start...]) else { continue }
      region = service.region
      bucket = start == 0 ? nil : labels[..<start].joined(separator: ".")
      return
    }
    return nil
  }

  /// Reads `s3`, `s3.REGION`, `s3-REGION`, `s3.dualstack.REGION`, `s3-fips.REGION`,
  /// `s3-fips.dualstack.REGION` and `s3-fips-REGION`.
  private static func service(_ labels: ArraySlice<String>) -> (region: String?, isService: Bool)? {
    guard let first = labels.first, first == "s3" || first.hasPrefix("s3-") else { return nil }
    var rest = labels.dropFirst()
    if first == "s3" || first == "s3-fips" {
      if rest.first == "dualstack", rest.count == 2 { rest = rest.dropFirst() }
      if rest.isEmpty { return first == "s3" ? (nil, true) : nil }
      guard rest.count == 1, let region = rest.first, isRegion(region) else { return nil }
      return (region, true)
    }
    guard rest.isEmpty else { return nil }
    var name = first.dropFirst("s3-".count)
    if name.hasPrefix("fips-") { name = name.dropFirst("fips-".count) }
    if name == "external-1" { return ("us-east-1", true) }
    return isRegion(String(name)) ? (String(name), true) : nil
  }

  /// Returns whether a label has the form of a region, such as `us-gov-west-1`.
  ///
  /// - Parameter label: Lower-case letters, a dash, more of them, and a number at the end.
  /// - Returns: Whether it has; whether Amazon has such a region is not checked.
  package static func isRegion(_ label: String) -> Bool {
    let parts = label.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard (3...5).contains(parts.count), (2...4).contains(parts[0].count), let number = parts.last,
      (1...2).contains(number.count), number.allSatisfy({ $0 &- 0x30 < 10 })
    else { return false }
    return parts.dropLast().allSatisfy { part in
      (2...12).contains(part.count) && part.allSatisfy { $0 &- 0x61 < 26 }
    }
  }
}
