internal import Files
internal import Glibc
internal import RegistryReports

/// Where an answer goes.
enum OutputPlace: Sendable, Hashable {
  /// An open stream: 1 is standard output, 2 is standard error.
  case descriptor(Int32)
  /// A file, a device or a FIFO.
  case path(String)

  /// The place of a path; the names of open streams are not files to replace.
  init(_ path: String) {
    switch path {
    case "-", "/dev/stdout": self = .descriptor(1)
    case "/dev/stderr": self = .descriptor(2)
    default:
      let number = ["/dev/fd/", "/proc/self/fd/"].lazy.filter(path.hasPrefix).compactMap {
        Int32(path.dropFirst($0.count))
      }.first
      self = number.flatMap { $0 > 0 ? .descriptor($0) : nil } ?? .path(path)
    }
  }

  /// The name of the place in messages.
  var name: String {
    switch self {
    case .descriptor(1): "standard output"
    case .descriptor(2): "standard error"
    case .descriptor(let number): "/dev/fd/\(number)"
    case .path(let path): TextStyle.harmless(path)
    }
  }

  /// Whether the place passes bytes on instead of keeping them.
  var isStream: Bool {
    switch self {
    case .descriptor: true
    case .path(let path): FileStatus(path: path)?.kind == .stream
    }
  }

  /// Values that are equal for two names of one place; empty for a device that keeps nothing.
  var identities: [String] {
    switch self {
    case .descriptor(let number):
      guard let status = FileStatus(descriptor: number), status.kind == .regular else {
        return ["descriptor \(number)"]
      }
      return ["descriptor \(number)", status.identity]
    case .path(let path):
      if let status = FileStatus(path: path) { return status.isBottomless ? [] : [status.identity] }
      return [FilePath.resolved(path) ?? path]
    }
  }
}

// MARK: - Writing

extension OutputPlace {
  /// Checks before a long run that the place can be written.
  ///
  /// - Throws: ``WriteFailure`` if it can't be written.
  func check() throws(WriteFailure) {
    if case .path(let path) = self { try FileWriter.check(path) }
  }

  /// Writes an answer; a file is replaced in one step.
  ///
  /// - Parameters:
  ///   - bytes: The answer.
  ///   - isDurable: Whether a file must survive a power failure right afterwards.
  /// - Throws: ``WriteFailure`` if it can't be written.
  func write(_ bytes: [UInt8], isDurable: Bool = true) throws(WriteFailure) {
    switch self {
    case .path(let path): try FileWriter.put(bytes, at: path, isDurable: isDurable)
    case .descriptor(let number):
      let code = FileBytes.writeAll(bytes.span, to: number)
      // A reader that closes the pipe early, such as head, has all it needs.
      guard code == 0 || code == EPIPE else {
        throw WriteFailure(name, detail: POSIX.strerror(code), exitCode: 4)
      }
    }
  }

  /// Whether writing would replace one of these files.
  ///
  /// - Parameter paths: Files that must not change.
  /// - Returns: The name of the file that would be replaced; nil if none would.
  func replaces(oneOf paths: [String]) -> String? {
    guard case .path(let path) = self, let status = FileStatus(path: path),
      status.kind == .regular
    else { return nil }
    return paths.first { FileStatus(path: $0)?.identity == status.identity }
  }
}
