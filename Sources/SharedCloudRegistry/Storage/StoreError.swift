/// Why an object could not be read or listed.
///
/// A store error means that nothing is known about the object. A fault in what was read is never
/// an error of the store.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, in kinds that callers can act on.
  public enum Code: String, Sendable, Hashable {
    /// The object, directory or bucket isn't there.
    case notFound
    /// The store refused the request.
    case accessDenied
    /// It is there, but not as an object: a directory, a device.
    case notAnObject
    /// No usable answer came; trying again may help.
    case unavailable
    /// The object is larger than the caller allowed.
    case tooLarge
    /// Who asks is not known, or no longer.
    case badCredentials
    /// The bucket lies elsewhere than where it was asked for.
    case wrongRegion
    /// The clock of this machine is too far off for signatures to hold.
    case clockSkew
    /// The object is not in the state that a write or a read was bound to.
    case preconditionFailed
    /// The object changed while it was read.
    case changed
    /// What is asked for can't be done with objects of this kind of address.
    case unsupported
    /// What came is not what was asked for.
    case malformed
    /// The address is one that must not be asked.
    case forbiddenAddress
    /// The task was cancelled.
    case cancelled
  }
  /// The kind of failure.
  public let code: Code
  /// The path or address of the object.
  public let address: String
  /// What the system said, for people to read.
  public let detail: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: The kind of failure.
  ///   - address: The path or address of the object.
  ///   - detail: What the system said.
  public init(_ code: Code, address: String, detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
  }

  /// The address and what the system said.
  public var description: String { "\(address): \(detail)" }
}
