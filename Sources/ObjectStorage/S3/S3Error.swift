internal import Formats

/// An error response of S3.
struct S3Error: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds that callers can act on.
  enum Code: String, Sendable, Hashable {
    /// There is no such bucket.
    case noSuchBucket
    /// There is no such object.
    case noSuchKey
    /// The user has no permission.
    case accessDenied
    /// The signature is wrong, or the key is unknown.
    case badCredentials
    /// The credentials have expired.
    case expiredCredentials
    /// The clock of this machine is too far off.
    case clockSkew
    /// The bucket is in another region.
    case wrongRegion
    /// The object has changed, or already exists.
    case preconditionFailed
    /// The body was changed in transit.
    case damaged
    /// The server is too busy or temporarily broken.
    case busy
    /// The reader has to pay, and the request did not agree to.
    case requesterPays
    /// The object is in an archive.
    case archived
    /// The object is unchanged.
    case notModified
    /// Anything else.
    case other
  }

  /// The kind of error.
  var code: Code
  /// The address of the request.
  var address: String
  /// The HTTP status.
  var status: Int
  /// The server's error code, such as `NoSuchKey`; empty if there is no code.
  var word: String
  /// The server's message.
  var message: String
  /// The region of the bucket, if the server named it.
  var region: String?
  /// The server that has the bucket, if the response names it.
  var endpoint: String?
  /// The storage class of the object, if the response names it.
  var storageClass: String?

  /// What happened and what to do, without the address.
  var detail: String {
    let said = [word, message].filter { !$0.isEmpty }.joined(separator: ": ")
    let sentence = said.reversed().drop { $0 == "." || $0.isWhitespace }.reversed()
    let fact = sentence.isEmpty ? "HTTP status \(status)" : String(sentence)
    return fact + (advice.map { "; \($0)" } ?? "")
  }

  /// The address, what happened and what to do.
  var description: String { "\(address): \(detail)" }

  /// The advice for the user.
  var advice: String? {
    switch code {
    case .noSuchBucket: "check the name of the bucket and the endpoint"
    case .accessDenied: "the credentials may not do this, or the bucket is not public"
    case .badCredentials: "check the access key and its secret"
    case .expiredCredentials: "get new credentials"
    case .clockSkew: "set the clock of this machine"
    case .wrongRegion where word.isEmpty && region == nil && status != 301:
      "the server redirects, but does not say where to"
    case .wrongRegion:
      region.map { "the bucket is in \($0)" }
        ?? endpoint.map { "the bucket is at \($0); pass --endpoint-url" }
        ?? "use the bucket's region"
    case .archived:
      "the object is archived\(storageClass.map { " (\($0))" } ?? ""); restore it before you read it"
    case .requesterPays: "agree to pay for the request"
    case .damaged: "the bytes were changed in transit"
    case .other where status == 407:
      "the proxy asks for a user and password; put them into its URL (http_proxy)"
    case .noSuchKey, .preconditionFailed, .busy, .notModified, .other: nil
    }
  }

  /// Whether the same request may succeed a little later.
  var isTransient: Bool { code == .busy || code == .damaged }

  /// Why the request is retried.
  var cause: RetryPolicy.Cause {
    guard code == .busy, word != "InternalError" else { return .failure }
    let isThrottling = ["SlowDown", "Throttl", "RequestLimit", "TooMany"].contains {
      word.contains($0)
    }
    return isThrottling ? .throttling : RetryPolicy.Cause(ofStatus: status)
  }
}

extension S3Error {
  /// Reads the error of a response.
  ///
  /// - Parameters:
  ///   - response: The response, whose body is XML or empty.
  ///   - address: The address of the request.
  init(_ response: HTTPResponse, address: String) {
    let body = try? XMLParser.parse(response.body, limits: .init(depth: 16, size: 1 << 20))
    let error = body.flatMap { $0.name == "Error" ? $0 : nil }
    word = error?["Code"]?.text ?? ""
    message = error?["Message"]?.text ?? ""
    status = response.head.status
    self.address = address
    endpoint = error?["Endpoint"]?.text
    storageClass = error?["StorageClass"]?.text
    region =
      response.head["x-amz-bucket-region"] ?? error?["Region"]?.text
      ?? endpoint.flatMap { AmazonHost($0)?.region }
      ?? response.head["location"].flatMap { WebAddress($0) }.flatMap {
        AmazonHost($0.host)?.region
      }
    code = Self.codes[word] ?? Self.code(ofStatus: status, hasRegion: region != nil)
  }

  private static let codes: [String: Code] = [
    "NoSuchBucket": .noSuchBucket, "NoSuchKey": .noSuchKey, "AccessDenied": .accessDenied,
    "AllAccessDisabled": .accessDenied, "SignatureDoesNotMatch": .badCredentials,
    "InvalidAccessKeyId": .badCredentials, "InvalidToken": .badCredentials,
    "ExpiredToken": .expiredCredentials, "TokenRefreshRequired": .expiredCredentials,
    "RequestTimeTooSkewed": .clockSkew, "RequestExpired": .clockSkew,
    "PermanentRedirect": .wrongRegion, "TemporaryRedirect": .wrongRegion,
    "AuthorizationHeaderMalformed": .wrongRegion,
    "IllegalLocationConstraintException": .wrongRegion,
    "PreconditionFailed": .preconditionFailed, "ConditionalRequestConflict": .preconditionFailed,
    "InvalidObjectState": .archived, "SlowDown": .busy, "Throttling": .busy,
    "ThrottlingException": .busy, "RequestLimitExceeded": .busy, "TooManyRequests": .busy,
    "ServiceUnavailable": .busy, "InternalError": .busy,
    "RequestTimeout": .busy, "BadDigest": .damaged, "XAmzContentSHA256Mismatch": .damaged,
    "XAmzContentChecksumMismatch": .damaged,
  ]

  private static func code(ofStatus status: Int, hasRegion: Bool) -> Code {
    switch status {
    case 301, 302, 303, 307, 308: .wrongRegion
    case 304: .notModified
    case 400 where hasRegion: .wrongRegion
    case 401: .badCredentials
    case 403: .accessDenied
    case 404: .noSuchKey
    case 409, 412: .preconditionFailed
    case 429, 500, 502, 503, 504: .busy
    default: .other
    }
  }
}
