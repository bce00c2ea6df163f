internal import Formats

/// Why an object could not be read or listed.
///
/// A store error means that nothing is known about the object. A fault in its content is never a
/// store error.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of error that callers can act on.
  public enum Code: String, Sendable, Hashable {
    /// The object, directory or bucket does not exist.
    case notFound
    /// The cache has no copy, and no request may be sent.
    case notCached
    /// The store refused the request.
    case accessDenied
    /// It exists, but not as an object: a directory, a device.
    case notAnObject
    /// No usable response arrived; a retry may help.
    case unavailable
    /// The object is larger than the caller allowed.
    case tooLarge
    /// The credentials are unknown or expired.
    case badCredentials
    /// The bucket is in another region.
    case wrongRegion
    /// The clock of this machine is too far off for valid signatures.
    case clockSkew
    /// The condition of a read or write does not hold.
    case preconditionFailed
    /// The object is unchanged, so the condition of a read does not hold.
    case notModified
    /// The object is archived, and has to be restored before it can be read.
    case archived
    /// The file system has no room left.
    case noRoom
    /// The object changed while it was read.
    case changed
    /// Objects with this kind of address don't support the operation.
    case unsupported
    /// The response is not the expected one.
    case malformed
    /// The address is not allowed.
    case forbiddenAddress
    /// The task was cancelled.
    case cancelled
  }
  /// What an error shows beside its kind.
  package enum Fact: String, Sendable, Hashable {
    /// There is no bucket, which says nothing about an object in it.
    case isAboutBucket
    /// The server does not know the method of the request, which says nothing about the object.
    case isAboutMethod
    /// The object ends before the requested part begins.
    case isAboutRange
  }
  /// The kind of error.
  public let code: Code
  /// The path or address of the object.
  public let address: String
  /// The message, for people.
  public let detail: String
  /// What it shows beside its kind; nil for nothing else.
  package private(set) var fact: Fact?

  /// Creates an error that shows more than its kind.
  ///
  /// - Parameters:
  ///   - code: The kind of error.
  ///   - address: The path or address of the object.
  ///   - detail: The message.
  ///   - fact: What it shows beside its kind; nil for nothing else.
  init(_ code: Code, address: String, detail: String, fact: Fact?) {
    self.init(code, address: address, detail: detail)
    self.fact = fact
  }

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of error.
  ///   - address: The path or address of the object.
  ///   - detail: The message.
  public init(_ code: Code, address: String, detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
  }

  /// The error for an answer of another size than the server said before: an error page with status
  /// 200, a truncated answer, or another version.
  ///
  /// - Parameters:
  ///   - address: The address of the object.
  ///   - sent: The number of bytes of the answer.
  ///   - listed: The number of bytes that the server said before.
  /// - Returns: The error.
  package static func otherSize(at address: String, sent: Int, listed: Int) -> StoreError {
    StoreError(
      .changed, address: address,
      detail: "the server sent \(sent) bytes and lists \(listed): it changed, or this is another "
        + "answer")
  }

  /// The address and the message.
  public var description: String {
    Redaction.of(address.isEmpty ? detail : "\(address): \(detail)")
  }
}
