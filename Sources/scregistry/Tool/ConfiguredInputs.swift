internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The files that a configuration makes the program read.
///
/// A configuration and links may come with a pull request, and findings quote what is read. So a
/// path below the directory of the configuration must be there after links are resolved too, and
/// devices and `/proc` are not data. A path that openly leads elsewhere, such as `../data/`, is read.
enum ConfiguredInputs {
  /// Checks the targets of a configuration, before anything is read.
  ///
  /// - Parameter applied: The command line and the configuration.
  /// - Throws: `ToolExit` with 2, after it reports the first that leads out.
  static func check(_ applied: AppliedConfiguration) throws {
    guard let configuration = applied.configuration else { return }
    let used = Set(
      applied.targets.filter { $0.origin != .commandLine }.map(\.value)
        + applied.listings.map(\.path))
    for target in configuration.targets {
      for path in [target.root ?? target.uri, target.listing].compactMap(\.self)
      where used.contains(path) && ObjectAddress(path) == nil && path != "-" {
        try check(path, of: configuration, line: target.line)
      }
    }
  }

  private static func check(_ path: String, of configuration: Configuration, line: Int) throws {
    let directory = configuration.directory.isEmpty ? "." : configuration.directory
    guard let root = FilePath.resolved(directory), let place = FilePath.resolved(path) else {
      return
    }
    let base = root == "/" ? "/" : root + "/"
    let isBelow = place == root || place.utf8.starts(with: base.utf8)
    let isSystem = ["/proc/", "/dev/", "/sys/"].contains { place.utf8.starts(with: $0.utf8) }
    guard isSystem || !isBelow && staysBelow(path, directory: configuration.directory) else {
      return
    }
    let text =
      "\(configuration.path):\(line): \(path) leads to \(place), which is not in the directory of "
      + "the configuration; name that file, or pass it on the command line"
    Streams().writeError(TextStyle.harmless(text) + "\n")
    throw ToolExit(code: 2)
  }

  /// Whether a path is below a directory as written.
  private static func staysBelow(_ path: String, directory: String) -> Bool {
    path.utf8.starts(with: directory.utf8) && !path.dropFirst(directory.count).hasPrefix("/")
      && !path.dropFirst(directory.count).split(separator: "/").contains("..")
  }
}
