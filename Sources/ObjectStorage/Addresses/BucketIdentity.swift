package import Formats

/// The bucket that an address leads to, whichever of its spellings the address uses.
///
/// `s3://b/`, `https://b.s3.amazonaws.com/`, `https://s3.us-west-2.amazonaws.com/b/` and Amazon's
/// other hosts for `b` are one bucket. Another web host may serve a copy of the bucket, the bucket
/// itself or something else: whether it is the same is not known.
///
/// Spec: SCR 1.1 §3 allows `s3://` and `https://`; §3.4 asks for one bucket.
package struct BucketIdentity: Sendable, Hashable {
  private enum Kind: Sendable, Hashable {
    case s3(name: String)
    case web(host: String)
    case other(scheme: String, name: String)
  }

  /// Compares buckets and keys by their bytes.
  package static func == (left: BucketIdentity, right: BucketIdentity) -> Bool {
    left.kind == right.kind && left.key.hasSameBytes(as: right.key)
  }

  /// Hashes the bucket and the bytes of the key.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(ExactText(key))
  }

  private let kind: Kind
  /// The key, or the start of keys, that the address names in the bucket.
  ///
  /// Percent coding is undone where the address is a URL. `s3://` addresses have keys as they are.
  package let key: String

  /// Reads the bucket of an address.
  ///
  /// - Parameter address: The address of a bucket, a directory or an object.
  package init(_ address: ObjectAddress) {
    switch address.scheme {
    case "s3", "s3a", "s3n":
      kind = .s3(name: address.bucket)
      key = address.key
    case "https", "http":
      (kind, key) = Self.web(address)
    default:
      kind = .other(scheme: address.scheme, name: address.bucket)
      key = address.key
    }
  }

  /// Reads the bucket of an address in text form.
  ///
  /// - Parameter text: The address; the result is nil if it has no scheme or no bucket.
  package init?(_ text: String) {
    guard let address = ObjectAddress(text) else { return nil }
    self.init(address)
  }

  /// The name of the bucket; nil if the address does not tell it.
  package var name: String? {
    switch kind {
    case .s3(let name), .other(_, let name): name
    case .web: nil
    }
  }

  /// Compares two buckets.
  ///
  /// - Parameter other: The other bucket.
  /// - Returns: Whether they are one bucket; unknown if one of them is a web host that may serve
  ///   any bucket.
  package func isSame(as other: BucketIdentity) -> Known<Bool> {
    switch (kind, other.kind) {
    case (.web(let mine), .web(let theirs)) where mine == theirs:
      .known(true, evidence: "both are on \(mine)")
    case (.web(let host), _), (_, .web(let host)):
      .unknown(because: "the address does not tell which bucket \(host) serves")
    default: .known(kind == other.kind, evidence: "both addresses name their bucket")
    }
  }

  private static func web(_ address: ObjectAddress) -> (Kind, String) {
    let host = hostWithoutDefaultPort(address)
    guard let form = AmazonHost(host) else {
      return (.web(host: host), percentDecoded(address.key))
    }
    if let bucket = form.bucket { return (.s3(name: bucket), percentDecoded(address.key)) }
    let parts = address.key.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let bucket = parts.first, !bucket.isEmpty else { return (.web(host: host), "") }
    let rest = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    return (
      .s3(name: percentDecoded(String(decoding: bucket, as: UTF8.self))), percentDecoded(rest)
    )
  }

  private static func hostWithoutDefaultPort(_ address: ObjectAddress) -> String {
    // A password before the host is no part of it, and is not for messages.
    let authority = address.bucket.lowercased()
    let host =
      authority.utf8.split(separator: UInt8(ascii: "@")).last.map { String($0) ?? "" } ?? ""
    let port = address.scheme == "https" ? ":443" : ":80"
    return host.utf8.count > port.utf8.count && host.hasSuffix(port)
      ? String(host.dropLast(port.count)) : host
  }

  /// Undoes percent coding; what is no code stays.
  private static func percentDecoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x61 + 10
    default: nil
    }
  }
}
