/// Credentials for S3.
public struct S3Credentials: Sendable, Hashable {
  /// The access key id.
  public var accessKeyID: String
  /// The secret access key.
  public var secretAccessKey: String
  /// The session token of temporary credentials.
  public var sessionToken: String?

  /// Creates credentials.
  ///
  /// - Parameters:
  ///   - accessKeyID: The access key id.
  ///   - secretAccessKey: The secret access key.
  ///   - sessionToken: The session token of temporary credentials.
  public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }
}

extension S3Credentials: CustomStringConvertible {
  /// The start of the access key id; never the secret.
  public var description: String { "credentials \(accessKeyID.prefix(4))…" }
}
