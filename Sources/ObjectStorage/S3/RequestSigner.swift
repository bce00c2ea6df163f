internal import Formats

/// Signs requests for Amazon's web services and compatible servers.
///
/// Source: AWS Signature Version 4, with the header `Authorization`. libcurl of Debian 12 can sign
/// too, but not every key and query.
struct RequestSigner: Sendable {
  /// The user's credentials.
  var credentials: S3Credentials
  /// The region of the bucket.
  var region: String
  /// The service.
  var service = "s3"
  /// Whether the checksum of the body is sent as a header, as S3 requires.
  var sendsBodyChecksum = true

  /// Creates a signer.
  ///
  /// - Parameters:
  ///   - credentials: The user's credentials.
  ///   - region: The region of the bucket.
  init(credentials: S3Credentials, region: String) {
    self.credentials = credentials
    self.region = region
  }

  /// The intermediate results of a signature.
  struct Steps: Sendable, Hashable {
    /// The canonical request, which the server computes too.
    var canonicalRequest: String
    /// The string that is signed.
    var stringToSign: String
    /// The signature in hexadecimal digits.
    var signature: String
    /// The names of the headers that are signed.
    var signedHeaders: String
  }

  /// Adds the headers that authenticate the request.
  ///
  /// - Parameters:
  ///   - request: The request, complete except for those headers.
  ///   - time: The current time.
  ///   - checksum: The SHA-256 of the body; nil to compute it.
  /// - Returns: The intermediate results.
  @discardableResult
  func sign(
    _ request: inout HTTPRequest, at time: Instant, checksum: [UInt8]? = nil
  ) -> Steps {
    let stamp = Self.stamp(time)
    let bodyChecksum = Digest.hexadecimal(checksum ?? Digest.sha256(request.body))
    request[header: "x-amz-date"] = stamp
    request[header: "x-amz-security-token"] = credentials.sessionToken
    if sendsBodyChecksum { request[header: "x-amz-content-sha256"] = bodyChecksum }
    let headers = Self.canonicalHeaders(of: request)
    let names = headers.map(\.name).joined(separator: ";")
    let canonicalRequest = [
      request.method.rawValue, request.pathText, request.queryText,
      headers.map { "\($0.name):\($0.value)\n" }.joined(), names, bodyChecksum,
    ].joined(separator: "\n")
    let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
    let stringToSign = [
      "AWS4-HMAC-SHA256", stamp, scope,
      Digest.hexadecimal(Digest.sha256(Array(canonicalRequest.utf8))),
    ].joined(separator: "\n")
    let signature = Digest.hexadecimal(
      Digest.authentication(of: Array(stringToSign.utf8), key: key(on: stamp.prefix(8))))
    request[header: "Authorization"] =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
      + "SignedHeaders=\(names), Signature=\(signature)"
    return Steps(
      canonicalRequest: canonicalRequest, stringToSign: stringToSign, signature: signature,
      signedHeaders: names)
  }

  /// The key for one day, region and service.
  private func key(on day: Substring) -> [UInt8] {
    var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
    for part in [String(day), region, service, "aws4_request"] {
      key = Digest.authentication(of: Array(part.utf8), key: key)
    }
    return key
  }

  /// All headers but those that proxies change, by name, without insignificant spaces.
  private static func canonicalHeaders(of request: HTTPRequest) -> [HTTPRequest.Header] {
    let unsigned: Set = ["authorization", "user-agent", "expect", "accept-encoding"]
    var values: [String: [String]] = ["host": [request.host]]
    for header in request.headers {
      let name = header.name.lowercased()
      guard !unsigned.contains(name) else { continue }
      values[name, default: []].append(collapsed(header.value))
    }
    return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { .init(name: $0.key, value: $0.value.joined(separator: ",")) }
  }

  /// Removes leading and trailing spaces, and replaces inner runs of spaces with one.
  private static func collapsed(_ value: String) -> String {
    value.split { $0 == " " || $0 == "\t" || $0.isNewline }.joined(separator: " ")
  }

  /// Writes a time as `yyyymmddThhmmssZ`.
  static func stamp(_ time: Instant) -> String {
    String(time.text.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
  }
}
