internal import Files
public import RegistryValidation
internal import SharedCloudRegistry

/// Where the files of a report are in the checkout that a CI system shows.
///
/// Registries are usually in buckets, which no CI system can show. It can show a copy in the
/// checkout, or the line of the configuration that names the target.
public struct SourcePlaces: Sendable, Hashable {
  /// The directory of the checkout, with its final slash; empty for the working directory.
  public var root = ""
  /// The directory that paths of a report are relative to, with its final slash; empty for the
  /// root.
  public var workingDirectory = ""
  /// Where buckets are in the checkout: the prefix of an address, and a path relative to the root.
  public var sourceMap: [Mapping] = []
  /// The configuration file, relative to the root; nil if none exists.
  public var configuration: String?
  /// The lines of the configuration that name targets, by target.
  public var targetLines: [String: Int] = [:]

  /// The prefix of an address, and its path in the checkout.
  public typealias Mapping = SourceMapping

  /// Creates places for a working directory without configuration.
  public init() {}

  /// Looks for the checkout that contains a directory: the nearest parent with `.git`.
  ///
  /// If none exists, the directory itself is the root.
  ///
  /// - Parameters:
  ///   - workingDirectory: The directory that paths are relative to, as an absolute path.
  ///   - sourceMap: Where buckets are in the checkout.
  ///   - configuration: The configuration file, absolute or relative to the working directory.
  ///   - targetLines: The lines of the configuration that name targets, by target.
  public init(
    workingDirectory: String, sourceMap: [Mapping] = [], configuration: String? = nil,
    targetLines: [String: Int] = [:]
  ) {
    let directory = PlainPath(workingDirectory)
    self.workingDirectory = directory.asDirectory
    root = (Self.checkout(around: directory) ?? directory).asDirectory
    self.sourceMap = sourceMap
    self.targetLines = targetLines
    self.configuration = configuration.flatMap(localPath)
  }

  private static func checkout(around directory: PlainPath) -> PlainPath? {
    var directory = directory
    while true {
      if PathKind(directory.asDirectory + ".git") != .absent { return directory }
      guard !directory.parts.isEmpty else { return nil }
      directory.parts.removeLast()
    }
  }

  /// Finds the file of a finding in the checkout.
  ///
  /// - Parameter uri: The file as the report names it.
  /// - Returns: A path relative to the root, with `/` between its parts; nil if the file is not in
  ///   the checkout.
  public func path(of uri: String) -> String? { localPath(uri) ?? mappedPath(uri) }

  private func localPath(_ uri: String) -> String? {
    guard uri != "-", !uri.contains("://") else { return nil }
    let path = PlainPath(uri.hasPrefix("/") ? uri : workingDirectory + uri)
    let root = PlainPath(self.root)
    // With no working directory, paths are relative to the root.
    let inside = path.isAbsolute ? path.below(root) : path
    guard let inside, !inside.leadsUp, !inside.parts.isEmpty else { return nil }
    return inside.parts.joined(separator: "/")
  }

  private func mappedPath(_ uri: String) -> String? {
    let mapping =
      sourceMap
      .filter { uri.utf8.count > $0.prefix.utf8.count && uri.utf8.starts(with: $0.prefix.utf8) }
      .max { $0.prefix.utf8.count < $1.prefix.utf8.count }
    guard let mapping else { return nil }
    let rest = PlainPath(String(uri.utf8.dropFirst(mapping.prefix.utf8.count)) ?? "")
    let base = PlainPath(mapping.path)
    let inside = base.isAbsolute ? base.below(PlainPath(root)) : base
    // A key may contain `..`; it must not lead out of the directory of its bucket.
    guard let inside, !inside.leadsUp, !rest.leadsUp, !rest.parts.isEmpty else { return nil }
    return (inside.parts + rest.parts).joined(separator: "/")
  }
}

/// A normalized path, without `.` and empty parts; `..` removes the part before it.
struct PlainPath: Sendable, Hashable {
  let isAbsolute: Bool
  var parts: [Substring] = []

  init(_ text: String) {
    isAbsolute = text.utf8.first == UInt8(ascii: "/")
    for part in text.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
  }

  /// Whether it leads out of its base directory.
  var leadsUp: Bool { parts.first == ".." }

  /// The path with a final slash; empty if it has no parts.
  var asDirectory: String {
    (isAbsolute ? "/" : "") + parts.map { $0 + "/" }.joined()
  }

  /// The rest of the path below a directory; nil if the path is elsewhere.
  func below(_ directory: PlainPath) -> PlainPath? {
    guard isAbsolute == directory.isAbsolute, parts.starts(with: directory.parts) else {
      return nil
    }
    var rest = PlainPath("")
    rest.parts = Array(parts.dropFirst(directory.parts.count))
    return rest
  }
}
