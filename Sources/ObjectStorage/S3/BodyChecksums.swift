internal import Formats

/// The checksums that are sent with a body, so that a server refuses it if it arrives changed.
///
/// Amazon stores SHA-256 with an object, and the signature needs it anyway. Servers that don't know
/// it check the MD5, which the first version of S3 already had.
struct BodyChecksums: Sendable, Hashable {
  /// 32 bytes.
  let sha256: [UInt8]
  /// 16 bytes.
  let md5: [UInt8]

  /// Computes them.
  ///
  /// - Parameter body: The body.
  init(of body: [UInt8]) {
    sha256 = Digest.sha256(body)
    md5 = Digest.digest(.md5, of: body)
  }

  /// SHA-256 in the form of the S3 headers.
  var sha256Text: String { Base64.encode(sha256) }

  /// The headers of a request that writes.
  var headers: [HTTPRequest.Header] {
    [
      .init(name: "x-amz-sdk-checksum-algorithm", value: "SHA256"),
      .init(name: "x-amz-checksum-sha256", value: sha256Text),
      .init(name: "Content-MD5", value: Base64.encode(md5)),
    ]
  }
}
