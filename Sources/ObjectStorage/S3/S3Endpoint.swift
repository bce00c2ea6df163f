/// The address of an S3 service, and how its buckets are addressed.
public struct S3Endpoint: Sendable, Hashable {
  /// How a URL names the bucket.
  public enum Style: String, Sendable, Hashable {
    /// `https://host/bucket/key`, which every server supports.
    case path
    /// `https://bucket.host/key`, which Amazon prefers.
    case virtualHosted = "virtual-hosted"
  }

  /// `http` or `https`.
  public var scheme: String
  /// The server, with its port; nil for Amazon's server in the region.
  public var host: String?
  /// The region used for signatures.
  public var region: String
  /// How a URL names the bucket; nil for the style that fits.
  public var style: Style?
  /// Whether to use Amazon's servers with validated cryptography (FIPS 140).
  public var usesFIPS = false
  /// Whether to use Amazon's servers that have addresses of IPv6, too.
  public var usesDualStack = false

  /// Amazon's S3.
  ///
  /// - Parameter region: The region, such as `us-west-2`.
  public init(region: String = "us-east-1") {
    scheme = "https"
    self.region = region
  }

  /// Another S3 server.
  ///
  /// The result is nil if the URL is not that of a server: scheme, host and at most a slash.
  ///
  /// - Parameters:
  ///   - url: Its URL, such as `http://127.0.0.1:9000`.
  ///   - region: The region it expects in signatures.
  public init?(url: String, region: String = "us-east-1") {
    guard let address = ObjectAddress(url), ["http", "https"].contains(address.scheme),
      address.key.isEmpty, !address.bucket.contains("@")
    else { return nil }
    scheme = address.scheme
    host = address.bucket
    self.region = region
    style = .path
  }

  /// The address of a bucket: the host, and the path up to the key.
  ///
  /// - Parameter bucket: The name of the bucket.
  /// - Returns: The host to connect to, and the path, which ends in a slash.
  func place(of bucket: String) -> (host: String, path: String) {
    let host = host ?? amazonHost
    // The certificate of *.amazonaws.com doesn't cover names with periods.
    let fits = self.host == nil && Self.isHostName(bucket)
    switch style ?? (fits ? .virtualHosted : .path) {
    case .virtualHosted: return ("\(bucket).\(host)", "/")
    case .path: return (host, "/\(bucket)/")
    }
  }

  /// Amazon's server in the region.
  ///
  /// Source: Amazon Simple Storage Service endpoints and quotas.
  private var amazonHost: String {
    let service = usesFIPS ? "s3-fips" : "s3"
    let network = usesDualStack ? ".dualstack" : ""
    return "\(service)\(network).\(region).\(AmazonPartition(region: region).suffix)"
  }

  private static func isHostName(_ bucket: String) -> Bool {
    (3...63).contains(bucket.utf8.count)
      && bucket.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
      }
  }
}
