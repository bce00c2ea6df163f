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
    self.init(code, address: error.address, detail: error.detail)
  }
}

extension StoreError {
  /// Whether the server says that there is no bucket, which says nothing about an object in it.
  package var isAboutBucket: Bool { code == .notFound && detail.hasPrefix("NoSuchBucket") }
}
