extension StoreError {
  /// Describes a failure on the way to a server.
  init(_ failure: HTTPFailure, address: String) {
    let code: Code =
      switch failure.code {
      case .unknownHost, .refused, .timedOut, .reset, .truncated, .refusedByProxy, .other:
        .unavailable
      case .insecure, .badURL, .badRedirect, .forbiddenAddress: .forbiddenAddress
      case .tooLarge: .tooLarge
      case .malformed: .malformed
      case .cancelled: .cancelled
      }
    self.init(code, address: address, detail: failure.detail)
  }

  /// Describes an error response of S3.
  init(_ error: S3Error) {
    let code: Code =
      switch error.code {
      case .noSuchBucket, .noSuchKey: .notFound
      case .accessDenied, .requesterPays: .accessDenied
      case .archived: .archived
      case .notModified: .notModified
      case .badCredentials, .expiredCredentials: .badCredentials
      case .clockSkew: .clockSkew
      case .wrongRegion: .wrongRegion
      case .preconditionFailed: .preconditionFailed
      case .busy, .damaged: .unavailable
      case .other: .malformed
      }
    self.init(code, address: error.address, detail: error.detail)
  }
}
