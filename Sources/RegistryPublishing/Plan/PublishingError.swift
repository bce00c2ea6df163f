internal import Formats
package import ObjectStorage
package import SharedCloudRegistry

/// Why a plan or publication failed.
public struct PublishingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Sendable, Hashable {
    /// A source can't be listed.
    case source
    /// The registry at the destination can't be read.
    case destination
    /// Something can't be written.
    case write
    /// Somebody else published in the meantime.
    case conflict
    /// The mission can't be used with this source or destination.
    case mission
  }
  /// The kind of failure.
  public let code: Code
  /// The path or address.
  public let address: String
  /// The problem, in one line.
  public let detail: String

  package init(_ code: Code, address: String, detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
  }

  package init(_ code: Code, from error: StoreError) {
    self.init(code, address: error.address, detail: error.detail)
  }

  package init(_ code: Code, from error: ReadingError) {
    self.init(code, address: error.address, detail: error.detail)
  }

  /// The address and the problem.
  public var description: String { Redaction.of("\(address): \(detail)") }
}
