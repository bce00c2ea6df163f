/// A group of Amazon's regions that share accounts, buckets and a domain.
///
/// Source: botocore's `partitions.json`.
struct AmazonPartition: Sendable, Hashable {
  /// The domain of its servers.
  let suffix: String
  /// Whether it has servers with validated cryptography.
  let hasFIPS: Bool
  /// Whether it has servers for IPv6.
  let hasDualStack: Bool

  private static let all: [(prefix: String, suffix: String, hasFIPS: Bool, hasDualStack: Bool)] = [
    ("cn-", "amazonaws.com.cn", false, true), ("us-isob-", "sc2s.sgov.gov", true, false),
    ("us-isof-", "csp.hci.ic.gov", true, false), ("us-iso-", "c2s.ic.gov", true, false),
    ("eu-isoe-", "cloud.adc-e.uk", true, false), ("eusc-", "amazonaws.eu", true, true),
  ]

  /// Finds the partition of a region; unknown regions are in the largest.
  ///
  /// - Parameter region: The region, such as `cn-north-1`.
  init(region: String) {
    let found = Self.all.first { region.hasPrefix($0.prefix) }
    suffix = found?.suffix ?? "amazonaws.com"
    hasFIPS = found?.hasFIPS ?? true
    hasDualStack = found?.hasDualStack ?? true
  }
}
