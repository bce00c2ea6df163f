/// Follows the addresses that an S3 server names instead of a region.
///
/// A request is signed again for the same server only: credentials never go to a server that the
/// user did not name.
struct S3Redirects: Sendable {
  /// Where to send the request; nil for the usual address of the bucket.
  private(set) var target: WebAddress?
  private var followed = 0

  /// Starts without redirects.
  init() {}

  /// Takes the address that a response names.
  ///
  /// - Parameters:
  ///   - location: The header `Location`.
  ///   - request: The request.
  ///   - isSigned: Whether the request carries credentials.
  ///   - error: The error of the response.
  /// - Throws: ``StoreError`` if the address can't be followed.
  mutating func follow(
    _ location: String, from request: HTTPRequest, isSigned: Bool, or error: StoreError
  ) throws(StoreError) {
    followed += 1
    guard followed <= Redirects.limit else {
      throw Self.refusal(error, "more than \(Redirects.limit) redirects")
    }
    guard let own = WebAddress(request.url), let next = own.resolve(location) else {
      throw Self.refusal(error, "the redirect does not lead to a web address: \(location)")
    }
    guard next != own else {
      throw Self.refusal(error, "the server redirects to the same address again")
    }
    guard next.scheme == own.scheme && next.host == own.host || !isSigned else {
      throw StoreError(
        .wrongRegion, address: error.address,
        detail:
          "the server redirects to \(next.scheme)://\(next.host)/, which gets no credentials; "
          + "pass --endpoint-url \(next.scheme)://\(next.host) if you trust it")
    }
    guard own.scheme != "https" || next.scheme == "https" else {
      throw StoreError(
        .forbiddenAddress, address: error.address,
        detail: "the server redirects from https to http: \(next)")
    }
    target = next
  }

  private static func refusal(_ error: StoreError, _ detail: String) -> StoreError {
    StoreError(.malformed, address: error.address, detail: detail)
  }
}

extension WebAddress {
  /// The query in the order in which it is signed.
  var sortedQuery: String {
    query.split(separator: "&").sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .joined(separator: "&")
  }
}
