internal import ArgumentParser
internal import RegistryValidation

/// A format and its destination: `FORMAT` or `FORMAT=PATH`.
struct ReportDestination: Sendable {
  /// The destination of a report.
  enum Place: Sendable, Hashable {
    /// An open stream: 1 is standard output, 2 is standard error.
    case descriptor(Int32)
    /// A file, a device or a FIFO.
    case path(String)
  }

  /// The format.
  var format: ReportFormat
  /// The destination.
  var place: Place

  /// Makes a destination.
  init(_ format: ReportFormat, _ place: Place = .descriptor(1)) {
    self.format = format
    self.place = place
  }

  /// Reads a destination.
  ///
  /// - Parameter text: `FORMAT` for standard output, or `FORMAT=PATH`; a path of `-` is standard
  ///   output too.
  /// - Throws: `ValidationError` if there is no such format or no path.
  init(parsing text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let format = ReportFormat(rawValue: name) else {
      let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      let near = ReportFormat.nearestName(to: name).map { "did you mean \($0)? The" } ?? "the"
      throw ValidationError(
        "--output \(TextStyle.harmless(name)) is not a format; \(near) formats are \(known)")
    }
    guard parts.count == 1 || !parts[1].isEmpty else {
      throw ValidationError("--output \(TextStyle.harmless(text)) has no path after =")
    }
    self.init(format, parts.count == 1 ? .descriptor(1) : Self.place(String(parts[1])))
  }

  /// The place of a path; the names of open streams are not files to replace.
  private static func place(_ path: String) -> Place {
    switch path {
    case "-", "/dev/stdout": return .descriptor(1)
    case "/dev/stderr": return .descriptor(2)
    default: break
    }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      if let number = Int32(path.dropFirst(prefix.count)), number > 0 { return .descriptor(number) }
    }
    return .path(path)
  }
}

// MARK: - Agreement with others

extension ReportDestination {
  /// Refuses destinations that would overwrite each other.
  ///
  /// Workflow commands and text for people can share a stream: each command is a line, and the
  /// runner of GitHub Actions recognizes them. All other formats need separate places.
  ///
  /// - Parameter destinations: All destinations of a run.
  /// - Throws: `ValidationError` that names the two.
  static func checkPlaces(_ destinations: [ReportDestination]) throws {
    var taken: [String: ReportDestination] = [:]
    for destination in destinations {
      for key in destination.identities {
        guard let other = taken[key], !destination.goesWith(other) else {
          taken[key] = taken[key] ?? destination
          continue
        }
        throw ValidationError(
          "two outputs go to \(destination.name); give each its own =PATH")
      }
    }
  }

  private func goesWith(_ other: ReportDestination) -> Bool {
    guard place == .descriptor(1), other.place == .descriptor(1) else { return false }
    let forPeople: Set<ReportFormat> = [.text, .full]
    return format == .github && forPeople.contains(other.format)
      || other.format == .github && forPeople.contains(format)
  }

  /// The name of the place in messages.
  var name: String {
    switch place {
    case .descriptor(1): "standard output"
    case .descriptor(2): "standard error"
    case .descriptor(let number): "/dev/fd/\(number)"
    case .path(let path): TextStyle.harmless(path)
    }
  }

  /// Values that are equal for two names of one place; empty for a device that keeps nothing.
  private var identities: [String] {
    switch place {
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

  /// Whether writing would replace one of these files.
  ///
  /// - Parameter paths: Files that must not change.
  /// - Returns: The name of the file that would be replaced; nil if none would.
  func replaces(oneOf paths: [String]) -> String? {
    guard case .path(let path) = place, let status = FileStatus(path: path),
      status.kind == .regular
    else { return nil }
    return paths.first { FileStatus(path: $0)?.identity == status.identity }
  }
}
