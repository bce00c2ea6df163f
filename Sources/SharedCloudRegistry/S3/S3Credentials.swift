/// What proves to S3 who asks.
public struct S3Credentials: Sendable, Hashable {
  /// The name of the key.
  public var accessKeyID: String
  /// The secret that belongs to it.
  public var secretAccessKey: String
  /// The token of credentials that hold only for a time.
  public var sessionToken: String?

  /// Makes credentials.
  ///
  /// - Parameters:
  ///   - accessKeyID: The name of the key.
  ///   - secretAccessKey: The secret that belongs to it.
  ///   - sessionToken: The token of credentials that hold only for a time.
  public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }
}

extension S3Credentials: CustomStringConvertible {
  /// The name of the key; never the secret.
  public var description: String { "credentials \(accessKeyID.prefix(4))…" }
}
