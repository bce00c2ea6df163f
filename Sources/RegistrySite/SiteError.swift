internal import Files
internal import RegistryReports
internal import RegistryValidation

/// Why a site can't be made or written.
public struct SiteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of error that callers can act on.
  public enum Code: Sendable, Hashable {
    /// The directory holds files that scregistry did not write.
    case occupied
    /// A file can't be written.
    case notWritten
  }

  /// The kind of error.
  public let code: Code
  /// The address or path.
  public let place: String
  /// What is wrong with it, and what to do.
  public let detail: String

  init(_ code: Code, _ place: String, _ detail: String) {
    self.code = code
    self.place = place
    self.detail = detail
  }

  init(_ error: FileError) { self.init(.notWritten, error.path, error.detail) }

  /// The place and the fault, in one line that is harmless for a terminal.
  public var description: String { TextStyle.harmless("\(place): \(detail)") }
}
