extension StoreError {
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
    let fact: Fact? =
      error.code == .noSuchBucket ? .isAboutBucket : Fact(of: HTTPHead(status: error.status))
    self.init(code, address: error.address, detail: error.detail, fact: fact)
  }
}
