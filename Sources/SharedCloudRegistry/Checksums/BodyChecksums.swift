internal import Formats

/// The checksums that go along with a body, so that a server refuses it if it arrives changed.
///
/// SHA-256 is what Amazon keeps with an object, and is computed for the signature anyway. Servers
/// that don't know it look at the MD5, which the first version of S3 had already.
struct BodyChecksums: Sendable, Hashable {
  /// 32 bytes.
  let sha256: [UInt8]
  /// 16 bytes; nil where OpenSSL makes none, as where only approved checksums may be made.
  let md5: [UInt8]?

  /// Computes them.
  ///
  /// - Parameter body: The body.
  /// - Throws: ``StoreError`` if OpenSSL is not on this machine.
  init(of body: [UInt8]) throws(StoreError) {
    sha256 = try Digest().sha256(body)
    let digest = try? RunningDigest(.md5)
    digest?.add(body.span)
    md5 = digest?.finishedBytes()
  }

  /// SHA-256 as the headers of S3 have it.
  var sha256Text: String { Base64.encode(sha256) }

  /// The headers of a request that writes.
  var headers: [HTTPRequest.Header] {
    var headers: [HTTPRequest.Header] = [
      .init(name: "x-amz-sdk-checksum-algorithm", value: "SHA256"),
      .init(name: "x-amz-checksum-sha256", value: sha256Text),
    ]
    if let md5 { headers.append(.init(name: "Content-MD5", value: Base64.encode(md5))) }
    return headers
  }
}
