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
}

extension StoreError.Fact {
  /// What the head of a refusal shows; nil for nothing beside the kind of the error.
  init?(of head: HTTPHead) {
    switch head.status {
    case 405, 501: self = .isAboutMethod
    case 416: self = .isAboutRange
    default: return nil
    }
  }
}
